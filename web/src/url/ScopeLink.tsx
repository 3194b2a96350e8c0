// A way to another scope: a real link, which a new tab can open, and which within the app loads nothing anew.
import type { ComponentProps } from "react";
import { goTo, type Scope, writeScope } from "./scope.ts";

interface ScopeLinkProps extends Omit<ComponentProps<"a">, "href"> {
  to: Scope;
}

export function ScopeLink({ to, onClick, ...rest }: ScopeLinkProps) {
  const href = writeScope(to);
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        // A new tab or window is the browser's affair.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
        event.preventDefault();
        goTo(href);
      }}
    />
  );
}

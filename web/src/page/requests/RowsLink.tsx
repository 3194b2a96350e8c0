// A figure that leads to the requests behind it.
import type { ReactNode } from "react";
import type { Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";

interface RowsLinkProps {
  to: Scope;
  title?: string;
  className?: string;
  children: ReactNode;
}

export function RowsLink({ to, title = "The requests behind it", className = "", children }: RowsLinkProps) {
  return (
    <ScopeLink
      to={to}
      title={title}
      className={`underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-current hover:decoration-solid ${className}`}
    >
      {children}
    </ScopeLink>
  );
}

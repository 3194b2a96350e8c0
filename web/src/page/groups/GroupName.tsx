// A group's name, which leads into it where it is a single value.
import type { Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";

interface GroupNameProps {
  name: string;
  /** Only its requests; null for what is no single value. */
  narrower: Scope | null;
}

export function GroupName({ name, narrower }: GroupNameProps) {
  if (narrower === null) return <span className="truncate text-muted">{name}</span>;
  return (
    <ScopeLink to={narrower} title={`Only ${name}`} className="truncate hover:underline">
      {name}
    </ScopeLink>
  );
}

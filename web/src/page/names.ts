// What keys and users are called: the address holds their ids, and the groups that were shown know their names.
const names = new Map<string, string>();

interface Named {
  key: string | null;
  label: string;
}

/** Keeps the names of an answer's groups. */
export function remember<T extends { groups: Named[] }>(answer: T): T {
  rememberAll(answer.groups);
  return answer;
}

/** Keeps the names that stand in an answer. */
export function rememberAll(named: readonly Named[]): void {
  for (const { key, label } of named) if (key !== null) names.set(key, label);
}

/** Keeps the names of a list. */
export function rememberItems(items: readonly { id: string; name: string }[]): void {
  for (const { id, name } of items) names.set(id, name);
}

/** The name of a value; the beginning of an id that was never met by name. */
export function nameOf(key: string): string {
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key);
  return names.get(key) ?? (isId ? `${key.slice(0, 8)}\u2026` : key);
}

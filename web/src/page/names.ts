// What keys and users are called: the address holds their ids, and the groups that were shown know their names.
import type { CostsAnswer } from "../api/types.ts";

const names = new Map<string, string>();

/** Keeps what an id is called. */
export function rememberName(id: string, name: string): void {
  names.set(id, name);
}

/** Keeps the names of an answer's groups. */
export function remember(answer: CostsAnswer): CostsAnswer {
  for (const { key, label } of answer.groups) if (key !== null) names.set(key, label);
  return answer;
}

/** The name of a value; the beginning of an id that was never met by name. */
export function nameOf(key: string): string {
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key);
  return names.get(key) ?? (isId ? `${key.slice(0, 8)}\u2026` : key);
}

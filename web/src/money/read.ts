// Amounts as people type them.

/** Without the spaces and commas that people group digits by. */
export function ungrouped(text: string): string {
  return text.replace(/[\s,_]/g, "");
}

/** What a typed amount of 0 or more dollars is as a decimal of the API, such as `1249.5` for `$1,249.5`; null for what is none. */
export function readUsd(text: string): string | null {
  const usd = ungrouped(text).replace(/^\$/, "");
  return /^\d+(\.\d{1,12})?$/.test(usd) ? usd : null;
}

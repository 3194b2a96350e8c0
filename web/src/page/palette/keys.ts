// The keys that work on every page.

/** What the key that goes with letters is called on the reader's machine. */
export function modKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "\u2318" : "Ctrl";
}

export type Asked = "palette" | "keys";

/** What a key asks for; null for one that is meant for something else. */
export function askedBy(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">, typing: boolean): Asked | null {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (key.toLowerCase() === "k" && ctrlKey !== metaKey && !altKey) return "palette";
  return key === "?" && !ctrlKey && !metaKey && !typing ? "keys" : null;
}

/** Whether what is typed goes into a field. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

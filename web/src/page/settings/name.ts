// What may be a name of a tenant, a key or a person: the API's own rule, told before it is asked.

const MOST = 100;
const CONTROL = /\p{Cc}/u;

/** Why a text cannot be a name, once the space at its ends is gone; null where it can. */
export function whyNoName(text: string): string | null {
  const name = text.trim();
  if (name === "") return "Give it a name.";
  if (Array.from(name).length > MOST) return `Give at most ${MOST} characters.`;
  return CONTROL.test(name) ? "Leave out line breaks and tabs." : null;
}

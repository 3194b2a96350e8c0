// A one-time sign-in link carries its token in the address; it is read once and taken out of it.

/** Takes the token of `#link=…` or `?link=…`; null without one. Browsers send what follows the # to nobody. */
export function linkToken(fragment: string, search: string): string | null {
  for (const text of [fragment.replace(/^#/, ""), search]) {
    const token = new URLSearchParams(text).get("link");
    if (token !== null && token !== "") return token;
  }
  return null;
}

/** Reads the token and leaves the address without it, so that it stays neither in sight nor in the history. */
export function takeLinkToken(): string | null {
  const { hash, search } = window.location;
  const token = linkToken(hash, search);
  if (token !== null) {
    const rest = new URLSearchParams(search);
    rest.delete("link");
    window.history.replaceState(null, "", rest.size > 0 ? `/?${rest.toString()}` : "/");
  }
  return token;
}

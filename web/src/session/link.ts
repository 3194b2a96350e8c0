// A one-time sign-in link carries its token after the #, which browsers send to nobody.

/** Takes the token of `#link=…` out of a fragment; null without one. */
export function linkToken(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("link");
  return token === null || token === "" ? null : token;
}

/** Reads the token once and removes it from the address and the history entry. */
export function takeLinkToken(): string | null {
  const token = linkToken(window.location.hash);
  if (token !== null) window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return token;
}

// What every flow through the settings does: goes to a section, hears what was done, waits for what needs a moment.
import assert from "node:assert/strict";

const WITHIN_MS = 30_000;

/** Asks again until it holds: jobs and consumers need a moment. */
export async function until(what, ask) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await ask();
    if (found !== null) return found;
    assert.ok(Date.now() < end, `not within ${WITHIN_MS / 1000} s: ${what}`);
    await new Promise((done) => setTimeout(done, 300));
  }
}

/** The page says that something was done. */
export const said = (page, text) => page.getByRole("status").filter({ hasText: text }).waitFor();

/** Goes to a section by its link. */
export const section = (page, name) => page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name, exact: true }).click();

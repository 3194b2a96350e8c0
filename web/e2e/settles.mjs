// Holds a page against the API over days that are over: their figures stand still, whatever traffic flows meanwhile.
import assert from "node:assert/strict";

const WITHIN_MS = 20_000;
const DAY_MS = 86_400_000;

/** Four whole days that are over, as addresses and the API take them. */
export function pastDays() {
  const day = (ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  return `start_date=${day(5)}&end_date=${day(2)}`;
}

/** Waits until the page shows `said`, which is plain data, to the last digit; answers what it shows. */
export async function settles(page, readPage, said) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const shown = await readPage();
    if (JSON.stringify(shown) === JSON.stringify(said)) return shown;
    assert.ok(Date.now() < until, `the page shows ${JSON.stringify(shown)}, the API says ${JSON.stringify(said)}`);
    await page.waitForTimeout(100);
  }
}

/** Whether an address has these parameters, for `waitForURL`. */
export function has(params) {
  return (address) => Object.entries(params).every(([name, value]) => address.searchParams.get(name) === value);
}

// Holds a page against the API while traffic flows: what the page shows must be what the API said at some moment.
import assert from "node:assert/strict";

const WITHIN_MS = 20_000;

/**
 * Reads the page and asks the API in turn until the page shows what the API answered, now or before: an answer is older than the
 * next by the time it is drawn. Answers what was shown. Both are plain data.
 */
export async function settles(page, readPage, askApi) {
  const until = Date.now() + WITHIN_MS;
  const said = new Set();
  for (;;) {
    const api = JSON.stringify(await askApi());
    said.add(api);
    const shown = await readPage();
    if (said.has(JSON.stringify(shown))) return shown;
    assert.ok(Date.now() < until, `the page shows ${JSON.stringify(shown)}, the API says ${api}`);
    await page.waitForTimeout(100);
  }
}

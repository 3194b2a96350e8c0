// A tab that stays open for a day: 17,280 live messages, one each five seconds, replayed as fast as the page takes them.
import assert from "node:assert/strict";
import { launch, openPage } from "./browser.mjs";

const MESSAGES = 17_280;
/** Before the heap is measured first: what is made once, such as formatters, is made by then. */
const WARM = 500;
const GROWS_AT_MOST = 0.05;
const BATCH = 100;
const TRIES = 6;

/** What the page keeps is counted, not the machine code that the engine makes of it: that grows for a while, and can be dropped. */
const NO_MACHINE_CODE = "--js-flags=--jitless";

/** The heap after a collection is, at the end, within 5 % of what it was. */
export async function staysOpen(url, storageState) {
  const browser = await launch([NO_MACHINE_CODE]);
  try {
    return await replayDay(browser, url, storageState);
  } finally {
    await browser.close();
  }
}

async function replayDay(browser, url, storageState) {
  const { page, context, wrong } = await openPage(browser, url, { storageState });
  let socket = null;
  const told = new Promise((resolve) => {
    void page.routeWebSocket(/\/api\/v1\/analytics\/live/, (mine) => {
      const server = mine.connectToServer();
      let first = true;
      // The server's first message is the pattern of all; from then on only made-up ones are heard, also on a connection that
      // the page opened anew because a busy machine kept it waiting.
      server.onMessage((message) => {
        if (!first) return;
        first = false;
        socket = mine;
        mine.send(message);
        resolve(JSON.parse(message.toString()));
      });
    });
  });
  await page.goto(url);
  const pattern = await told;
  await page.locator("[data-live=live]").waitFor();
  const debug = await context.newCDPSession(page);
  await debug.send("HeapProfiler.enable");
  const heapBytes = async () => {
    await debug.send("HeapProfiler.collectGarbage");
    return (await debug.send("Runtime.getHeapUsage")).usedSize;
  };
  let seq = pattern.data.seq;
  const say = (number) => socket.send(JSON.stringify(messageAt(pattern, number)));
  const replay = async (count) => {
    for (let sent = 1; sent <= count; sent += 1) {
      seq += 1;
      say(seq);
      if (sent % BATCH === 0 || sent === count) await shows(page, messageAt(pattern, seq), () => say(seq));
    }
  };
  await replay(WARM);
  const before = await heapBytes();
  await replay(MESSAGES);
  const after = await heapBytes();
  const grown = after / before - 1;
  assert.ok(grown <= GROWS_AT_MOST, `${MESSAGES} messages took the heap from ${before} to ${after} bytes`);
  assert.deepEqual(wrong, []);
  return `${MESSAGES} live messages took the heap from ${mib(before)} to ${mib(after)} MiB (${(grown * 100).toFixed(1)} %)`;
}

const mib = (bytes) => (bytes / 1_048_576).toFixed(2);

/** A message as the server would send it: another count, another row, a moment later. */
function messageAt(pattern, seq) {
  const { data } = pattern;
  const at = new Date(Date.parse(data.as_of) + seq * 5_000).toISOString();
  const requests = data.today.traffic.requests + seq;
  const recent = data.recent.slice(0, 1).map((row) => ({ ...row, event_id: `${row.event_id.slice(0, -6)}${seq.toString(16).padStart(6, "0")}`, timestamp: at }));
  const today = { ...data.today, traffic: { ...data.today.traffic, requests } };
  return { ...pattern, data: { ...data, seq, as_of: at, today, recent } };
}

/** Waits until the page shows the message; says it again where a connection was lost with it. */
async function shows(page, { data }, sayAgain) {
  const shown = page.locator(`[data-testid=today-requests][data-count="${data.today.traffic.requests}"]`);
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      return await shown.waitFor({ timeout: 5_000 });
    } catch (error) {
      if (left === 1) throw error;
      sayAgain();
    }
  }
}

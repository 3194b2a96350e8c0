// How quickly the pages answer a hand: `npm run speed` with TOLLKEEPER_URL and TOLLKEEPER_KEY of a demo with as large a past as
// is asked about. Prints figures, asserts none: what they were, and where, stands in bench/README.md.
import { launch, openPage } from "./browser.mjs";
import { demo } from "./given.mjs";
import { choice } from "./choice.mjs";
import { session } from "./trouble.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const RANGE = "period=30d";
/** Nothing is on its way, and nothing changes, for so many frames: the answer is drawn. */
const QUIET_FRAMES = 6;
const PATIENCE_MS = 30_000;
const POINTS = 60;

/** Runs in the page before its own scripts: keeps each interaction's time to its next frame, and counts what is asked and due. */
function watch() {
  const seen = { interactions: [], underWay: 0, changedAt: 0 };
  window.speedSeen = seen;
  new PerformanceObserver((list) => {
    for (const { interactionId, name, startTime, duration } of list.getEntries()) if (interactionId) seen.interactions.push({ name, startTime, duration });
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  const ask = window.fetch;
  window.fetch = async (...given) => {
    seen.underWay += 1;
    try {
      const answer = await ask(...given);
      // The body's time counts too; the page reads its own copy.
      await answer.clone().arrayBuffer();
      return answer;
    } finally {
      seen.underWay -= 1;
    }
  };
  const changed = () => (seen.changedAt = performance.now());
  addEventListener("DOMContentLoaded", () => new MutationObserver(changed).observe(document.querySelector("#root"), { subtree: true, childList: true, characterData: true, attributeFilter: ["d", "aria-busy"] }));
}

/** From the input until what it asked for is drawn: the last change of the page before it stood still. */
function drawnAfter({ since, quiet, patience }) {
  return new Promise((resolve, reject) => {
    let still = 0;
    const look = () => {
      const now = performance.now();
      const { underWay, changedAt } = window.speedSeen;
      still = underWay === 0 && document.querySelector("main [aria-busy=true]") === null && now - changedAt > 16 ? still + 1 : 0;
      if (still >= quiet) resolve();
      else if (now - since > patience) reject(new Error("the page does not come to rest"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const atRest = (page, since) => page.evaluate(drawnAfter, { since, quiet: QUIET_FRAMES, patience: PATIENCE_MS });
const pages = (page) => page.getByRole("navigation", { name: "Pages" });

/** What a hand does on each page, in order; each begins where the one before ended. */
const STEPS = [
  { page: "/", does: [
    ["range 30d to 7d", (page) => choice(page, "Period", "7d").click()],
    ["range 7d to 30d", (page) => choice(page, "Period", "30d").click()],
    ["open a request", (page) => page.locator("[data-testid=recent] [data-event]").first().click()],
    ["dark theme", (page) => choice(page, "Theme", "Dark").click()],
    ["light theme", (page) => choice(page, "Theme", "Light").click()],
    ["palette", (page) => page.keyboard.press("Control+k")],
    ["palette: a letter", (page) => page.keyboard.press("p")],
    ["palette: close", (page) => page.keyboard.press("Escape")],
    ["go to costs", (page) => pages(page).getByRole("link", { name: "Costs" }).click()],
    ["go to usage", (page) => pages(page).getByRole("link", { name: "Usage" }).click()],
    ["go to requests", (page) => pages(page).getByRole("link", { name: "Requests" }).click()],
  ] },
  { page: "/ui/costs", does: [
    ["group by model", (page) => choice(page, "Group by", "Model").click()],
    ["group by user", (page) => choice(page, "Group by", "User").click()],
    ["compare", (page) => page.getByLabel("Compare with").selectOption("previous")],
    ["open a group", (page) => page.getByTestId("cost-groups").getByRole("button", { name: /^What is in/ }).first().click()],
    ["narrow to a group", (page) => page.getByTestId("cost-groups").locator("[data-group] a").first().click()],
    ["down to its rows", (page) => page.locator("[data-testid=cost-groups] [data-group]").first().getByTitle(/^The rows of/).click()],
  ], hover: "[data-testid=cost-chart] svg" },
  { page: "/ui/usage", does: [
    ["measure output", (page) => choice(page, "Measure", "Output tokens").click()],
    ["group by key", (page) => choice(page, "Group by", "Key").click()],
  ], hover: "[data-testid=usage-chart] svg" },
  { page: "/ui/providers", does: [
    ["sort by a column", (page) => page.locator("main thead button").first().click()],
    ["range 30d to 7d", (page) => choice(page, "Period", "7d").click()],
    ["range 7d to 30d", (page) => choice(page, "Period", "30d").click()],
  ], hover: "main svg.recharts-surface" },
  { page: "/ui/roi", does: [], hover: "main svg.recharts-surface" },
  { page: "/ui/requests", does: [
    ["open a row", (page) => page.locator("[data-testid=rows] [data-event] button").first().click()],
    ["close it", (page) => page.locator("[data-testid=rows] [data-event] button").first().click()],
    ["more rows", (page) => page.getByRole("button", { name: /more/i }).first().click()],
    ["more rows again", (page) => page.getByRole("button", { name: /more/i }).first().click()],
  ] },
];

const figures = new Map();
const keep = (name, kind, ms) => {
  const of = figures.get(name) ?? { painted: [], drawn: [] };
  figures.set(name, of);
  of[kind].push(ms);
};

async function step(page, name, act) {
  const from = await page.evaluate(() => ((window.speedSeen.interactions.length = 0), performance.now()));
  await act(page);
  const asked = await page.evaluate(() => performance.now());
  await atRest(page, asked);
  // The event's own time is the browser's: what the driver needed to find the button does not count.
  const told = await page.evaluate((since) => {
    const { interactions, changedAt } = window.speedSeen;
    const began = interactions.length > 0 ? Math.max(...interactions.map((each) => each.startTime)) : null;
    return { painted: Math.max(0, ...interactions.map((each) => each.duration)), drawn: Math.max(0, changedAt - (began ?? since)) };
  }, from);
  keep(name, "painted", told.painted);
  keep(name, "drawn", told.drawn);
}

/** The pointer goes over the chart, a point a frame: the longest time between two frames. */
async function hover(page, name, selector) {
  const box = await page.locator(selector).first().boundingBox();
  const longest = page.evaluate((count) => new Promise((resolve) => {
    let [last, most, left] = [performance.now(), 0, count];
    const frame = () => {
      const now = performance.now();
      [most, last, left] = [Math.max(most, now - last), now, left - 1];
      if (left > 0) requestAnimationFrame(frame);
      else resolve(most);
    };
    requestAnimationFrame(frame);
  }), POINTS);
  for (let point = 0; point < POINTS; point += 1) await page.mouse.move(box.x + 60 + ((box.width - 90) * point) / POINTS, box.y + box.height / 2);
  keep(name, "painted", await longest);
}

const { url, key } = demo();
const browser = await launch();
try {
  const storageState = await session(browser, url, key);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { page: path, does, hover: over } of STEPS) {
      const { page, context } = await openPage(browser, url, { storageState });
      await page.addInitScript(watch);
      await page.goto(`${url}${path}?${RANGE}`);
      await page.locator("[data-live=live]").waitFor();
      await atRest(page, await page.evaluate(() => performance.now()));
      keep(`${path}: opened from nothing`, "drawn", await page.evaluate(() => window.speedSeen.changedAt));
      if (over) await hover(page, `${path}: pointer over the chart`, over);
      for (const [name, act] of does) await step(page, `${path}: ${name}`, act);
      await context.close();
    }
    console.error(`round ${round + 1} of ${ROUNDS}`);
  }
} finally {
  await browser.close();
}

const ranked = (all) => [...all].sort((a, b) => a - b);
const cell = (all) => (all.length === 0 ? "–" : `${Math.round(ranked(all)[Math.floor(all.length / 2)])} / ${Math.round(Math.max(...all))}`);
console.log(`| what a hand does, ${RANGE} | to the next frame, ms, median / most of ${ROUNDS} | until its answer is drawn |\n|---|---|---|`);
for (const [name, { painted, drawn }] of figures) console.log(`| ${name} | ${cell(painted)} | ${cell(drawn)} |`);

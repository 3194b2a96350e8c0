// End to end in a real browser: `npm run e2e` with TOLLKEEPER_URL and TOLLKEEPER_KEY of a running demo, or, without
// them, against the mock. Signs in, sees figures move, holds them against the API, takes pictures, signs out.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { breaksNoRule } from "./axe.mjs";
import { DESKTOP, launch, openPage, PHONE } from "./browser.mjs";
import { drillsIntoCosts } from "./costs.mjs";
import { compare, readPage, showsWhatItHeard } from "./figures.mjs";
import { startMock } from "./mock/server.mjs";

const SCREENS = fileURLToPath(new URL("../../target/screens/", import.meta.url));
const MOVES_WITHIN_MS = 60_000;
const COMPARES_FOR_MS = 15_000;

const real = process.env.TOLLKEEPER_URL !== undefined;
assert.ok(!real || process.env.TOLLKEEPER_KEY, "TOLLKEEPER_KEY is missing: the demo writes one to <data_dir>/demo-key");
const mock = real ? null : await startMock();
const url = real ? process.env.TOLLKEEPER_URL.replace(/\/$/, "") : mock.url;
const key = real ? process.env.TOLLKEEPER_KEY.trim() : mock.key;
const said = (text) => console.log(`${real ? "" : "[mock] "}${text}`);

async function signIn(page) {
  await page.goto(url);
  await page.getByLabel("API key").fill("tk_this_key_is_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.screenshot({ path: `${SCREENS}sign-in-refused.png` });
  await breaksNoRule(page, "sign-in");
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("[data-live=live]").waitFor();
  await page.getByTestId("month-savings").waitFor();
}

async function seesMovement(page) {
  const before = await readPage(page);
  await page.waitForFunction(
    ([savings, newest, requests]) => {
      const counter = document.querySelector("[data-testid=month-savings]")?.getAttribute("data-usd");
      const row = document.querySelector("[data-testid=recent] [data-event]")?.getAttribute("data-event");
      const today = Number(document.querySelector("[data-testid=today-requests]")?.getAttribute("data-count"));
      return counter !== savings && row !== newest && today > requests;
    },
    [before.monthSavings, before.rows[0], before.todayRequests],
    { timeout: MOVES_WITHIN_MS },
  );
  const after = await readPage(page);
  said(`moved: savings ${before.monthSavings} to ${after.monthSavings}, requests today ${before.todayRequests} to ${after.todayRequests}`);
}

/** Opens the panel with the keyboard, is told what is wrong, chooses a week, and finds it in the address and the figures. */
async function choosesDates(page, heard) {
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const [start, end] = [day(9), day(3)];
  const button = page.getByRole("group", { name: "Period" }).getByRole("button", { expanded: false });
  await button.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Dates" });
  await panel.getByLabel("From").fill(end);
  await panel.getByLabel("To").fill(start);
  await panel.getByRole("button", { name: "Show" }).click();
  await panel.getByRole("alert").getByText("before the first").waitFor();
  await page.screenshot({ path: `${SCREENS}dates.png` });
  await breaksNoRule(page, "dates");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await page.keyboard.press("Enter");
  await panel.getByLabel("From").fill(start);
  await panel.getByLabel("To").fill(end);
  await panel.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(new RegExp(`start_date=${start}&end_date=${end}`));
  await panel.waitFor({ state: "hidden" });
  await page.getByTestId("cost-chart").locator("svg").first().waitFor();
  await showsWhatItHeard(page, heard);
  const compared = await compare(page, url, key, `start_date=${start}&end_date=${end}`, COMPARES_FOR_MS);
  assert.ok(compared.period > 0, "the chosen days could not be compared");
  await page.screenshot({ path: `${SCREENS}period-dates.png` });
  await page.goBack();
  await page.waitForURL((address) => !address.search.includes("start_date"));
  said(`${start} to ${end}: chosen by keyboard, the same as the API's own figures ${compared.period} times; back undoes it`);
}

async function fitsTheScreen(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${name}: ${page.url()} is ${overflow} px wider than the screen`);
}

async function takePictures(browser, storageState) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      const { page, context, wrong } = await openPage(browser, url, { colorScheme, viewport, storageState });
      await page.goto(url);
      await page.getByTestId("cost-chart").locator("svg").first().waitFor();
      await page.locator("[data-live=live]").waitFor();
      await page.screenshot({ path: `${SCREENS}${name}-${colorScheme}.png` });
      await page.screenshot({ path: `${SCREENS}${name}-${colorScheme}-whole.png`, fullPage: true });
      await breaksNoRule(page, `${name}, ${colorScheme}`);
      await fitsTheScreen(page, name);
      await page.goto(`${url}/ui/costs?group_by=model`);
      await page.getByTestId("cost-chart").locator("svg").first().waitFor();
      await page.screenshot({ path: `${SCREENS}costs-${name}-${colorScheme}.png`, fullPage: true });
      await breaksNoRule(page, `${name}, ${colorScheme}`);
      await fitsTheScreen(page, name);
      assert.deepEqual(wrong, [], `${name}, ${colorScheme}`);
      await context.close();
    }
  }
}

async function survivesBreak(page) {
  if (!mock) return;
  mock.cut();
  await page.locator("[data-live=waiting], [data-live=connecting]").first().waitFor();
  await page.locator("[data-live=live]").waitFor();
  said("reconnected after the sockets were cut");
}

async function saysWhatToDo(browser, storageState) {
  const { page, context } = await openPage(browser, url, { storageState });
  const body = { type: "/problems/unavailable", title: "The ledger cannot be read", status: 503, detail: "The store does not answer.", fix: "See /readyz." };
  await page.route("**/api/v1/analytics/dashboard*", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", json: body }));
  await page.goto(url);
  await page.getByRole("alert").getByText("See /readyz.").waitFor();
  await page.screenshot({ path: `${SCREENS}error.png` });
  await page.unrouteAll();
  await page.getByTestId("month-savings").waitFor();
  said("a failing API is named with its fix, and the page recovers by itself");
  await context.close();
}

async function teachesWhenEmpty(browser) {
  if (!mock) return;
  const empty = await startMock({ empty: true });
  const { page, context } = await openPage(browser, empty.url);
  await page.goto(empty.url);
  await page.getByLabel("API key").fill(empty.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Listening for the first request").waitFor();
  assert.match(await page.locator("pre").innerText(), new RegExp(`^curl ${empty.url}/v1/chat/completions`));
  await page.screenshot({ path: `${SCREENS}empty.png` });
  await fetch(`${empty.url}/v1/chat/completions`, { method: "POST", headers: { authorization: `Bearer ${empty.key}` } });
  await page.getByTestId("recent").locator("[data-event]").waitFor();
  said("the first request turned the empty page into figures");
  await context.close();
  empty.close();
}

await mkdir(SCREENS, { recursive: true });
const browser = await launch();
try {
  // A refused sign-in and a cut socket are logged by the browser itself; they are part of the scene.
  const expected = (text) => text.includes("401") || text.includes("WebSocket");
  const { page, context, wrong, heard } = await openPage(browser, url, { expected });
  await signIn(page);
  said("signed in, live");
  await seesMovement(page);
  for (const period of ["30d", "7d", "24h", "today", "12mo"]) {
    await page.goto(`${url}/?period=${period}`);
    await page.getByTestId("cost-chart").locator("svg").first().waitFor();
    await showsWhatItHeard(page, heard);
    const compared = await compare(page, url, key, `period=${period}`, COMPARES_FOR_MS);
    said(`${period}: shows what it was told; the same as the API's own figures ${compared.live} and ${compared.period} times`);
    await page.screenshot({ path: `${SCREENS}period-${period}.png` });
  }
  await choosesDates(page, heard);
  await page.getByRole("button", { name: "7d", exact: true }).click();
  await page.waitForURL(/period=7d/);
  await page.locator("[data-testid=recent] [data-event]").first().click();
  await page.getByTestId("providers").locator("button").first().click();
  await page.getByTestId("cost-chart").hover({ position: { x: 500, y: 120 } });
  await page.screenshot({ path: `${SCREENS}opened.png`, fullPage: true });
  said(await drillsIntoCosts(page, url, key, SCREENS));
  await page.goto(url);
  await page.locator("[data-live=live]").waitFor();
  await survivesBreak(page);
  await takePictures(browser, await context.storageState());
  await saysWhatToDo(browser, await context.storageState());
  await teachesWhenEmpty(browser);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  assert.deepEqual(wrong, []);
  said(`signed out; no error, no request to anyone else; pictures in ${SCREENS}`);
} finally {
  await browser.close();
  mock?.close();
}

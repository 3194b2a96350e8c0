// The ROI page in a real browser: the platform's cost is set with the keyboard, every figure is the API's own, months sum to
// the whole, and the calculator takes the cost along.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { breaksNoRule } from "../axe.mjs";

const WITHIN_MS = 20_000;
const PICO = 10n ** 12n;

function pico(decimal) {
  const [whole, rest = ""] = decimal.replace("-", "").split(".");
  const size = BigInt(whole) * PICO + BigInt(rest.padEnd(12, "0"));
  return decimal.startsWith("-") ? -size : size;
}

async function ask(url, key, method, path, body) {
  const headers = { authorization: `Bearer ${key}`, ...(body ? { "content-type": "application/json" } : {}) };
  const response = await fetch(`${url}/api/v1/analytics/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const answer = await response.json();
  assert.equal(response.status, 200, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

function readShown(page) {
  return page.evaluate(() => {
    const usd = (selector) => [...document.querySelectorAll(`${selector} [data-usd]`)].map((each) => each.getAttribute("data-usd"));
    const months = [...document.querySelectorAll("[data-testid=roi-months] [data-month]")];
    return {
      standing: usd("[data-testid=standing]"),
      ahead: usd("[data-testid=month-end]"),
      months: months.map((row) => [...row.querySelectorAll("[data-usd]")].map((each) => each.getAttribute("data-usd"))),
    };
  });
}

/** What the page must show of an answer, the months left out, and the sums of its days by which these are held. */
function wanted({ net_usd, buckets, platform, forecast }) {
  const last = buckets.at(-1);
  const { spent_so_far_usd, saved_so_far_usd, cost_usd, savings_usd } = forecast?.month_end ?? {};
  const ahead = forecast === null ? [] : [spent_so_far_usd, saved_so_far_usd, ...["low", "base", "high"].flatMap((of) => [cost_usd?.[of], savings_usd?.[of]])];
  return {
    standing: [net_usd, last?.cumulative_savings_usd ?? "0", last?.cumulative_platform_usd ?? "0", platform.monthly_usd],
    ahead: ahead.map((amount) => amount ?? ""),
  };
}

/** Traffic flows and time passes: what is ahead moves with the clock, so it is held to what the page was told itself. */
async function showsWhatItHeard(page, heard) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const shown = await readShown(page);
    const told = heard.at(-1);
    if (told !== undefined) {
      const want = wanted(told);
      if (JSON.stringify([shown.standing, shown.ahead]) === JSON.stringify([want.standing, want.ahead])) {
        const [net, soFar] = [shown.months.reduce((sum, row) => sum + pico(row[2]), 0n), shown.months[0]?.[3]];
        assert.equal(net, pico(told.net_usd), "the months' nets sum to the net");
        assert.equal(soFar, told.net_usd);
        return told;
      }
    }
    assert.ok(Date.now() < until, `the page shows ${JSON.stringify(shown)}, it was told ${JSON.stringify(told && wanted(told))}`);
    await page.waitForTimeout(100);
  }
}

/** The page and a question of one's own agree on what does not move with the clock. */
async function sameAsApi(page, url, key) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const { standing } = await readShown(page);
    const want = wanted(await ask(url, key, "GET", "roi")).standing;
    if (JSON.stringify(standing) === JSON.stringify(want)) return;
    assert.ok(Date.now() < until, `the page shows ${standing}, the API says ${want}`);
    await page.waitForTimeout(100);
  }
}

/** By keyboard: what is wrong is said at its field, what is right is saved, and the focus comes back. */
async function setsTheCost(page, screens) {
  const button = page.getByRole("button", { name: /platform.s cost/ });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "What the platform costs" });
  await dialog.getByLabel("A month, $").fill("much");
  await dialog.getByLabel("Setup, $").fill("12.5");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("An amount in dollars").waitFor();
  await dialog.getByLabel("A month, $").fill("9000001");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("Give 0 to 9000000 dollars").waitFor();
  await page.screenshot({ path: `${screens}roi-cost.png` });
  await breaksNoRule(page, "roi, dialog");
  await dialog.getByLabel("A month, $").fill("3");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await button.evaluate((element) => element === document.activeElement), true, "the focus comes back to the button");
}

async function fileSumsToNet(page, told) {
  const card = page.locator("section", { has: page.getByTestId("roi-months") });
  const [download] = await Promise.all([page.waitForEvent("download"), card.getByRole("button", { name: "CSV" }).click()]);
  assert.match(download.suggestedFilename(), /^tollkeeper-roi-by-month-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n").map((line) => line.split(","));
  const at = (name) => lines[0].indexOf(name);
  const rows = lines.slice(1);
  const sum = rows.reduce((whole, row) => whole + pico(row[at("net_usd")]), 0n);
  assert.equal(sum, pico(rows.at(-1)[at("cumulative_net_usd")]), "the file's nets sum to its last net so far");
  assert.equal(rows.length, new Set(told.buckets.map(({ start }) => start.slice(0, 7))).size);
  return rows.length;
}

export async function roiFlow({ page, url, key, screens }) {
  const heard = [];
  const listen = (response) => {
    if (response.url().includes("/api/v1/analytics/roi") && response.request().method() === "GET" && response.ok()) {
      response.json().then((answer) => heard.push(answer), () => undefined);
    }
  };
  page.on("response", listen);
  await ask(url, key, "PUT", "platform-cost", { monthly_usd: "0" });
  await page.goto(`${url}/`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "ROI" }).click();
  await page.getByTestId("standing-words").getByText("No platform cost is set").waitFor();
  await page.getByTestId("net-chart").locator("svg").first().waitFor();
  await showsWhatItHeard(page, heard);
  await setsTheCost(page, screens);
  await page.getByTestId("standing-words").getByText(/aid back/).waitFor();
  const told = await showsWhatItHeard(page, heard);
  assert.deepEqual([told.platform.monthly_usd, told.platform.setup_usd], ["3", "12.5"]);
  await sameAsApi(page, url, key);
  const words = await page.getByTestId("standing-words").innerText();
  assert.equal(words.startsWith("Paid back on"), told.paid_back_on !== null, words);
  const months = await fileSumsToNet(page, told);
  await page.screenshot({ path: `${screens}roi.png`, fullPage: true });
  await breaksNoRule(page, "roi");
  await page.getByRole("link", { name: "What would other models save?" }).click();
  await page.waitForURL((address) => address.pathname === "/ui/calculator" && address.searchParams.has("to"));
  assert.equal(await page.getByLabel("Platform, $").inputValue(), "3");
  assert.equal(await page.getByLabel("Setup, $").inputValue(), "12.5");
  await page.goBack();
  await page.waitForURL((address) => address.pathname === "/ui/roi");
  page.off("response", listen);
  return `the platform's cost set by keyboard; ${words} ${months} months sum to the net as the API says it`;
}

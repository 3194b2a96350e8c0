// The requests page in a real browser, over the real binary: from figures to their rows and back, what is narrowed, newer rows, one
// row's address, files, saved views and the palette.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { breaksNoRule } from "../axe.mjs";

const WITHIN_MS = 20_000;
const EXPORTED_WITHIN_MS = 90_000;

const pico = (decimal) => {
  const [whole, rest = ""] = decimal.split(".");
  return BigInt(whole) * 10n ** 12n + BigInt(rest.padEnd(12, "0"));
};
const sum = (decimals) => decimals.reduce((whole, each) => whole + pico(each || "0"), 0n);

function asker(url, key) {
  return async (path) => {
    const response = await fetch(`${url}/api/v1/analytics/${path}`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(response.status, 200, `GET ${path} answered ${response.status}`);
    return response.json();
  };
}

/** The rows and the total as the page shows them: ids, exact costs, exact sums. */
function read(page, table = "rows") {
  return page.evaluate((testId) => {
    const rows = [...document.querySelectorAll(`[data-testid=${testId}] [data-event]`)];
    const total = document.querySelector("[data-testid=rows-total]");
    return {
      ids: rows.map((row) => row.getAttribute("data-event")),
      costs: rows.map((row) => row.querySelector("[data-usd]").getAttribute("data-usd")),
      whole: total?.getAttribute("data-whole") === "true",
      requests: Number(total?.querySelector("[data-count]")?.getAttribute("data-count")),
      cost: total?.querySelector("[data-usd]")?.getAttribute("data-usd") ?? null,
    };
  }, table);
}

async function until(page, what, look) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const told = await look();
    if (told === true) return;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(told)}`);
    await page.waitForTimeout(150);
  }
}

/** The page's rows are the API's, in its order, but for those that came since. */
async function sameRows(page, ask, query) {
  await page.locator("[data-testid=rows] [data-event]").first().waitFor();
  const { ids, costs } = await read(page);
  const items = [];
  for (let cursor = ""; items.length < ids.length + 200; ) {
    const answer = await ask(`events?${query}&limit=500${cursor}`);
    items.push(...answer.items);
    if (answer.next_cursor === null) break;
    cursor = `&cursor=${answer.next_cursor}`;
  }
  const shown = items.filter((row) => ids.includes(row.event_id));
  assert.deepEqual(shown.map((row) => row.event_id), ids, `rows of ${query}`);
  assert.deepEqual(shown.map((row) => row.cost_usd ?? ""), costs, `costs of ${query}`);
  return shown;
}

/** From the first screen to all rows of its period; the total is the API's, to the last digit. */
async function totalIsTheApis(page, url, ask) {
  await page.goto(`${url}/?period=7d`);
  await page.getByRole("link", { name: "all of the period" }).click();
  await page.waitForURL(/\/ui\/requests\?period=7d$/);
  await page.locator("[data-testid=rows] [data-event]").first().waitFor();
  await until(page, "the total of 7 days", async () => {
    const { coverage, total } = await ask("costs?period=7d");
    const { whole, requests, cost } = await read(page);
    return (whole && requests === coverage.requests && cost === (total.cost_usd ?? "")) || [requests, coverage.requests, cost, total.cost_usd];
  });
  await sameRows(page, ask, "period=7d");
}

/** Rows stay where they are until the reader asks for the newer ones. */
async function rowsDoNotJump(page) {
  const before = await read(page);
  const button = page.getByRole("button", { name: /newer request/ });
  await button.waitFor({ timeout: WITHIN_MS });
  assert.deepEqual((await read(page)).ids, before.ids, "rows moved by themselves");
  await button.click();
  // A slow request is filed after quicker ones that were admitted later: what is new need not stand first.
  await until(page, "newer rows on request", async () => (await read(page)).ids.some((id) => !before.ids.includes(id)));
}

/** Narrows to failures, reads more of them, keeps a file of them; the address holds it, and back undoes it. */
async function narrowsToFailures(page, ask) {
  await page.getByRole("group", { name: "Status" }).getByRole("button", { name: "Failed" }).click();
  await page.waitForURL((address) => address.searchParams.get("succeeded") === "false");
  await until(page, "failures only", async () => {
    const { ids } = await read(page);
    const answer = await ask("events?period=7d&succeeded=false&limit=500");
    return ids.length > 0 && ids.every((id) => answer.items.some((row) => row.event_id === id));
  });
  const more = page.getByRole("button", { name: "Show more" });
  if (await more.isVisible()) {
    const { ids, whole } = await read(page);
    assert.ok(!whole, "a total of rows that were not all read");
    await more.click();
    await until(page, "more rows", async () => (await read(page)).ids.length > ids.length);
  }
  const shown = await sameRows(page, ask, "period=7d&succeeded=false");
  assert.ok(shown.every((row) => !row.succeeded));
  const { costs, cost, requests } = await read(page);
  assert.equal(pico(cost), sum(costs), "the cost of the rows that were read");
  assert.equal(requests, costs.length);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  const at = lines[0].split(",").indexOf("cost_usd");
  assert.equal(lines.length - 1, costs.length, "the lines of the file");
  assert.equal(sum(lines.slice(1).map((line) => line.split(",")[at])), sum(costs), "the costs in the file");
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("succeeded"));
  return costs.length;
}

/** Opens a row with the keyboard; its address opens it again, also where it is not among the rows. */
async function rowHasAnAddress(page, url, ask) {
  await page.goto(`${url}/ui/requests?period=7d`);
  const row = page.locator("[data-testid=rows] [data-event]").nth(1);
  const id = await row.getAttribute("data-event");
  await row.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((address) => address.searchParams.get("event") === id);
  await page.getByText("Link to this request").waitFor();
  await breaksNoRule(page, "an open request");
  await page.reload();
  await page.getByText("Link to this request").waitFor();
  await page.goBack();
  await page.getByText("Link to this request").waitFor({ state: "hidden" });
  const { items } = await ask("events?period=30d&succeeded=false&limit=1");
  await page.goto(`${url}/ui/requests?period=7d&succeeded=true&event=${items[0].event_id}`);
  await page.locator("[data-testid=opened] [data-event]").waitFor();
  const opened = await read(page, "opened");
  assert.deepEqual([opened.ids, opened.costs], [[items[0].event_id], [items[0].cost_usd ?? ""]]);
  await page.getByRole("button", { name: "Close" }).click();
  await page.waitForURL((address) => !address.searchParams.has("event"));
  return id;
}

/** From an hour of the chart to its rows, and out of the hour again. */
async function hourLeadsToRows(page, url, ask) {
  await page.goto(`${url}/ui/costs?period=24h`);
  await page.getByText("The chart in figures").first().click();
  const hour = page.locator("[data-testid=cost-buckets] [data-bucket]").filter({ has: page.locator("td:nth-of-type(1)", { hasNotText: /^0$/ }) }).first();
  const requests = Number((await hour.locator("td").first().innerText()).replaceAll(",", ""));
  await hour.getByRole("link").click();
  await page.waitForURL((address) => address.searchParams.has("from") && address.searchParams.has("to"));
  const { searchParams } = new URL(page.url());
  const shown = await sameRows(page, ask, `from=${searchParams.get("from")}&to=${searchParams.get("to")}`);
  assert.equal(await page.getByRole("group", { name: "Period" }).locator("[aria-pressed=true]").count(), 0, "no range is in force");
  const more = page.getByRole("button", { name: "Show more" });
  for (let count = shown.length; await more.isVisible(); count = (await read(page)).ids.length) {
    await more.click();
    await page.waitForFunction((before) => document.querySelectorAll("[data-testid=rows] [data-event]").length > before, count);
  }
  const { whole, requests: counted } = await read(page);
  if (whole) assert.equal(counted, requests, "the rows of the first hour");
  await page.getByRole("list", { name: "Conditions" }).getByRole("button", { name: "Between" }).click();
  await page.waitForURL((address) => !address.searchParams.has("from"));
  await page.goBack();
  await page.getByRole("list", { name: "Conditions" }).getByRole("button", { name: "Between" }).waitFor();
  await page.getByRole("button", { name: "7d", exact: true }).click();
  await page.waitForURL((address) => address.searchParams.get("period") === "7d" && !address.searchParams.has("from"));
}

/** Starts an export, waits for its file, reads it, deletes it. */
async function exportsAFile(page, url, ask) {
  await page.goto(`${url}/ui/requests?period=24h&succeeded=false`);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Export requests" });
  await dialog.getByText("failed").first().waitFor();
  await breaksNoRule(page, "the exports");
  const before = await dialog.locator("[data-export]").count();
  await dialog.getByRole("button", { name: "Start the export" }).click();
  await page.waitForFunction((count) => document.querySelectorAll("[data-export]").length > count, before);
  const line = dialog.locator("[data-export]").first();
  const id = await line.getAttribute("data-export");
  const made = dialog.locator(`[data-export="${id}"][data-state=done]`);
  await made.waitFor({ timeout: EXPORTED_WITHIN_MS });
  const [download] = await Promise.all([page.waitForEvent("download"), made.getByRole("link", { name: "Download" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split(/\r?\n/);
  const item = await ask(`exports/${id}`);
  assert.equal(lines.length - 1, item.rows_done, "the lines of the exported file");
  assert.equal(download.suggestedFilename(), item.file_name);
  await made.getByRole("button", { name: /Delete/ }).click();
  await made.getByRole("button", { name: /Really/ }).click();
  await made.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  return lines.length - 1;
}

/** Saves what is shown, leaves, comes back by its name, renames it and deletes it. */
async function savesAView(page, url) {
  const name = `Failures ${Date.now()}`;
  await page.goto(`${url}/ui/requests?period=7d&succeeded=false`);
  const open = () => page.getByRole("button", { name: "Views" }).click();
  const panel = page.getByRole("dialog", { name: "Views" });
  await open();
  await panel.getByLabel("Save what is shown as").fill(name);
  await page.keyboard.press("Enter");
  await panel.locator("[aria-current=true]").getByText(name).waitFor();
  await breaksNoRule(page, "views");
  await page.goto(`${url}/`);
  await open();
  await panel.getByRole("link", { name }).click();
  await page.waitForURL(/\/ui\/requests\?period=7d&succeeded=false$/);
  await open();
  await panel.getByRole("button", { name: `Change ${name}` }).click();
  await panel.getByLabel("New name").fill(`${name} again`);
  await panel.getByRole("button", { name: "Rename" }).click();
  await panel.getByRole("link", { name: `${name} again` }).waitFor();
  await panel.getByRole("button", { name: `Change ${name} again` }).click();
  await panel.getByRole("button", { name: "Delete", exact: true }).click();
  await panel.getByRole("button", { name: "Delete it for everyone" }).click();
  await panel.getByRole("link", { name: `${name} again` }).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
}

/** Goes to a page and to a request by the keyboard alone; a question mark lists the keys. */
async function goesByKeyboard(page, url, id) {
  await page.goto(`${url}/?period=7d`);
  await page.locator("[data-live=live]").waitFor();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /a request/ });
  await field.waitFor();
  await page.keyboard.type("cost");
  await breaksNoRule(page, "the palette");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ui\/costs\?period=7d$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(id);
  await page.getByRole("option", { selected: true }).getByText(id).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL((address) => address.searchParams.get("event") === id);
  await page.getByText("Link to this request").waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await breaksNoRule(page, "the list of keys");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "hidden" });
}

export async function requestsFlow({ page, url, key, screens }) {
  const ask = asker(url, key);
  await totalIsTheApis(page, url, ask);
  await rowsDoNotJump(page);
  await breaksNoRule(page, "requests");
  await page.screenshot({ path: `${screens}requests.png` });
  const failures = await narrowsToFailures(page, ask);
  const id = await rowHasAnAddress(page, url, ask);
  await hourLeadsToRows(page, url, ask);
  const exported = await exportsAFile(page, url, ask);
  await savesAView(page, url);
  await goesByKeyboard(page, url, id);
  return `the rows of 7 days and their total as the API says, ${failures} failures on the page and in its file, ${exported} in an export; a view and the palette lead there`;
}

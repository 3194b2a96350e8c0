// The costs page in a real browser: its figures against the API's, a click into a group, and the file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const WITHIN_MS = 20_000;

function readTable(page) {
  return page.evaluate(() => {
    const usd = (root) => [...root.querySelectorAll("[data-usd]")].map((each) => each.getAttribute("data-usd"));
    const totals = document.querySelector("[data-testid=cost-totals]");
    const rows = [...document.querySelectorAll("[data-testid=cost-groups] [data-group]")];
    return { totals: totals ? usd(totals) : [], groups: rows.map((row) => [row.getAttribute("data-group"), ...usd(row)]) };
  });
}

async function readApi(url, key, query) {
  const response = await fetch(`${url}/api/v1/analytics/costs?${query}`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(response.status, 200, `GET /api/v1/analytics/costs?${query} answered ${response.status}`);
  const { total, groups } = await response.json();
  const told = (money) => [money.cost_usd, money.baseline_usd, money.savings_usd].map((amount) => amount ?? "");
  return {
    totals: [total.cost_usd, total.baseline_usd, total.covered_cost_usd, total.savings_usd, total.overhead_usd].map((amount) => amount ?? ""),
    groups: groups.map((group) => [group.key ?? group.kind, ...told(group.total)]),
  };
}

/** Traffic flows meanwhile: the page catches up with what the API says, to the last digit, within a bounded time. */
async function sameAsApi(page, url, key, query) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const api = await readApi(url, key, query);
    const shown = await readTable(page);
    if (JSON.stringify(shown) === JSON.stringify(api)) return shown;
    assert.ok(Date.now() < until, `the page shows ${JSON.stringify(shown)}, the API says ${JSON.stringify(api)}`);
    await page.waitForTimeout(150);
  }
}

const pico = (decimal) => {
  const [whole, rest = ""] = decimal.replace("-", "").split(".");
  const size = BigInt(whole) * 10n ** 12n + BigInt(rest.padEnd(12, "0"));
  return decimal.startsWith("-") ? -size : size;
};

/** Downloads the file until it is of the same moment as the page. */
async function fileSumsToTotal(page) {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    assert.match(download.suggestedFilename(), /^tollkeeper-costs-by-model-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    const shown = await readTable(page);
    const at = lines[0].split(",").indexOf("cost_usd");
    const sum = lines.slice(1).reduce((whole, line) => whole + pico(line.split(",")[at] || "0"), 0n);
    if (lines.length - 1 === shown.groups.length && sum === pico(shown.totals[0] || "0")) return lines.length - 1;
    assert.ok(Date.now() < until, `the file's costs come to ${sum} and the page's to ${shown.totals[0]}`);
  }
}

/** From the overview to the costs of one provider's models, and back. */
export async function drillsIntoCosts(page, url, key, screens) {
  await page.goto(`${url}/?period=7d`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Costs" }).click();
  await page.waitForURL(/\/ui\/costs\?period=7d$/);
  await page.locator("[data-testid=cost-groups] [data-group]").first().waitFor();
  const { groups } = await sameAsApi(page, url, key, "period=7d&group_by=provider&top=25");
  const provider = groups[0][0];
  await page.getByTestId("cost-groups").getByRole("button", { name: provider }).click();
  await page.waitForURL((address) => address.searchParams.get("provider") === provider && address.searchParams.get("group_by") === "model");
  const narrowed = await sameAsApi(page, url, key, `period=7d&group_by=model&top=25&provider=${provider}`);
  assert.ok(narrowed.groups.length > 0);
  const rows = await fileSumsToTotal(page);
  await page.getByTestId("cost-chart").locator("svg").first().waitFor();
  await page.screenshot({ path: `${screens}costs-narrowed.png`, fullPage: true });
  await page.getByRole("list", { name: "Narrowed to" }).getByRole("button").click();
  await page.waitForURL((address) => !address.searchParams.has("provider"));
  await page.goBack();
  await page.getByRole("list", { name: "Narrowed to" }).getByText(provider).waitFor();
  await page.reload();
  await page.getByRole("list", { name: "Narrowed to" }).getByText(provider).waitFor();
  return `${groups.length} providers and ${narrowed.groups.length} models of ${provider} as the API says, ${rows} lines in the file sum to the total`;
}

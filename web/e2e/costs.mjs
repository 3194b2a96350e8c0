// The costs page in a real browser: its figures against the API's, a click into a group, and the file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pastDays, settles } from "./settles.mjs";


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

/** The page shows what the API says, to the last digit. */
async function sameAsApi(page, url, key, query) {
  return settles(page, () => readTable(page), await readApi(url, key, query));
}

const pico = (decimal) => {
  const [whole, rest = ""] = decimal.replace("-", "").split(".");
  const size = BigInt(whole) * 10n ** 12n + BigInt(rest.padEnd(12, "0"));
  return decimal.startsWith("-") ? -size : size;
};

/** The file holds the rows that are shown, and they sum to the total. */
async function fileSumsToTotal(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  assert.match(download.suggestedFilename(), /^tollkeeper-costs-by-model-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  const shown = await readTable(page);
  const at = lines[0].split(",").indexOf("cost_usd");
  const sum = lines.slice(1).reduce((whole, line) => whole + pico(line.split(",")[at] || "0"), 0n);
  assert.equal(lines.length - 1, shown.groups.length, "a line a row");
  assert.equal(sum, pico(shown.totals[0] || "0"), "the file's costs come to the page's total");
  return lines.length - 1;
}

/** A group opens to what is in it, which sums to the group. */
async function opensGroup(page, provider) {
  await page.getByRole("button", { name: `What is in ${provider}`, exact: true }).press("Enter");
  const inside = page.locator("[data-testid=cost-groups] [data-inside=true]");
  await inside.first().waitFor();
  const costs = await inside.evaluateAll((rows) => rows.map((row) => row.querySelector("[data-usd]").getAttribute("data-usd")));
  const whole = await page.locator(`[data-testid=cost-groups] [data-group="${provider}"] [data-usd]`).first().getAttribute("data-usd");
  assert.equal(costs.reduce((sum, cost) => sum + pico(cost || "0"), 0n), pico(whole), `what is in ${provider} sums to it`);
  await page.getByRole("button", { name: `What is in ${provider}`, exact: true }).press("Enter");
  await inside.first().waitFor({ state: "detached" });
  return costs.length;
}

/** From the overview to the costs of one provider's models, to the rows behind them, and back; beside the days before. */
export async function drillsIntoCosts(page, url, key, screens) {
  const days = pastDays();
  await page.goto(`${url}/?${days}`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Costs" }).click();
  await page.waitForURL((address) => address.pathname === "/ui/costs" && address.search === `?${days}`);
  await page.locator("[data-testid=cost-groups] [data-group]").first().waitFor();
  const { groups } = await sameAsApi(page, url, key, `${days}&group_by=provider&top=25`);
  const provider = groups[0][0];
  const models = await opensGroup(page, provider);
  await page.getByTestId("cost-groups").getByRole("link", { name: provider, exact: true }).click();
  await page.waitForURL((address) => address.searchParams.get("provider") === provider && address.searchParams.get("group_by") === "model");
  const narrowed = await sameAsApi(page, url, key, `${days}&group_by=model&top=25&provider=${provider}`);
  assert.equal(narrowed.groups.length, models, "as many models as the group opened to");
  const rows = await fileSumsToTotal(page);
  await page.getByLabel("Compare with").selectOption("previous");
  await page.waitForURL((address) => address.searchParams.get("compare") === "previous");
  await sameAsApi(page, url, key, `${days}&group_by=model&top=25&provider=${provider}&compare=previous`);
  await page.getByTestId("cost-chart").locator("svg").first().waitFor();
  await page.screenshot({ path: `${screens}costs-narrowed.png`, fullPage: true });
  const model = narrowed.groups[0][0];
  await page.locator(`[data-testid=cost-groups] [data-group="${model}"]`).getByTitle(`The rows of ${model}`).click();
  await page.waitForURL((address) => address.pathname === "/ui/requests" && address.searchParams.get("model") === model);
  await page.locator("main [data-event]").first().waitFor();
  await page.goBack();
  const chips = page.getByRole("list", { name: "Narrowed to" });
  await chips.getByRole("button").filter({ hasText: provider }).click();
  await page.waitForURL((address) => !address.searchParams.has("provider"));
  await page.goBack();
  await chips.getByText(provider).waitFor();
  await page.reload();
  await chips.getByText(provider).waitFor();
  return `${groups.length} providers and ${models} models of ${provider} as the API says, beside the days before and down to the rows; ${rows} lines in the file sum to the total`;
}

// The usage page in a real browser: its counts against the API's, what is chosen in the address, the hours of the week, the file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { breaksNoRule } from "../axe.mjs";
import { choice } from "../choice.mjs";
import { has, pastDays, settles } from "../settles.mjs";

function readPage(page) {
  return page.evaluate(() => {
    const counts = (root) => [...root.querySelectorAll("[data-count]")].map((each) => Number(each.getAttribute("data-count")));
    const totals = document.querySelector("[data-testid=usage-totals]");
    const classes = document.querySelector("[data-testid=token-classes]");
    const rows = [...document.querySelectorAll("[data-testid=usage-groups] [data-group]")];
    return {
      totals: totals ? counts(totals) : [],
      classes: classes ? counts(classes) : [],
      groups: rows.map((row) => [row.getAttribute("data-group"), ...counts(row)]),
    };
  });
}

async function ask(url, key, query) {
  const response = await fetch(`${url}/api/v1/analytics/usage?${query}`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(response.status, 200, `GET /api/v1/analytics/usage?${query} answered ${response.status}`);
  return response.json();
}

const amounts = ({ requests, tokens }) => [requests, tokens.input, tokens.output, tokens.reasoning];

function told({ total, groups }, at) {
  const { input, cache_read, cache_write_5m, cache_write_1h, output, reasoning } = total.tokens;
  const written = cache_write_5m + cache_write_1h;
  const rows = groups.map((group) => [group.key ?? group.kind, ...amounts(group.total)]);
  return {
    totals: amounts(total),
    classes: input + output === 0 ? [] : [input - cache_read - written, cache_read, written, output - reasoning, reasoning],
    // The page orders by what it shows; rows that are equal stay as the API has them, and what is left over comes last.
    groups: [...rows.filter(([name]) => name !== "other").sort((a, b) => b[at] - a[at]), ...rows.filter(([name]) => name === "other")],
  };
}

/** `at` is the column of the order. */
const sameAsApi = async (page, url, key, query, at) => settles(page, () => readPage(page), told(await ask(url, key, query), at));

/** The hours of the week hold all requests of the span, and so do the figures of the chart, each of which leads to its rows. */
async function holdsAll(page, url, key, days) {
  await page.goto(`${url}/ui/usage?${days}`);
  await page.getByTestId("hour-map").waitFor();
  const { total, buckets } = await ask(url, key, days);
  const sums = await page.getByTestId("hour-map").locator("[data-sum]").evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-sum"))));
  assert.equal(sums.length, 7 * 24);
  assert.equal(sums.reduce((sum, each) => sum + each, 0), total.requests, "the hours of the week hold every request");
  const summary = page.getByText("The chart in figures");
  await summary.focus();
  await page.keyboard.press("Enter");
  const rows = page.getByTestId("usage-buckets").locator("[data-bucket]");
  await rows.first().waitFor();
  const all = await rows.evaluateAll((lines) => lines.map((line) => Number(line.lastElementChild.textContent.replaceAll(",", ""))));
  assert.deepEqual(all, buckets.map(({ requests }) => requests));
  await breaksNoRule(page, "usage, with the chart in figures");
  await rows.first().getByRole("link").click();
  await page.waitForURL(/\/ui\/requests\?/);
  await page.goBack();
  await page.getByTestId("hour-map").waitFor();
  return total.requests;
}

async function fileHoldsGroups(page, shown) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  assert.match(download.suggestedFilename(), /^tollkeeper-usage-by-model-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
  const [headings, ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  assert.equal(lines.length, shown.groups.length);
  assert.ok(headings.split(",").includes("cache_read_tokens"));
}

export async function usageFlow({ page, url, key, screens }) {
  const days = pastDays();
  await page.goto(`${url}/?${days}`);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Usage" }).click();
  await page.waitForURL(`${url}/ui/usage?${days}`);
  await page.getByTestId("usage-chart").locator("svg").first().waitFor();
  const { groups } = await sameAsApi(page, url, key, `${days}&group_by=provider&top=25`, 1);

  await choice(page, "Measure", "Output tokens").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(has({ measure: "output" }));
  await choice(page, "Group by", "Model").click();
  await page.waitForURL(has({ measure: "output", group_by: "model" }));
  const models = await sameAsApi(page, url, key, `${days}&group_by=model&top=25`, 3);
  await fileHoldsGroups(page, models);

  await page.getByLabel("Compare with").selectOption("previous");
  await page.waitForURL(has({ compare: "previous" }));
  await page.getByRole("columnheader", { name: "Change" }).waitFor();
  await sameAsApi(page, url, key, `${days}&group_by=model&top=25`, 3);
  await page.screenshot({ path: `${screens}usage-compared.png`, fullPage: true });

  const [[model]] = models.groups;
  await page.getByTestId("usage-groups").getByRole("link", { name: model, exact: true }).click();
  await page.waitForURL(has({ model, compare: "previous", measure: "output" }));
  await sameAsApi(page, url, key, `${days}&group_by=provider&top=25&model=${model}`, 3);
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("model"));
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("compare"));
  assert.equal(await choice(page, "Measure", "Output tokens").getAttribute("aria-pressed"), "true");

  const requests = await holdsAll(page, url, key, days);
  return `usage: ${groups.length} providers and ${models.groups.length} models as the API says; ${requests} requests in the hours of the week`;
}

// The providers page in a real browser: figures against the API's, the order of the table, what is over time, and outages.
import assert from "node:assert/strict";
import { breaksNoRule } from "../axe.mjs";
import { has, pastDays, settles } from "../settles.mjs";

async function ask(url, key, path) {
  const response = await fetch(`${url}/api/v1/analytics/providers${path}`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(response.status, 200, `GET /api/v1/analytics/providers${path} answered ${response.status}`);
  return response.json();
}

/** The names of the rows as they stand, and what a thousand requests cost there. */
function readTable(page) {
  return page
    .getByTestId("providers")
    .locator("[data-performance]")
    .evaluateAll((rows) => rows.map((row) => [row.getAttribute("data-performance"), row.querySelector("[data-usd]").getAttribute("data-usd")]));
}

const told = (row) => [row.provider ?? row.model, row.cost_per_1k_requests_usd ?? ""];

/** The table shows what `expected` makes of the API's providers. */
async function sameAsApi(page, url, key, query, expected) {
  const { providers } = await ask(url, key, `?${query}`);
  return settles(page, () => readTable(page), expected(providers));
}

/** Rows by a figure, unknown last. */
function by(rows, figure, sign) {
  return [...rows].sort((a, b) => {
    const [left, right] = [figure(a), figure(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** A click on a column orders by it, another turns it round, a third gives the API's own order back; so does going back. */
async function orders(page, url, key, days) {
  const heading = page.getByTestId("providers").getByRole("columnheader", { name: "p95", exact: true });
  const p95 = ({ latency_ms }) => latency_ms.p95;
  await heading.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(has({ sort: "p95" }));
  assert.equal(await heading.getAttribute("aria-sort"), "ascending");
  await sameAsApi(page, url, key, days, (rows) => by(rows, p95, 1).map(told));
  await page.keyboard.press("Enter");
  await page.waitForURL(has({ sort: "-p95" }));
  assert.equal(await heading.getAttribute("aria-sort"), "descending");
  await sameAsApi(page, url, key, days, (rows) => by(rows, p95, -1).map(told));
  await page.goBack();
  await page.waitForURL(has({ sort: "p95" }));
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("sort"));
}

/** The panels and their figures are those of the series; the lanes and the list hold its outages. */
async function overTime(page, url, key, days) {
  await page.getByRole("group", { name: "Metric" }).getByRole("button", { name: "Attempts" }).click();
  await page.waitForURL(has({ metric: "attempts" }));
  await page.getByText("The chart in figures").click();
  const rows = page.getByTestId("provider-buckets").locator("[data-bucket]");
  await rows.first().waitFor();
  const series = await ask(url, key, `/series?${days}&grain=hour`);
  const starts = await rows.evaluateAll((lines) => lines.map((line) => line.getAttribute("data-bucket")));
  assert.deepEqual(starts, series.providers[0].buckets.map(({ start }) => start));
  assert.equal(await page.getByTestId("panels").locator("section").count(), series.providers.length);
  const first = await rows.first().locator("td").allTextContents();
  const attempts = ({ succeeded, failed_client, failed_other }) => [succeeded, failed_client, failed_other].map((each) => each.toLocaleString("en-US")).join(" / ");
  assert.deepEqual(first, series.providers.map(({ buckets }) => attempts(buckets[0])));
  const listed = await page.getByTestId("outages").locator("[data-from]").count();
  assert.equal(listed, series.outages.length, "the list holds every outage");
  return { hours: starts.length, outages: listed };
}

export async function providersFlow({ page, url, key, screens }) {
  const days = pastDays();
  await page.goto(`${url}/?${days}`);
  await page.getByRole("link", { name: "Providers\u2019 performance" }).click();
  await page.waitForURL(`${url}/ui/providers?${days}`);
  await page.getByTestId("providers").locator("[data-performance]").first().waitFor();
  const shown = await sameAsApi(page, url, key, days, (rows) => rows.map(told));
  const [[provider]] = shown;
  await page.getByTestId("verdicts").getByText(provider, { exact: true }).waitFor();
  await orders(page, url, key, days);

  await page.getByTestId("providers").getByRole("button", { name: provider }).click();
  await page.waitForURL(has({ open: provider }));
  await sameAsApi(page, url, key, days, ([first, ...others]) => [told(first), ...first.models.map(told), ...others.map(told)]);
  await page.getByTestId("panels").locator("svg").first().waitFor();
  const { hours, outages } = await overTime(page, url, key, days);
  await breaksNoRule(page, "providers");
  await page.screenshot({ path: `${screens}providers.png`, fullPage: true });

  await page.goto(`${url}/ui/providers?${days}&provider=${provider}`);
  await sameAsApi(page, url, key, `${days}&provider=${provider}`, (rows) => rows.map(told));
  await page.getByTestId("providers").locator("[data-performance]").first().getByRole("link").click();
  await page.waitForURL((address) => address.pathname === "/ui/requests" && address.searchParams.get("provider") === provider);
  await page.goBack();
  await page.getByTestId("verdicts").getByText("There is no other to compare with.").waitFor();
  return `providers: ${shown.length} and their models as the API says, ordered both ways by keyboard; ${hours} hours and ${outages} outages over time`;
}

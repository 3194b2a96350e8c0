// Prices as the operator settles them: a model that lacks one is given it, its requests come to cost what that says, and it is closed.
import assert from "node:assert/strict";
import { breaksNoRule } from "../axe.mjs";
import { said, section, until } from "./settingsSteps.mjs";

/** One that the demo serves, at a list price. */
const MODEL = { provider: "sandbox-openai", catalogue: "openai", model: "gpt-5.4-mini" };

/** A price that the tenant alone has, and that says nothing of output: its requests have no cost. */
export async function leavesOutputUnpriced(url, adminKey, tenant) {
  const { catalogue, model } = MODEL;
  const effective_from = new Date(Date.now() - 60 * 86_400_000).toISOString();
  const body = { tenant_id: tenant.id, catalogue, model, effective_from, tiers: [{ rates: { input_usd_per_mtok: "9" } }], source: "e2e, half a price" };
  const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
  const response = await fetch(`${url}/api/v1/admin/prices`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(response.status, 201, await response.text());
}

/** The longest that a provider of the demo is out, and the breaker's rest after it. */
const BACK_WITHIN_MS = 120_000;

/**
 * The demo's providers fail now and then, on purpose: like any client, it waits as long as it is told, then asks again. Answers how
 * often it asked, as each try is a row in the ledger.
 */
async function asksForModel(url, key, model) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Say hello." }] });
  const end = Date.now() + BACK_WITHIN_MS;
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body });
    await response.arrayBuffer();
    if (response.status === 200) return tries;
    assert.ok(response.status === 429 || response.status >= 500, `${model} answered ${response.status}`);
    assert.ok(Date.now() < end, `${model} still answers ${response.status}`);
    await new Promise((done) => setTimeout(done, Number(response.headers.get("retry-after") ?? 1) * 1_000));
  }
}

/** Used without a whole price it stands in the list; with one its requests have a cost, to the digit that was typed. */
export async function pricesModel(page, url, key, api, tenant, screens) {
  const { provider, catalogue, model } = MODEL;
  let asked = 0;
  for (let sent = 0; sent < 3; sent += 1) asked += await asksForModel(url, key, `${provider}/${model}`);
  const unpricedNow = async () => (await api("/admin/prices/unpriced")).items.find((each) => each.provider === provider && each.model === model) ?? null;
  const { requests } = await until(`${model} counts as unpriced`, unpricedNow);
  await section(page, "Unpriced models");
  const line = page.locator(`[data-unpriced="${provider}/${model}"]`);
  await line.waitFor();
  assert.ok(Number((await line.getByRole("link").innerText()).replaceAll(",", "")) >= requests);
  const rows = new URL(await line.getByRole("link").getAttribute("href"), url);
  assert.deepEqual([rows.pathname, rows.searchParams.get("model"), rows.searchParams.get("priced")], ["/ui/requests", model, "false"]);
  await page.getByRole("button", { name: `Add its price: ${model}` }).click();
  const form = page.getByRole("dialog", { name: "Add a price" });
  const standard = form.getByRole("group", { name: "Dollars a million tokens", exact: true });
  const list = (await api(`/admin/prices?catalogue=${catalogue}&model=${model}`)).items.find((each) => each.tenant_id === null && each.effective_to === null);
  assert.equal(await form.getByLabel("Model").inputValue(), model);
  assert.equal(await standard.getByLabel("Output").inputValue(), list.tiers[0].rates.output_usd_per_mtok);
  await form.getByLabel("For").selectOption({ label: `Only ${tenant.name}` });
  await standard.getByLabel("Input").fill("1.000001");
  await standard.getByLabel("Output").fill("2,5");
  await form.getByLabel("Where it comes from").fill("e2e");
  await form.getByRole("button", { name: "Add the price" }).click();
  await form.getByRole("alert").getByText("with a point").waitFor();
  await page.screenshot({ path: `${screens}settings-price.png` });
  await breaksNoRule(page, "the price form");
  await standard.getByLabel("Output").fill("2.5");
  await form.getByRole("button", { name: "Add the price" }).click();
  await said(page, `${catalogue}/${model} has its price`);
  const price = (await api(`/admin/prices?tenant_id=${tenant.id}`)).items.find(({ source }) => source === "e2e");
  assert.deepEqual([price.tiers[0].rates.input_usd_per_mtok, price.tiers[0].rates.output_usd_per_mtok], ["1.000001", "2.5"]);
  const { total, coverage } = await until("its requests are priced again", async () => {
    const answer = await api(`/analytics/costs?period=30d&tenant_id=${tenant.id}`);
    return answer.coverage.requests === asked && answer.coverage.unpriced === 0 ? answer : null;
  });
  const events = (await api(`/analytics/events?period=30d&limit=${asked}&tenant_id=${tenant.id}`)).items;
  assert.equal(events.length, asked);
  const tokens = (name) => events.reduce((sum, event) => sum + BigInt(event[name]), 0n);
  assert.equal(tokens("cache_read_tokens"), 0n);
  assert.equal(pico(total.cost_usd), tokens("input_tokens") * 1_000_001n + tokens("output_tokens") * 2_500_000n);
  return { price, cost: total.cost_usd, requests: coverage.requests };
}

const pico = (decimal) => {
  const [whole, rest = ""] = decimal.split(".");
  return BigInt(whole) * 10n ** 12n + BigInt(rest.padEnd(12, "0"));
};

/** The override stands in the list with the API's own decimals, and is closed there. */
export async function closesPrice(page, api, tenant, price) {
  await section(page, "Prices");
  await page.getByRole("group", { name: "Whose prices" }).getByRole("button", { name: "own" }).click();
  await page.waitForURL((address) => address.searchParams.get("whose") === "tenant");
  const row = page.locator(`[data-price="${price.id}"]`);
  await row.waitFor();
  const shown = await row.locator("[data-usd]").evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-usd")));
  const { rates } = price.tiers[0];
  assert.deepEqual(shown.slice(0, 2), [rates.input_usd_per_mtok, rates.output_usd_per_mtok]);
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("whose"));
  await page.goForward();
  await row.getByRole("button", { name: "Close the price" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close the price" }).click();
  await said(page, "ended just now");
  const closed = (await api(`/admin/prices?tenant_id=${tenant.id}`)).items.find(({ id }) => id === price.id);
  assert.notEqual(closed.effective_to, null);
  await row.getByText("Past").waitFor();
}

/** A catalogue and a part of a name leave what the API has of them, and stand in the address. */
export async function findsPrices(page, api) {
  await page.getByRole("group", { name: "Whose prices" }).getByRole("button", { name: "All" }).click();
  const { items } = await api("/admin/prices?limit=1");
  const { catalogue, model } = items[0];
  await page.getByLabel("Catalogue").selectOption(catalogue);
  await page.getByLabel("Model holds").fill(model);
  await page.keyboard.press("Enter");
  await page.waitForURL((address) => address.searchParams.get("find") === model && address.searchParams.get("catalogue") === catalogue);
  const all = (await api(`/admin/prices?catalogue=${catalogue}`)).items;
  const wanted = [...new Set(all.filter((each) => each.model.includes(model)).map((each) => `${catalogue}/${each.model}`))];
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=prices]").length === count, wanted.length);
  assert.deepEqual(await page.locator("[data-testid=prices]").evaluateAll((each) => each.map((one) => one.getAttribute("data-priced"))), wanted);
}

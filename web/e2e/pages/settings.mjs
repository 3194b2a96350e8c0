// The settings page as the operator uses it: a tenant from its making to its closing, with a key, a member and a price in between;
// and what a tenant's own session sees there.
import assert from "node:assert/strict";
import { breaksNoRule } from "../axe.mjs";
import { openPage } from "../browser.mjs";
import { closesPrice, findsPrices, leavesOutputUnpriced, pricesModel } from "./settingsPrices.mjs";
import { said, section } from "./settingsSteps.mjs";

function asOperator(url, adminKey) {
  return async (path) => {
    const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${adminKey}` } });
    assert.equal(response.status, 200, `GET ${path} answered ${response.status}`);
    return response.json();
  };
}

async function statusWith(url, key) {
  const response = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

async function signIn(page, url, adminKey) {
  await page.goto(`${url}/ui/settings`);
  await page.getByLabel("API key").fill(adminKey);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByTestId("tenants").waitFor();
}

/** By keyboard: is told what is missing, then makes it. */
async function makesTenant(page, api, name) {
  await page.getByRole("button", { name: "New tenant" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New tenant" });
  await dialog.waitFor();
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("Give it a name.").waitFor();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Time zone").fill("Mars/Olympus");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").getByText("Choose a zone").waitFor();
  await breaksNoRule(page, "new tenant");
  await dialog.getByLabel("Time zone").fill("Europe/Berlin");
  await page.keyboard.press("Enter");
  await said(page, `${name} was made`);
  const tenant = (await api("/admin/tenants?limit=1000")).items.find((each) => each.name === name);
  assert.equal(tenant?.timezone, "Europe/Berlin");
  await page.locator(`[data-tenant="${tenant.id}"]`).getByRole("link", { name }).click();
  await page.waitForURL((address) => address.searchParams.get("tenant_id") === tenant.id);
  await page.goBack();
  await page.waitForURL((address) => !address.searchParams.has("tenant_id"));
  await page.goForward();
  await page.waitForURL((address) => address.searchParams.get("tenant_id") === tenant.id);
  return tenant;
}

/** The key is shown once, whatever is pressed, works at once, and is nowhere in the page afterwards. */
async function makesKey(page, url, screens) {
  await section(page, "API keys");
  await page.getByRole("button", { name: "Make the first key" }).click();
  await page.getByRole("dialog", { name: "New key" }).getByLabel("Name").fill("e2e");
  await page.getByRole("button", { name: "Make the key" }).click();
  const shown = page.getByRole("dialog", { name: "The key e2e" });
  const key = (await shown.getByRole("region", { name: "The key", exact: true }).innerText()).trim();
  assert.match(key, /^tk_/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.ok(await shown.isVisible(), "Escape closed what is shown once");
  await breaksNoRule(page, "the key");
  await page.screenshot({ path: `${screens}settings-key.png`, mask: [shown.getByRole("region", { name: "The key", exact: true })] });
  assert.equal(await statusWith(url, key), 200);
  await shown.getByRole("button", { name: "I have kept it" }).click();
  await said(page, "The key e2e works");
  const left = await page.evaluate(() => document.documentElement.outerHTML + window.location.href + JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!left.includes(key), "the key is still in the page");
  return key;
}

async function revokesKey(page, url, key) {
  await section(page, "API keys");
  await page.getByRole("button", { name: "Revoke e2e" }).click();
  const asks = page.getByRole("dialog", { name: "Revoke e2e?" });
  await asks.getByRole("button", { name: "Cancel" }).click();
  await asks.waitFor({ state: "detached" });
  assert.equal(await statusWith(url, key), 200);
  await page.getByRole("button", { name: "Revoke e2e" }).click();
  await asks.getByRole("button", { name: "Revoke the key" }).click();
  await said(page, "e2e no longer works");
  assert.equal(await statusWith(url, key), 401);
  await page.getByTestId("keys").getByText("Revoked").waitFor();
}

async function namesMember(page, api, tenant) {
  const members = async () => (await api(`/admin/tenants/${tenant.id}/users`)).items;
  await section(page, "Members");
  await page.getByRole("button", { name: "Add the first" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, "Ada is the name of");
  await page.getByRole("button", { name: "Rename Ada" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Ada L.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("members").getByText("Ada L.").waitFor();
  assert.deepEqual((await members()).map(({ name }) => name), ["Ada L."]);
  await page.getByRole("button", { name: "Remove name: Ada L." }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the name" }).click();
  await said(page, "was removed");
  assert.deepEqual(await members(), []);
}

async function renamesAndCloses(page, api, tenant, name) {
  const now = async () => api(`/admin/tenants/${tenant.id}`);
  await section(page, "Tenants");
  await page.getByRole("button", { name: `Change ${tenant.name}` }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await said(page, `${name} was saved`);
  assert.equal((await now()).name, name);
  await page.waitForFunction((text) => document.querySelector("select[aria-label=Tenant] option:checked")?.textContent === text, name);
  await page.getByRole("button", { name: `Close ${name}` }).click();
  const asks = page.getByRole("dialog", { name: `Close ${name}?` });
  await asks.getByText("stop working at once").waitFor();
  await asks.getByRole("button", { name: "Close the tenant" }).click();
  await said(page, `${name} is closed`);
  assert.notEqual((await now()).closed_at, null);
  assert.equal(new URL(page.url()).searchParams.get("tenant_id"), tenant.id);
  await page.locator(`[data-tenant="${tenant.id}"]`).getByText("Closed").waitFor();
}

/** Every act of the flow is on record, in words. */
async function wasNoted(page, api, tenant) {
  await section(page, "Audit");
  await page.getByRole("group", { name: "Whose acts" }).getByRole("button", { name: "Only" }).click();
  await page.waitForURL((address) => address.searchParams.get("whose") === "tenant");
  const { items } = await api(`/admin/audit?tenant_id=${tenant.id}&limit=100`);
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=audit] [data-act]").length === count, items.length);
  const shown = await page.locator("[data-act]").evaluateAll((each) => each.map((one) => one.getAttribute("data-act")));
  assert.deepEqual(shown, items.map(({ action }) => action));
  for (const act of ["tenant.create", "key.create", "key.revoke", "price.add", "price.close", "tenant.rename", "tenant.close"]) assert.ok(shown.includes(act), `${act} is not on record`);
  return items.length;
}

/** Every section of the demo's tenant is drawn, and breaks no rule of axe. */
async function looksAtAll(page, url, screens) {
  await page.goto(`${url}/ui/settings`);
  const drawn = {
    Tenants: "tenants",
    "API keys": "keys",
    Members: "members",
    Providers: "configured-providers",
    Routes: "routes",
    Prices: "prices",
    "Unpriced models": null,
    Audit: "audit",
    Operations: "jobs",
  };
  for (const [name, testId] of Object.entries(drawn)) {
    await section(page, name);
    if (testId === null) await page.getByRole("heading", { name }).waitFor();
    else await page.getByTestId(testId).first().waitFor();
    await breaksNoRule(page, name);
    await page.screenshot({ path: `${screens}settings-${name.toLowerCase().replace(" ", "-")}.png` });
  }
  await page.getByRole("button", { name: "Run now: unpriced" }).click();
  await said(page, "unpriced begins within seconds");
}

/** Where there is no tenant, the operator is given the form, and lands where its first key is made. */
async function makesFirstTenant(page, url, api, name, screens) {
  await page.route("**/api/v1/admin/tenants?*", (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
  await page.goto(`${url}/`);
  await page.getByRole("heading", { name: "Make the first tenant" }).waitFor();
  await page.screenshot({ path: `${screens}settings-first-tenant.png` });
  await breaksNoRule(page, "the first tenant");
  await page.unrouteAll();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the tenant" }).click();
  await page.waitForURL(/\/ui\/settings\/keys\?tenant_id=/);
  await page.getByText("No keys yet").waitFor();
  const made = (await api("/admin/tenants?limit=1000")).items.find((each) => each.name === name);
  assert.equal(new URL(page.url()).searchParams.get("tenant_id"), made?.id);
  await section(page, "Tenants");
  await page.getByRole("button", { name: `Close ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close the tenant" }).click();
  await said(page, `${name} is closed`);
}

/** A tenant's session: its own key, the privacy page, and a word instead of controls elsewhere. */
async function asTenant(page, url, key, screens) {
  const response = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${key}` } });
  const session = await response.json();
  await page.goto(`${url}/ui/settings`);
  await page.getByRole("heading", { name: "Your key" }).waitFor();
  await page.getByText(`${session.key.prefix}…`).waitFor();
  await section(page, "Prices");
  await page.getByText("Only the operator sees and changes the price list.").waitFor();
  assert.equal(await page.locator("main button").count(), 0, "there are controls that lead nowhere");
  await section(page, "Privacy");
  await page.getByRole("heading", { name: "What never is stored" }).waitFor();
  const document = await (await fetch(`${url}/api/openapi.json`)).json();
  const named = await page.locator("section[aria-label] dt code").allInnerTexts();
  for (const field of Object.keys(document.components.schemas.EventRow.properties)) assert.ok(named.includes(field), `${field} is stored and not named`);
  await breaksNoRule(page, "privacy");
  await page.screenshot({ path: `${screens}settings-privacy.png`, fullPage: true });
}

export async function settingsFlow({ page, url, key, adminKey, screens }) {
  const api = asOperator(url, adminKey);
  const name = `e2e settings ${Date.now()}`;
  // The operator has a window of its own; nobody is signed in there at first, which the browser logs.
  const own = await openPage(page.context().browser(), url, { expected: (text) => text.includes("401") });
  await signIn(own.page, url, adminKey);
  const tenant = await makesTenant(own.page, api, name);
  const made = await makesKey(own.page, url, screens);
  await leavesOutputUnpriced(url, adminKey, tenant);
  const { price, cost, requests } = await pricesModel(own.page, url, made, api, tenant, screens);
  await closesPrice(own.page, api, tenant, price);
  await findsPrices(own.page, api);
  await namesMember(own.page, api, tenant);
  await revokesKey(own.page, url, made);
  await renamesAndCloses(own.page, api, tenant, `${name} renamed`);
  const acts = await wasNoted(own.page, api, tenant);
  await looksAtAll(own.page, url, screens);
  await makesFirstTenant(own.page, url, api, `${name} first`, screens);
  assert.deepEqual(own.wrong, []);
  await own.context.close();
  await asTenant(page, url, key, screens);
  return `a tenant was made, renamed and closed, its key shown once and refused after it was revoked, ${requests} requests without a price came to cost ${cost}, and ${acts} acts are on record`;
}

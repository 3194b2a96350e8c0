// The alerts page in a real browser: a rule is begun, held against the past, kept, fires, is changed, switched off and deleted.
import assert from "node:assert/strict";
import { breaksNoRule } from "../axe.mjs";

const WITHIN_MS = 20_000;
/** Rules are looked at every 10 seconds. */
const LOOKED_AT_WITHIN_MS = 40_000;
const DEMOS_RULES = 4;
/** It counts a made-up past of weeks before. */
const SET_UP_WITHIN_MS = 180_000;
const RULE_FIELDS = [
  "name", "metric", "comparison", "threshold", "recovery_threshold", "window_minutes", "for_minutes", "recovery_minutes", "provider", "model", "route",
  "min_requests", "enabled",
];

async function api(url, key, path, method = "GET", body = undefined) {
  const headers = { authorization: `Bearer ${key}`, ...(body ? { "content-type": "application/json" } : {}) };
  const response = await fetch(`${url}/api/v1/analytics/alerts${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} /api/v1/analytics/alerts${path} answered ${response.status}`);
  return response.status === 204 ? null : response.json();
}

/** Each rule as the list shows it: its id, how it stands, and its exact figure. */
function readList(page) {
  return page.locator("[data-testid=alert-rules] [data-rule]").evaluateAll((rows) =>
    rows.map((row) => [row.dataset.rule, row.dataset.standing, row.querySelector("[data-value]")?.dataset.value ?? null]),
  );
}

const STANDING = { ALERT: "firing", NO_DATA: "no_data", OK: "ok" };

function told({ id, enabled, state, value }) {
  return [id, enabled ? STANDING[state] : "off", enabled ? (value ?? "") : null];
}

const byId = (rows) => JSON.stringify([...rows].sort((a, b) => (a[0] < b[0] ? -1 : 1)));

/** Traffic flows meanwhile: the list catches up with what the API says, to the last digit, within a bounded time. */
async function listIsAsApiSays(page, url, key) {
  const until = Date.now() + LOOKED_AT_WITHIN_MS;
  for (;;) {
    const { items } = await api(url, key, "");
    const shown = await readList(page);
    if (items.length > 0 && byId(shown) === byId(items.map(told))) return shown;
    assert.ok(Date.now() < until, `the page shows ${byId(shown)}, the API says ${byId(items.map(told))}`);
    await page.waitForTimeout(150);
  }
}

/** Does `act`, and waits for the answer to a preview with this threshold. */
async function previewAfter(page, threshold, act) {
  const asked = (response) => {
    const request = response.request();
    return response.url().includes("/alerts/preview") && request.method() === "POST" && request.postDataJSON()?.threshold === threshold;
  };
  const [response] = await Promise.all([page.waitForResponse(asked, { timeout: WITHIN_MS }), act()]);
  assert.equal(response.status(), 200, `the preview answered ${response.status()}`);
  return response.json();
}

function lasting(minutes) {
  if (minutes <= 90) return `${minutes} min`;
  const [large, small, unit, smaller] = minutes < 2880 ? [Math.floor(minutes / 60), minutes % 60, "h", "min"] : [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, "d", "h"];
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;
}

function sentence({ alerts, minutes_in_alert, points }) {
  if (points.every(({ value }) => value === null)) return "There were too few requests to tell what it would have done.";
  if (alerts === 0) return "It would not have alerted.";
  return `It would have alerted ${alerts === 1 ? "once" : `${alerts} times`}, ${lasting(minutes_in_alert)} in all.`;
}

/** Begins with a ready-made rule, makes it one that must fire, and keeps it. Returns its id. */
async function makesRule(page, screens) {
  const editor = page.getByRole("dialog", { name: "New rule" });
  await editor.getByLabel("Name").fill("Any traffic");
  await editor.getByLabel("Metric").selectOption("requests");
  assert.equal(await editor.getByLabel("Threshold").inputValue(), "", "a bound in dollars says nothing about requests");
  await editor.getByRole("button", { name: "Keep this rule" }).click();
  await editor.getByRole("alert").getByText("Give a number.").waitFor();
  await editor.getByLabel("Threshold").fill("many");
  await editor.getByRole("alert").getByText("This is no number").waitFor();
  const past = await previewAfter(page, "0", () => editor.getByLabel("Threshold").fill("0"));
  await editor.getByRole("status").getByText(sentence(past), { exact: true }).waitFor();
  await editor.getByTestId("figure-chart").locator("svg").first().waitFor();
  const longer = await previewAfter(page, "0", () => editor.getByRole("button", { name: "30d" }).click());
  assert.equal(longer.period.name, "30d");
  await page.waitForURL((address) => address.searchParams.get("past") === "30d");
  await editor.getByRole("status").getByText(sentence(longer), { exact: true }).waitFor();
  await breaksNoRule(page, "alert editor");
  await page.screenshot({ path: `${screens}alert-editor.png`, fullPage: true });
  // The keyboard alone keeps it: Enter in a field.
  await editor.getByLabel("Threshold").press("Enter");
  await page.waitForURL(/\/ui\/alerts\/[0-9a-f-]{36}$/);
  return { id: new URL(page.url()).pathname.split("/").at(-1), words: sentence(longer) };
}

/** Changes a rule's bound and switches it off and on with the keyboard. */
async function changesRule(page, url, key, id) {
  await page.getByRole("link", { name: "Edit" }).click();
  await page.waitForURL((address) => address.searchParams.has("edit"));
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goForward();
  const editor = page.getByRole("dialog", { name: "Edit rule" });
  await editor.getByText("More", { exact: true }).click();
  await editor.getByLabel("Over at").fill("9");
  await editor.getByRole("alert").getByText("must not lie above").waitFor();
  await editor.getByLabel("Threshold").fill("10");
  await editor.getByRole("button", { name: "Save" }).click();
  await page.waitForURL((address) => !address.searchParams.has("edit"));
  const { alert } = await api(url, key, `/${id}`);
  assert.deepEqual([alert.threshold, alert.recovery_threshold, alert.metric], ["10", "9", "requests"]);
  const control = page.getByRole("switch", { name: "Watch Any traffic" });
  for (const on of [false, true]) {
    await control.focus();
    await page.keyboard.press("Space");
    await page.locator(`[role=switch][aria-checked=${on}]`).waitFor();
    await waitsFor(async () => (await api(url, key, `/${id}`)).alert.enabled === on, `the API still has it ${on ? "off" : "on"}`);
  }
}

async function waitsFor(holds, otherwise, withinMs = WITHIN_MS) {
  const until = Date.now() + withinMs;
  while (!(await holds())) {
    assert.ok(Date.now() < until, otherwise);
    await new Promise((done) => setTimeout(done, 150));
  }
}

/** The demo sets its tenant up once it has counted its past: what the platform costs, then the rules, each on when it is whole. */
export async function demoIsSetUp(url, key) {
  const on = async () => (await api(url, key, "")).items.filter(({ enabled }) => enabled);
  await waitsFor(async () => (await on()).length >= DEMOS_RULES, "the demo has not made its rules", SET_UP_WITHIN_MS);
  return `the demo has made its ${(await on()).length} rules`;
}

/** The demo's rules are looked at, and go, so that the page is seen without any. */
async function putsTheDemosRulesAway(page, url, key, screens) {
  await page.goto(`${url}/ui/alerts`);
  const shown = await listIsAsApiSays(page, url, key);
  assert.ok(shown.length >= DEMOS_RULES, `${shown.length} rules`);
  await breaksNoRule(page, "the demo's rules");
  await page.getByRole("link", { name: "Too many failures" }).click();
  await page.getByTestId("alert-history").locator("tbody tr").first().waitFor();
  await page.getByTestId("figure-chart").locator("svg").first().waitFor();
  await breaksNoRule(page, "a rule with a past");
  await page.screenshot({ path: `${screens}alert-past.png`, fullPage: true });
  const { items } = await api(url, key, "");
  for (const { id } of items) await api(url, key, `/${id}`, "DELETE");
  return items.map((item) => Object.fromEntries(RULE_FIELDS.map((name) => [name, item[name]])));
}

export async function alertsFlow({ page, url, key, screens }) {
  const demos = await putsTheDemosRulesAway(page, url, key, screens);
  await page.goto(`${url}/`);
  await page.getByRole("link", { name: "Make a rule" }).click();
  await page.waitForURL(/\/ui\/alerts\?new=spend$/);
  await page.getByRole("dialog", { name: "New rule" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/\/ui\/alerts$/);
  const ready = page.getByRole("list", { name: "Rules to begin with" });
  await ready.getByRole("link").first().waitFor();
  assert.equal(await ready.getByRole("link").count(), 3);
  await breaksNoRule(page, "alerts without a rule");
  await page.screenshot({ path: `${screens}alerts-empty.png`, fullPage: true });
  await ready.getByRole("link").first().click();
  const { id, words } = await makesRule(page, screens);

  await page.getByTestId("alert-history").locator("[data-to=ALERT]").first().waitFor({ timeout: LOOKED_AT_WITHIN_MS });
  const { history } = await api(url, key, `/${id}`);
  assert.equal(await page.locator("[data-testid=alert-history] tbody [data-value]").first().getAttribute("data-value"), history[0].value);
  await page.getByTestId("figure-chart").locator("svg").first().waitFor();
  await breaksNoRule(page, "one alert rule");
  await page.screenshot({ path: `${screens}alert-rule.png`, fullPage: true });

  await page.getByRole("link", { name: "All rules" }).click();
  const shown = await listIsAsApiSays(page, url, key);
  await breaksNoRule(page, "alerts");
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "Any traffic" }).click();
  await page.waitForURL((address) => address.pathname === `/ui/alerts/${id}`);
  const rows = new URL(await page.getByRole("link", { name: /before its last look$/ }).getAttribute("href"), url);
  assert.equal(rows.pathname, "/ui/requests");
  assert.equal(Date.parse(rows.searchParams.get("to")) - Date.parse(rows.searchParams.get("from")), 24 * 3_600_000, "the window of the rule");
  await changesRule(page, url, key, id);

  await page.getByRole("button", { name: "Delete" }).click();
  const sure = page.getByRole("dialog", { name: "Delete this rule?" });
  await sure.getByRole("button", { name: "Keep it" }).click();
  await sure.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Delete" }).click();
  await sure.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/ui\/alerts$/);
  await ready.getByRole("link").first().waitFor();
  assert.deepEqual((await api(url, key, "")).items, []);
  for (const rule of demos) await api(url, key, "", "POST", rule);
  return `a rule on any traffic fired at ${history[0].value} requests and stood so in the list of ${shown.length}; its preview: ${words}`;
}

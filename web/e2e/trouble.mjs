// What happens when things go wrong, or have not begun: a refused key, a cut socket, a failing API, a tenant without requests.
import assert from "node:assert/strict";
import { breaksNoRule } from "./axe.mjs";
import { openPage } from "./browser.mjs";

/** Is refused with a wrong key, then comes in with the right one. */
export async function signIn(page, url, key, screens) {
  await page.goto(url);
  await page.getByLabel("API key").fill("tk_this_key_is_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.screenshot({ path: `${screens}sign-in-refused.png` });
  await breaksNoRule(page, "sign-in");
  await comesIn(page, key);
}

/** From the sign-in page with the right key. */
export async function comesIn(page, key) {
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("[data-live=live]").waitFor();
  await page.getByTestId("month-savings").waitFor();
}

/** A session of its own, for pages that begin signed in. */
export async function session(browser, url, key) {
  const { page, context } = await openPage(browser, url);
  await page.goto(url);
  await comesIn(page, key);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The cookie is out of reach of scripts, and a page of another origin can do nothing with it. */
export async function keepsTheSession(page, url, context) {
  const cookie = (await context.cookies(url)).find(({ name }) => name === "tollkeeper_session");
  assert.ok(cookie?.httpOnly && cookie.sameSite === "Strict", "the session's cookie is HttpOnly and SameSite=Strict");
  assert.equal(await page.evaluate(() => document.cookie), "");
  const forged = await fetch(`${url}/api/v1/session`, {
    method: "DELETE",
    headers: { cookie: `tollkeeper_session=${cookie.value}`, origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
  });
  assert.equal(forged.status, 403, "a request from another origin is refused, cookie or not");
  const document = await fetch(url);
  const policy = document.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.match(policy, /frame-ancestors 'none'/);
  return "the session's cookie is HttpOnly and strict, a forged request gets 403, the policy allows own scripts only";
}

/** The live connection is cut, is tried again, and the figures are asked for again. */
export async function survivesBreak(browser, url, storageState) {
  // A refused socket is logged by the browser itself.
  const { page, context, wrong } = await openPage(browser, url, { storageState, expected: (text) => text.includes("WebSocket") });
  const sockets = [];
  let refuse = false;
  await page.routeWebSocket(/\/api\/v1\/analytics\/live/, (socket) => {
    if (refuse) return void socket.close({ code: 1012 });
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto(url);
  await page.locator("[data-live=live]").waitFor();
  refuse = true;
  const asked = page.waitForRequest((request) => request.url().includes("/api/v1/analytics/dashboard"), { timeout: 60_000 });
  for (const socket of sockets) await socket.close({ code: 1012 });
  await page.locator("[data-live=waiting]").waitFor();
  refuse = false;
  await page.locator("[data-live=live]").waitFor();
  await asked;
  assert.deepEqual(wrong, []);
  await context.close();
  return "a cut connection came back, and the figures were asked for again";
}

/** A failing API is named with its fix, and the page recovers by itself. */
export async function saysWhatToDo(browser, url, storageState, screens) {
  const { page, context } = await openPage(browser, url, { storageState });
  const body = { type: "/problems/unavailable", title: "The ledger cannot be read", status: 503, detail: "The store does not answer.", fix: "See /readyz." };
  await page.route("**/api/v1/analytics/dashboard*", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", json: body }));
  await page.goto(url);
  await page.getByRole("alert").getByText("See /readyz.").waitFor();
  await page.screenshot({ path: `${screens}error.png` });
  await page.unrouteAll();
  await page.getByTestId("month-savings").waitFor();
  await context.close();
  return "a failing API is named with its fix, and the page recovers by itself";
}

/** A tenant without requests is shown how to send one; its first request turns the page into figures. */
export async function teachesWhenEmpty(browser, url, adminKey, screens) {
  const ask = async (path, body) => {
    const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1/admin${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(response.status, 201, `POST ${path} answered ${response.status}`);
    return response.json();
  };
  const tenant = await ask("/tenants", { name: `empty ${Date.now()}`, timezone: "Europe/Berlin" });
  const { key } = await ask(`/tenants/${tenant.id}/keys`, { name: "first" });
  // Nobody is signed in at first, which the browser logs.
  const { page, context, wrong } = await openPage(browser, url, { expected: (text) => text.includes("401") });
  await page.goto(url);
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Listening for the first request").waitFor();
  assert.match(await page.locator("pre").innerText(), new RegExp(`^curl ${url}/v1/chat/completions`));
  await page.screenshot({ path: `${screens}empty.png` });
  await breaksNoRule(page, "empty");
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const request = { model: "auto", messages: [{ role: "user", content: "Say hello." }] };
  const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body: JSON.stringify(request) });
  const id = response.headers.get("x-tollkeeper-request-id");
  await response.arrayBuffer();
  await page.locator(`[data-testid=recent] [data-event="${id}"]`).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
  return "a new tenant was shown how to begin, and its first request turned the page into figures";
}

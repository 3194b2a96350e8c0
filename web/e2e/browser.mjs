// Starts Debian's Chromium and watches what a page does that it must not.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PATHS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** `more` are switches of its own for one test. */
export function launch(more = []) {
  const executablePath = PATHS.find((path) => path !== undefined && existsSync(path));
  assert.ok(executablePath, "no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM");
  const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", ...more];
  return chromium.launch({ executablePath, args });
}

// Keeps what the page was told, so that what it shows can be held against it.
function listen(page) {
  const heard = { updates: [], dashboards: [] };
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      const message = JSON.parse(payload.toString());
      if (message.type === "savings_update") heard.updates.push(message.data);
    });
  });
  page.on("response", (response) => {
    if (!response.url().includes("/api/v1/analytics/dashboard") || !response.ok()) return;
    // A page that is closed takes its answers with it.
    response.json().then((answer) => heard.dashboards.push(answer), () => undefined);
  });
  return heard;
}

/** A page that records errors, and requests to anyone but `url`. `expected` says which console errors are part of the scene. */
export async function openPage(browser, url, { colorScheme = "light", viewport = DESKTOP, expected = () => false, storageState } = {}) {
  const context = await browser.newContext({ colorScheme, viewport, deviceScaleFactor: 2, locale: "en-GB", storageState });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !expected(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin) wrong.push(`request to ${origin}`);
  });
  return { page, context, wrong, heard: listen(page) };
}

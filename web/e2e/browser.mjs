// Starts Debian's Chromium and watches what a page does that it must not.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PATHS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function launch() {
  const executablePath = PATHS.find((path) => path !== undefined && existsSync(path));
  assert.ok(executablePath, "no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM");
  const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath, args });
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
  return { page, context, wrong };
}

// Every page as a picture, light and dark, on a desk and on a phone: to be looked at. Each breaks no rule of axe and fits the screen.
import assert from "node:assert/strict";
import { breaksNoRule } from "./axe.mjs";
import { DESKTOP, openPage, PHONE } from "./browser.mjs";

/** A page, and what tells that it is drawn. */
const PAGES = [
  { name: "overview", path: "/", drawn: "[data-testid=cost-chart] svg" },
  { name: "costs", path: "/ui/costs?group_by=model&compare=previous&period=7d", drawn: "[data-testid=cost-chart] svg" },
  { name: "usage", path: "/ui/usage?group_by=model", drawn: "main svg" },
  { name: "providers", path: "/ui/providers", drawn: "main svg" },
  { name: "roi", path: "/ui/roi", drawn: "main svg" },
  { name: "calculator", path: "/ui/calculator", drawn: "main table" },
  { name: "alerts", path: "/ui/alerts", drawn: "main h2" },
  { name: "requests", path: "/ui/requests?period=7d", drawn: "main [data-event]" },
  { name: "privacy", path: "/ui/settings/privacy", drawn: "main h2" },
];

async function fitsTheScreen(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${name}: ${page.url()} is ${overflow} px wider than the screen`);
}

export async function takePictures(browser, url, storageState, screens) {
  let taken = 0;
  for (const colorScheme of ["light", "dark"]) {
    for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      const { page, context, wrong } = await openPage(browser, url, { colorScheme, viewport, storageState });
      for (const { name, path, drawn } of PAGES) {
        await page.goto(`${url}${path}`);
        await page.locator("[data-live=live]").waitFor();
        await page.locator(drawn).first().waitFor();
        await page.screenshot({ path: `${screens}${name}-${device}-${colorScheme}.png`, fullPage: true });
        await breaksNoRule(page, `${name}, ${device}, ${colorScheme}`);
        await fitsTheScreen(page, `${name}, ${device}`);
        taken += 1;
      }
      assert.deepEqual(wrong, [], `${device}, ${colorScheme}`);
      await context.close();
    }
  }
  return `${taken} pictures taken; none breaks a rule of axe or is wider than its screen`;
}

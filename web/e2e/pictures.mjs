// Every page as a picture, light and dark, on a desk and on a phone: to be looked at. Each breaks no rule of axe and fits the screen.
import assert from "node:assert/strict";
import { breaksNoRule } from "./axe.mjs";
import { DESKTOP, openPage, PHONE } from "./browser.mjs";

/** A page, what tells that it is drawn, and whose key opens it. */
const PAGES = [
  { name: "overview", path: "/", drawn: "[data-testid=cost-chart] svg" },
  { name: "costs", path: "/ui/costs?group_by=model&compare=previous&period=7d", drawn: "[data-testid=cost-chart] svg" },
];

async function fitsTheScreen(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(overflow <= 0, `${name}: ${page.url()} is ${overflow} px wider than the screen`);
}

export async function takePictures(browser, url, sessions, screens) {
  let taken = 0;
  for (const [who, storageState] of Object.entries(sessions)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [device, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
        const { page, context, wrong } = await openPage(browser, url, { colorScheme, viewport, storageState });
        for (const { name, path, drawn } of PAGES.filter((each) => (each.who ?? "tenant") === who)) {
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
  }
  return `${taken} pictures taken; none breaks a rule of axe or is wider than its screen`;
}

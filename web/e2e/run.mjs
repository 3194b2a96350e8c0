// End to end in a real browser over the real binary in demo mode: `npm run e2e` with TOLLKEEPER_URL, TOLLKEEPER_KEY and
// TOLLKEEPER_ADMIN_KEY of a running demo. Every flow holds what it sees against the API's own answers.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch, openPage } from "./browser.mjs";
import { drillsIntoCosts } from "./costs.mjs";
import { demo, given } from "./given.mjs";
import { choosesDates, seesMovement, showsEachRange } from "./overview.mjs";
import { alertsFlow, demoIsSetUp } from "./pages/alerts.mjs";
import { calculatorFlow } from "./pages/calculator.mjs";
import { providersFlow } from "./pages/providers.mjs";
import { requestsFlow } from "./pages/requests.mjs";
import { roiFlow } from "./pages/roi.mjs";
import { settingsFlow } from "./pages/settings.mjs";
import { usageFlow } from "./pages/usage.mjs";
import { takePictures } from "./pictures.mjs";
import { keepsTheSession, saysWhatToDo, signIn, survivesBreak, teachesWhenEmpty } from "./trouble.mjs";

const screens = fileURLToPath(new URL("../../target/screens/", import.meta.url));
const { url, key } = demo();
const adminKey = given("TOLLKEEPER_ADMIN_KEY", "it stands in <data_dir>/admin-key");
const began = Date.now();
const said = (text) => console.log(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);

/** The pages' own flows, in the order in which they run; each gets a page that is signed in. */
const FLOWS = [usageFlow, providersFlow, requestsFlow, roiFlow, calculatorFlow, alertsFlow, settingsFlow];

await mkdir(screens, { recursive: true });
const browser = await launch();
try {
  // What is refused (a wrong key, a bad field, a rule that is gone) is logged by the browser itself; it is part of the scene.
  const { page, context, wrong, heard } = await openPage(browser, url, { expected: (text) => /status of 4\d\d/.test(text) });
  await signIn(page, url, key, screens);
  said("signed in, live");
  said(await demoIsSetUp(url, key));
  said(await keepsTheSession(page, url, context));
  said(await seesMovement(page));
  said(await showsEachRange(page, url, key, heard, screens));
  said(await choosesDates(page, url, key, heard, screens));
  await page.getByRole("button", { name: "7d", exact: true }).click();
  await page.waitForURL(/period=7d/);
  await page.locator("[data-testid=recent] [data-event]").first().click();
  await page.getByTestId("providers").locator("button").first().click();
  await page.screenshot({ path: `${screens}opened.png`, fullPage: true });
  said(await drillsIntoCosts(page, url, key, screens));
  for (const flow of FLOWS) said(await flow({ page, url, key, adminKey, screens }));
  const tenant = await context.storageState();
  said(await survivesBreak(browser, url, tenant));
  said(await saysWhatToDo(browser, url, tenant, screens));
  said(await teachesWhenEmpty(browser, url, adminKey, screens));
  said(await takePictures(browser, url, tenant, screens));
  await page.goto(url);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("API key").waitFor();
  assert.deepEqual(wrong, []);
  said(`signed out; no error, no request to anyone else; pictures in ${screens}`);
} finally {
  await browser.close();
}

// A tab that stays open for a day, by itself because it takes minutes: `npm run day` with TOLLKEEPER_URL and TOLLKEEPER_KEY of a demo.
import { launch, openPage } from "./browser.mjs";
import { given } from "./given.mjs";
import { staysOpen } from "./openTab.mjs";
import { comesIn } from "./trouble.mjs";

const url = given("TOLLKEEPER_URL", "the address of a running `tollkeeper demo`").replace(/\/$/, "");
const key = given("TOLLKEEPER_KEY", "the demo writes one to <data_dir>/demo-key");
const browser = await launch();
const { page, context } = await openPage(browser, url);
await page.goto(url);
await comesIn(page, key);
const session = await context.storageState();
await browser.close();
console.log(await staysOpen(url, session));

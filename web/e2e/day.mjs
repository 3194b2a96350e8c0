// A tab that stays open for a day, by itself because it takes minutes: `npm run day` with TOLLKEEPER_URL and TOLLKEEPER_KEY of a demo.
import { launch } from "./browser.mjs";
import { demo } from "./given.mjs";
import { staysOpen } from "./openTab.mjs";
import { session } from "./trouble.mjs";

const { url, key } = demo();
const browser = await launch();
const state = await session(browser, url, key);
await browser.close();
console.log(await staysOpen(url, state));

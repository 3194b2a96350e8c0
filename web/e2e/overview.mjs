// The first screen: it moves, shows what it was told for every range, and takes days chosen by keyboard.
import assert from "node:assert/strict";
import { breaksNoRule } from "./axe.mjs";
import { compare, readPage, showsWhatItHeard } from "./figures.mjs";

const MOVES_WITHIN_MS = 60_000;
const COMPARES_FOR_MS = 15_000;

/** Figures move by themselves. */
export async function seesMovement(page) {
  const before = await readPage(page);
  await page.waitForFunction(
    ([savings, newest, requests]) => {
      const counter = document.querySelector("[data-testid=month-savings]")?.getAttribute("data-usd");
      const row = document.querySelector("[data-testid=recent] [data-event]")?.getAttribute("data-event");
      const today = Number(document.querySelector("[data-testid=today-requests]")?.getAttribute("data-count"));
      return counter !== savings && row !== newest && today > requests;
    },
    [before.monthSavings, before.rows[0], before.todayRequests],
    { timeout: MOVES_WITHIN_MS },
  );
  const after = await readPage(page);
  return `moved: savings ${before.monthSavings} to ${after.monthSavings}, requests today ${before.todayRequests} to ${after.todayRequests}`;
}

/** Every preset shows what the page was told, which is what the API says to a program. */
export async function showsEachRange(page, url, key, heard, screens) {
  const told = [];
  for (const period of ["30d", "7d", "24h", "today", "12mo"]) {
    await page.goto(`${url}/?period=${period}`);
    await page.getByTestId("cost-chart").locator("svg").first().waitFor();
    await showsWhatItHeard(page, heard);
    const compared = await compare(page, url, key, `period=${period}`, COMPARES_FOR_MS);
    told.push(`${period} ${compared.live}+${compared.period} times`);
    await page.screenshot({ path: `${screens}period-${period}.png` });
  }
  return `the same as the API's own figures: ${told.join(", ")}`;
}

/** Opens the panel with the keyboard, is told what is wrong, chooses a week, and finds it in the address and the figures. */
export async function choosesDates(page, url, key, heard, screens) {
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const [start, end] = [day(9), day(3)];
  const button = page.getByRole("group", { name: "Period" }).getByRole("button", { expanded: false });
  await button.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Dates" });
  await panel.getByLabel("From").fill(end);
  await panel.getByLabel("To").fill(start);
  await panel.getByRole("button", { name: "Show" }).click();
  await panel.getByRole("alert").getByText("before the first").waitFor();
  await page.screenshot({ path: `${screens}dates.png` });
  await breaksNoRule(page, "dates");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await page.keyboard.press("Enter");
  await panel.getByLabel("From").fill(start);
  await panel.getByLabel("To").fill(end);
  await panel.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(new RegExp(`start_date=${start}&end_date=${end}`));
  await panel.waitFor({ state: "hidden" });
  await page.getByTestId("cost-chart").locator("svg").first().waitFor();
  await showsWhatItHeard(page, heard);
  const compared = await compare(page, url, key, `start_date=${start}&end_date=${end}`, COMPARES_FOR_MS);
  assert.ok(compared.period > 0, "the chosen days could not be compared");
  await page.screenshot({ path: `${screens}period-dates.png` });
  await page.goBack();
  await page.waitForURL((address) => !address.search.includes("start_date"));
  return `${start} to ${end}: chosen by keyboard, the same as the API's own figures ${compared.period} times; back undoes it`;
}


// Reads figures off the page and holds them against the API's own answers.
import assert from "node:assert/strict";

/** What the page says, exactly: the API's decimals stand in `data-usd`, counts in `data-count`. */
export function readPage(page) {
  return page.evaluate(() => {
    const usd = (selector) => document.querySelector(selector)?.getAttribute("data-usd") ?? null;
    const number = (selector) => Number(document.querySelector(selector)?.getAttribute("data-count"));
    const period = [...document.querySelectorAll("[data-testid=period-figures] [data-usd]")].map((each) => each.getAttribute("data-usd"));
    return {
      monthSavings: usd("[data-testid=month-savings]"),
      todayCost: usd("[data-testid=today-cost] [data-usd]"),
      todayRequests: number("[data-testid=today-requests]"),
      periodRequests: number("[data-testid=period-figures] [data-count]"),
      period,
      rows: [...document.querySelectorAll("[data-testid=recent] [data-event]")].map((row) => row.getAttribute("data-event")),
    };
  });
}

/** Asks the API for the dashboard with the key, as a program would; `query` says for which range. */
export async function readApi(url, key, query) {
  const response = await fetch(`${url}/api/v1/analytics/dashboard?${query}`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(response.status, 200, `GET /api/v1/analytics/dashboard answered ${response.status}`);
  return response.json();
}

const SETTLES_WITHIN_MS = 10_000;

/** What the page shows is what it was told: its live figures in one message or answer, the period's in one answer. */
export async function showsWhatItHeard(page, heard) {
  const until = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const shown = await readPage(page);
    const live = [...heard.updates, ...heard.dashboards].some(
      ({ month, today }) =>
        (month.money.savings_usd ?? "") === shown.monthSavings &&
        (today.money.cost_usd ?? "") === shown.todayCost &&
        today.traffic.requests === shown.todayRequests,
    );
    const period = heard.dashboards.some(({ current }) => samePeriod(shown, current));
    if (live && period) return;
    assert.ok(Date.now() < until, `the page shows figures it was not told: ${JSON.stringify(shown)}`);
    await page.waitForTimeout(100);
  }
}

function samePeriod(shown, { money, traffic }) {
  const told = [money.cost_usd, money.baseline_usd, money.savings_usd].map((amount) => amount ?? "");
  return traffic.requests === shown.periodRequests && told.every((amount, index) => amount === shown.period[index]);
}

/**
 * Compares the page with what a program gets from the API with the key, while traffic flows: figures that rest on the
 * same number of requests must be the same figures. Answers how often they could be compared.
 */
export async function compare(page, url, key, query, forMs) {
  const until = Date.now() + forMs;
  const compared = { live: 0, period: 0 };
  while (Date.now() < until && (compared.live === 0 || compared.period === 0)) {
    const before = await readPage(page);
    const api = await readApi(url, key, query);
    const after = await readPage(page);
    if (before.todayRequests === api.today.traffic.requests && after.todayRequests === before.todayRequests && before.monthSavings === after.monthSavings) {
      assert.equal(after.monthSavings, api.month.money.savings_usd ?? "", "the month's savings");
      assert.equal(after.todayCost, api.today.money.cost_usd ?? "", "today's cost");
      compared.live += 1;
    }
    if (before.periodRequests === api.current.traffic.requests && after.periodRequests === before.periodRequests) {
      assert.ok(samePeriod(after, api.current), `the period's figures: ${after.period.join(", ")}, not ${JSON.stringify(api.current.money)}`);
      compared.period += 1;
    }
    await page.waitForTimeout(100);
  }
  return compared;
}

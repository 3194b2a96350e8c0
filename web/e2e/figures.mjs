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

/** Asks the API for the dashboard with the key, as a program would. */
export async function readApi(url, key, period) {
  const response = await fetch(`${url}/api/v1/analytics/dashboard?period=${period}`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(response.status, 200, `GET /api/v1/analytics/dashboard answered ${response.status}`);
  return response.json();
}

/**
 * Compares page and API while traffic flows: figures that rest on the same requests must be the same figures. Both the
 * live ones and the period's must have been compared at least once before the time is up.
 */
export async function compare(page, url, key, period, withinMs) {
  const until = Date.now() + withinMs;
  const compared = { live: 0, period: 0 };
  while (Date.now() < until && (compared.live === 0 || compared.period === 0)) {
    const before = await readPage(page);
    const api = await readApi(url, key, period);
    const after = await readPage(page);
    if (before.todayRequests === api.today.traffic.requests && after.todayRequests === before.todayRequests && before.monthSavings === after.monthSavings) {
      assert.equal(after.monthSavings, api.month.money.savings_usd ?? "", "the month's savings");
      assert.equal(after.todayCost, api.today.money.cost_usd ?? "", "today's cost");
      compared.live += 1;
    }
    if (before.periodRequests === api.current.traffic.requests && after.periodRequests === before.periodRequests) {
      const { cost_usd, baseline_usd, savings_usd } = api.current.money;
      assert.deepEqual(after.period, [cost_usd ?? "", baseline_usd ?? "", savings_usd ?? ""], "the period's cost, baseline, savings");
      compared.period += 1;
    }
    await page.waitForTimeout(150);
  }
  assert.ok(compared.live > 0, "the page's live figures never rested on the same requests as the API's");
  assert.ok(compared.period > 0, "the page's figures of the period never rested on the same requests as the API's");
  return compared;
}

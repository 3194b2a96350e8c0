// Sums of rows are exact, and what has no price is in none.
import { expect, it } from "vitest";
import type { EventRow } from "../../api/types.ts";
import { sumRows } from "./totals.ts";

const rows = (...costs: (string | null)[]) => costs.map((cost_usd) => ({ cost_usd }) as EventRow);

it("sums what is known and counts what is not", () => {
  expect(sumRows(rows("0.1", "0.2", null, "0.000000000001"))).toEqual({ requests: 4, unpriced: 1, cost_usd: "0.300000000001" });
});

it("tells nothing from nothing known", () => {
  expect(sumRows([])).toEqual({ requests: 0, unpriced: 0, cost_usd: "0" });
  expect(sumRows(rows(null))).toEqual({ requests: 1, unpriced: 1, cost_usd: null });
});

// The file holds the rows as the API has them: exact, unknown empty.
import { expect, it } from "vitest";
import type { EventRow } from "../../api/types.ts";
import { rowLines } from "./rowLines.ts";

it("writes a line a row under the API's names", () => {
  const row = { event_id: "e", succeeded: false, streamed: null, attempts: [{}, {}], cost_usd: "0.000000000001", price_id: 7, savings_usd: null };
  const [names, line] = rowLines([row as unknown as EventRow]);
  const told = Object.fromEntries((names ?? []).map((name, index) => [String(name), line?.[index]] as const));
  expect(told).toMatchObject({ event_id: "e", succeeded: "false", streamed: null, attempts: 2, cost_usd: "0.000000000001", price_id: 7, savings_usd: null });
  expect(new Set(names).size).toBe(43);
});

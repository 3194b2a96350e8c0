// The row in force is the one whose span holds the moment, the end excluded; overrides are told apart from the list.
import { expect, it } from "vitest";
import type { PriceItem } from "../../../api/types.ts";
import { forceOf, pricedModels } from "./models.ts";

const row = (id: number, model: string, from: string, to: string | null, tenant: string | null = null): PriceItem => ({
  id,
  model,
  catalogue: "openai",
  tenant_id: tenant,
  effective_from: `${from}T00:00:00.000Z`,
  effective_to: to === null ? null : `${to}T00:00:00.000Z`,
  tiers: [],
  source: "test",
});
const NOW = Date.parse("2026-11-10T00:00:00.000Z");

it("knows where a row stands", () => {
  expect(forceOf(row(1, "a", "2026-01-01", "2026-11-10"), NOW)).toBe("past");
  expect(forceOf(row(1, "a", "2026-11-10", null), NOW)).toBe("now");
  expect(forceOf(row(1, "a", "2026-11-11", null), NOW)).toBe("ahead");
});

it("groups by model, newest first", () => {
  const rows = [
    row(1, "gpt-a", "2026-01-01", "2026-06-01"),
    row(2, "gpt-a", "2026-06-01", "2026-12-01"),
    row(4, "gpt-a", "2026-07-01", null, "t1"),
    row(3, "gpt-a", "2026-12-01", null),
    row(5, "gpt-b", "2026-01-01", "2026-02-01"),
  ];
  const [first, second] = pricedModels(rows, "", NOW);
  expect(first?.rows.map(({ id }) => id)).toEqual([3, 4, 2, 1]);
  expect(first?.list?.id).toBe(2);
  expect(first?.owners).toEqual(["t1"]);
  expect(second).toMatchObject({ model: "gpt-b", list: null, owners: [] });
});

it("finds by a part of the name, whatever its case", () => {
  const rows = [row(1, "GPT-a", "2026-01-01", null), row(2, "o5", "2026-01-01", null)];
  expect(pricedModels(rows, " gpt ", NOW).map(({ model }) => model)).toEqual(["GPT-a"]);
  expect(pricedModels(rows, "none", NOW)).toEqual([]);
});

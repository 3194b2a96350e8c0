// What is typed becomes the API's body with the very decimals that were typed; anything doubtful is refused where it stands.
import { describe, expect, it } from "vitest";
import type { PriceItem } from "../../../api/types.ts";
import { draftFrom, EMPTY_DRAFT, emptyTier, priceBody, type PriceDraft, tierWords, whyNoRate } from "./draft.ts";

const tier = (rates: Partial<ReturnType<typeof emptyTier>["rates"]>) => ({ ...emptyTier(), rates: { ...emptyTier().rates, ...rates } });
const GOOD: PriceDraft = {
  ...EMPTY_DRAFT,
  catalogue: "openai",
  model: "gpt-5.4",
  source: "contract of May",
  tiers: [tier({ input_usd_per_mtok: " 1.10 ", output_usd_per_mtok: "0" })],
};
const NONE = { cache_read_usd_per_mtok: null, cache_write_5m_usd_per_mtok: null, cache_write_1h_usd_per_mtok: null, reasoning_usd_per_mtok: null };

function refusals(change: Partial<PriceDraft>): string[] {
  const answer = priceBody({ ...GOOD, ...change });
  return "refused" in answer ? Object.keys(answer.refused) : [];
}

describe("the body", () => {
  it("keeps decimals as they were typed, unknown as null and free as 0", () => {
    expect(priceBody(GOOD)).toEqual({
      body: {
        tenant_id: null,
        catalogue: "openai",
        model: "gpt-5.4",
        effective_from: null,
        effective_to: null,
        source: "contract of May",
        tiers: [{ service_tier: null, above_input_tokens: 0, rates: { ...NONE, input_usd_per_mtok: "1.10", output_usd_per_mtok: "0" } }],
      },
    });
  });

  it("reads moments as UTC, and tiers with their conditions", () => {
    const answer = priceBody({
      ...GOOD,
      tenantId: "0193a000-0000-7000-8000-000000000001",
      from: "2026-11-01T00:00",
      to: "2026-12-01T12:30",
      tiers: [...GOOD.tiers, { ...tier({ output_usd_per_mtok: "0.000001" }), serviceTier: "batch", aboveInputTokens: "200000" }],
    });
    expect(answer).toMatchObject({
      body: {
        tenant_id: "0193a000-0000-7000-8000-000000000001",
        effective_from: "2026-11-01T00:00:00.000Z",
        effective_to: "2026-12-01T12:30:00.000Z",
        tiers: [{}, { service_tier: "batch", above_input_tokens: 200_000, rates: { output_usd_per_mtok: "0.000001", input_usd_per_mtok: null } }],
      },
    });
  });
});

it("names the field at fault", () => {
  expect(refusals({})).toEqual([]);
  expect(refusals({ catalogue: "Open AI", model: "", source: " " })).toEqual(["catalogue", "model", "source"]);
  expect(refusals({ from: "2026-11-02T00:00", to: "2026-11-02T00:00" })).toEqual(["to"]);
  expect(refusals({ from: "yesterday" })).toEqual(["from"]);
  expect(refusals({ tiers: [emptyTier()] })).toEqual(["0.input_usd_per_mtok"]);
  expect(refusals({ tiers: [...GOOD.tiers, tier({ input_usd_per_mtok: "1" })] })).toEqual(["1.serviceTier"]);
  expect(refusals({ tiers: [...GOOD.tiers, { ...tier({ input_usd_per_mtok: "1,5" }), aboveInputTokens: "many" }] })).toEqual([
    "1.aboveInputTokens",
    "1.input_usd_per_mtok",
  ]);
});

it.each(["", "0", "0.15", "1000000", "999999.999999"])("takes %j as a rate", (text) => {
  expect(whyNoRate(text)).toBeNull();
});

it.each(["-1", "1e3", "$2", "2,50", ".5", "1000000.000001", "0.0000001", "NaN"])("refuses %j as a rate", (text) => {
  expect(whyNoRate(text)).not.toBeNull();
});

it("begins a new price with the rates of another, and gives the same rates back", () => {
  const item: PriceItem = {
    id: 7,
    tenant_id: null,
    catalogue: "anthropic",
    model: "claude",
    effective_from: "2026-01-01T00:00:00.000Z",
    effective_to: null,
    source: "list",
    tiers: [
      { service_tier: null, above_input_tokens: 0, rates: { ...NONE, input_usd_per_mtok: "3", output_usd_per_mtok: "15" } },
      { service_tier: null, above_input_tokens: 200_000, rates: { ...NONE, input_usd_per_mtok: "6", output_usd_per_mtok: "22.5" } },
    ],
  };
  expect(priceBody({ ...draftFrom(item), source: "again" })).toMatchObject({ body: { tiers: item.tiers, catalogue: "anthropic", effective_from: null } });
});

it("says when a tier holds", () => {
  expect(tierWords(null, 0)).toBe("standard");
  expect(tierWords("batch", 0)).toBe("batch");
  expect(tierWords("priority", 200_000)).toBe("priority, above 200,000 input tokens");
});

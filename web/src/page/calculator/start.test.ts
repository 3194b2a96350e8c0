// What was measured becomes a month, and never more than was measured.
import { describe, expect, it } from "vitest";
import { EXAMPLE, monthOf, startForm, suggestion, usedModels, type UsedModel } from "./start.ts";

type Usage = Parameters<typeof monthOf>[0];

function usage(requests: readonly number[], asOf: string): Usage {
  const traffic = (count: number) => ({
    requests: count, succeeded: count, failed_client: 0, failed_other: 0, client_gone: 0, streamed: 0, attempts: count, success_percent: 100,
    latency_ms_mean: 1,
    tokens: { input: count * 1000 + 1, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: count * 200, reasoning: 0 },
  });
  return {
    period: { name: "30d", from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", tz: "UTC" },
    as_of: asOf,
    buckets: requests.map((count, at) => ({ ...traffic(count), start: new Date(Date.UTC(2026, 10, 1 + at)).toISOString() })),
    total: traffic(requests.reduce((sum, count) => sum + count, 0)),
  };
}

const used: UsedModel[] = [
  { name: "a/large", requests: 10, output_tokens: 100, cost_usd: "50" },
  { name: "b/small", requests: 30, output_tokens: 300, cost_usd: "3" },
  { name: "b/dear", requests: 90, output_tokens: 2, cost_usd: "2" },
  { name: "b/embed", requests: 99, output_tokens: 0, cost_usd: "0.1" },
  { name: "b/tiny", requests: 20, output_tokens: 900, cost_usd: "0.01" },
];

describe("a measured month", () => {
  it("scales the span to a month, from the day the model was first used", () => {
    const whole = monthOf(usage(Array<number>(30).fill(12), "2026-12-01T00:00:00.000Z"));
    expect(whole).toMatchObject({ counted: 360, days: 30, requests: 365, input: 1000, output: 200 });
    const young = monthOf(usage([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 24, 24], "2026-11-13T00:00:00.000Z"));
    expect(young).toMatchObject({ counted: 48, days: 2, from: "2026-11-11T00:00:00.000Z", requests: 730 });
  });

  it("takes less than a day for a day, and nothing for nothing", () => {
    expect(monthOf(usage([6], "2026-11-01T01:00:00.000Z"))?.requests).toBe(183);
    expect(monthOf(usage([0, 0], "2026-11-03T00:00:00.000Z"))).toBeNull();
  });
});

describe("where a case begins", () => {
  it("lists priced models, dearest first", () => {
    const row = (model: string, cost_usd: string | null) => ({ model, cost_usd, requests: 1, output_tokens: 1 });
    const providers = [
      { provider: "a", models: [row("x", "2"), row("y", null)] },
      { provider: "b", models: [row("z", "10.5")] },
    ];
    expect(usedModels(providers).map(({ name }) => name)).toEqual(["b/z", "a/x"]);
  });

  it("suggests the busiest cheaper model that answers", () => {
    expect(suggestion(used, "a/large")).toEqual([{ model: "b/small", share: "50" }]);
    expect(suggestion(used, "b/tiny")).toEqual([]);
    expect(suggestion(used, "c/unknown")).toEqual([]);
  });

  it("is an example where nothing was measured", () => {
    expect(startForm([], null, null, null)).toEqual(EXAMPLE);
    const month = { counted: 9, days: 30, from: "", requests: 10, input: 11, output: 12 };
    expect(startForm(used, "a/large", month, { monthly_usd: "49.5", setup_usd: "0.000", since: null })).toMatchObject({
      requests: "10", input: "11", output: "12", current: "a/large", to: [{ model: "b/small", share: "50" }], platform: "49.5", setup: "",
    });
  });
});

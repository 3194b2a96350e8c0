// A verdict rests on enough attempts, is of the figures shown, and is given where there is something to compare with.
import { expect, it } from "vitest";
import type { ProviderRow } from "../../api/types.ts";
import { verdicts } from "./verdicts.ts";

interface Given {
  n?: number;
  cost?: string | null;
  ttft?: number | null;
  speed?: number | null;
  success?: number | null;
}

function row(provider: string, { n = 1000, cost = null, ttft = null, speed = null, success = null }: Given): ProviderRow {
  const of = (p50: number | null) => ({ n, p50, p95: p50, p99: p50 });
  return {
    provider, simulated: false, attempts: n, requests: n, unpriced: 0, failed_client: 0, cost_per_1k_requests_usd: cost, success_percent: success,
    ttft_ms: of(ttft), tokens_per_s: of(speed), latency_ms: of(null),
  } as unknown as ProviderRow;
}

it("says what each is best at, and how far it is behind in all else", () => {
  const [a, b] = verdicts([
    row("a", { cost: "3.1", success: 98.65, ttft: 425, speed: 83.5 }),
    row("b", { cost: "4.2", success: 99.1, ttft: 635, speed: 70.7 }),
  ]);
  expect(a?.best).toEqual([
    "Cheapest per 1,000 requests: $3.10, the next $4.20",
    "Fastest first token: 425 ms, the next 635 ms",
    "Most tokens a second: 83.5, the next 70.7",
  ]);
  expect(a?.behind).toEqual(["0.45 points less reliable than the best"]);
  expect(b?.best).toEqual(["Most reliable: 99.10% succeed, the next 98.65%"]);
  expect(b?.behind).toEqual([
    "35% dearer than the cheapest",
    "first token 210 ms later than the fastest",
    "12.8 tokens a second fewer than the most",
  ]);
});

it("judges nothing that rests on too few attempts", () => {
  const found = verdicts([row("a", { n: 99, cost: "1" }), row("b", { n: 100, cost: "2" }), row("c", { n: 100, cost: "3" })]);
  const [a, b, c] = ["a", "b", "c"].map((name) => found.find(({ provider }) => provider === name));
  expect(a).toMatchObject({ judged: false, best: [], behind: [] });
  expect(b?.best).toEqual(["Cheapest per 1,000 requests: $2.00, the next $3.00"]);
  expect(c?.behind).toEqual(["50% dearer than the cheapest"]);
});

it("says nothing where there is nothing to compare with", () => {
  expect(verdicts([row("a", { cost: "1" }), row("b", {})])[0]).toMatchObject({ judged: true, best: [], behind: [] });
  expect(verdicts([row("a", { success: 100 }), row("b", { success: 100 })]).flatMap(({ best, behind }) => [...best, ...behind])).toEqual([]);
  expect(verdicts([])).toEqual([]);
});

it("gives the same place to equal figures", () => {
  const found = verdicts([row("a", { cost: "2" }), row("b", { cost: "2.00" }), row("c", { cost: "3" })]);
  expect(found.map(({ best }) => best)).toEqual([
    ["Cheapest per 1,000 requests: $2.00, the next $2.00"],
    ["Cheapest per 1,000 requests: $2.00, the next $2.00"],
    [],
  ]);
});

it("compares with what costs nothing without dividing by it", () => {
  const [free, paid] = verdicts([row("a", { cost: "0" }), row("b", { cost: "0.5" })]);
  expect(free?.best).toEqual(["Cheapest per 1,000 requests: $0.00, the next $0.5000"]);
  expect(paid?.behind).toEqual(["costs more than nothing"]);
});

it("says by how many times where it is more than twice as dear, and puts the best first", () => {
  const found = verdicts([row("a", { cost: "11.99" }), row("b", { cost: "2" }), row("c", { cost: "1" })]);
  expect(found.map(({ provider, behind }) => [provider, ...behind])).toEqual([
    ["c"],
    ["a", "12.0 times as dear as the cheapest"],
    ["b", "2.0 times as dear as the cheapest"],
  ]);
});

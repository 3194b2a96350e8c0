// Providers are drawn to one scale, and what is not known is not drawn as zero.
import { expect, it } from "vitest";
import type { ProviderBucket } from "../../api/types.ts";
import { largest, METRIC_FACTS, METRICS, panelRows, standsAlone, successFloor } from "./metrics.ts";

const NOW = "2026-11-23T01:30:00Z";

function bucket(hour: number, attempts: number, succeeded: number, p50: number | null): ProviderBucket {
  const of = { n: succeeded, p50, p95: p50 === null ? null : p50 * 2, p99: null };
  return {
    start: `2026-11-23T0${hour}:00:00Z`, attempts, succeeded, failed_client: 0, failed_other: attempts - succeeded, rate_limited: 0, timed_out: 0,
    success_percent: attempts === 0 ? null : (succeeded / attempts) * 100, latency_ms: of, ttft_ms: of, tokens_per_s: of, cost_usd: null,
    cost_per_1k_requests_usd: null, output_tokens: 0, requests: attempts, unpriced: attempts,
  };
}

const quiet = [bucket(0, 0, 0, null), bucket(1, 100, 96, 400), bucket(2, 0, 0, null)];
const busy = [bucket(0, 500, 500, 900), bucket(1, 300, 300, 800), bucket(2, 0, 0, null)];

it("has a point a trace for every bucket that has begun", () => {
  for (const metric of METRICS) {
    const rows = panelRows(quiet, metric, NOW);
    expect(rows.map(({ values }) => values.length)).toEqual(Array(3).fill(METRIC_FACTS[metric].traces.length));
    expect(rows[2]?.values.every((value) => value === null)).toBe(true);
  }
  expect(panelRows(quiet, "latency", NOW).map(({ values }) => values)).toEqual([[null, null], [400, 800], [null, null]]);
});

it("draws all to one scale: bars by their sum, lines by the highest", () => {
  const rows = (metric: "attempts" | "latency") => [quiet, busy].map((buckets) => panelRows(buckets, metric, NOW));
  expect(largest(rows("attempts"), "attempts")).toBe(500);
  expect(largest(rows("latency"), "latency")).toBe(1800);
  expect(largest([], "latency")).toBe(0);
});

it("begins the axis of success below the worst", () => {
  const rows = (...all: ProviderBucket[][]) => all.map((buckets) => panelRows(buckets, "success", NOW));
  expect(successFloor(rows(busy))).toBe(99);
  expect(successFloor(rows(busy, quiet))).toBe(95);
  expect(successFloor(rows([bucket(0, 10, 3, 1)]))).toBe(0);
  expect(successFloor([])).toBe(99);
});

it("knows the points that no line shows", () => {
  const alone = panelRows(quiet, "latency", NOW);
  expect(alone.map((_, at) => standsAlone(alone, at, 0))).toEqual([false, true, false]);
  const joined = panelRows(busy, "latency", NOW);
  expect(joined.map((_, at) => standsAlone(joined, at, 0))).toEqual([false, false, false]);
});

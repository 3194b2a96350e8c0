// What can be seen of providers over time, and how a bucket becomes a point of it.
import type { ProviderBucket, ProviderSeries, ProviderSeriesAnswer } from "../../api/types.ts";
import { countShort, duration, percent, rate } from "../../figures/number.ts";
import { seriesId } from "./seriesName.ts";

export const METRICS = ["success", "latency", "first_token", "speed", "attempts"] as const;
export type Metric = (typeof METRICS)[number];

/** One line of a panel, or one layer of its bars. */
export interface Trace {
  name: string;
  colour: string;
  value: (bucket: ProviderBucket) => number | null;
}

interface MetricFacts {
  /** On its button. */
  name: string;
  /** What is drawn, in words. */
  meaning: string;
  bars: boolean;
  traces: readonly Trace[];
  written: (value: number | null) => string;
}

const FIRST = "var(--series-1)";
const SECOND = "var(--series-3)";

export const METRIC_FACTS: Record<Metric, MetricFacts> = {
  success: {
    name: "Success",
    meaning: "attempts with a complete answer, in percent of all but the clients\u2019 own failures",
    bars: false,
    traces: [{ name: "Success", colour: "var(--series-2)", value: ({ success_percent }) => success_percent }],
    written: (value) => percent(value),
  },
  latency: {
    name: "Latency",
    meaning: "time to the end of successful attempts",
    bars: false,
    traces: [
      { name: "p50", colour: FIRST, value: ({ latency_ms }) => latency_ms.p50 },
      { name: "p95", colour: SECOND, value: ({ latency_ms }) => latency_ms.p95 },
    ],
    written: duration,
  },
  first_token: {
    name: "First token",
    meaning: "time to the first token of streamed attempts",
    bars: false,
    traces: [
      { name: "p50", colour: FIRST, value: ({ ttft_ms }) => ttft_ms.p50 },
      { name: "p95", colour: SECOND, value: ({ ttft_ms }) => ttft_ms.p95 },
    ],
    written: duration,
  },
  speed: {
    name: "Tokens/s",
    meaning: "output tokens a second of streamed attempts",
    bars: false,
    traces: [{ name: "p50", colour: FIRST, value: ({ tokens_per_s }) => tokens_per_s.p50 }],
    written: rate,
  },
  attempts: {
    name: "Attempts",
    meaning: "attempts by how they ended",
    bars: true,
    traces: [
      { name: "Succeeded", colour: "var(--series-1)", value: ({ succeeded }) => succeeded },
      { name: "Failed by the client", colour: "var(--series-other)", value: ({ failed_client }) => failed_client },
      { name: "Failed otherwise", colour: "var(--loss)", value: ({ failed_other }) => failed_other },
    ],
    written: (value) => (value === null ? "\u2014" : countShort(value)),
  },
};

export interface PanelRow {
  start: string;
  /** One a trace; null where nothing is known, and where the bucket has not begun. */
  values: (number | null)[];
  bucket: ProviderBucket;
}

export function panelRows(buckets: readonly ProviderBucket[], metric: Metric, asOf: string): PanelRow[] {
  const nowMs = Date.parse(asOf);
  return buckets.map((bucket) => ({
    start: bucket.start,
    values: METRIC_FACTS[metric].traces.map(({ value }) => (Date.parse(bucket.start) > nowMs ? null : value(bucket))),
    bucket,
  }));
}

export interface PanelOf {
  /** Tells it apart from the others. */
  id: string;
  series: ProviderSeries;
  rows: PanelRow[];
}

/** A panel a series, and the ends of the axis that all share. */
export function panelsOf({ providers, as_of }: ProviderSeriesAnswer, metric: Metric): { panels: PanelOf[]; low: number; high: number } {
  const panels = providers.map((series) => ({ id: seriesId(series), series, rows: panelRows(series.buckets, metric, as_of) }));
  const all = panels.map(({ rows }) => rows);
  return metric === "success" ? { panels, low: successFloor(all), high: 100 } : { panels, low: 0, high: largest(all, metric) };
}

/** Whether a point stands alone, so that no line shows it. */
export function standsAlone(rows: readonly PanelRow[], at: number, trace: number): boolean {
  const value = (index: number) => rows[index]?.values[trace] ?? null;
  return value(at) !== null && value(at - 1) === null && value(at + 1) === null;
}

/** The largest that is drawn of any provider, so that all are drawn to one scale. */
export function largest(series: readonly (readonly PanelRow[])[], metric: Metric): number {
  const { bars } = METRIC_FACTS[metric];
  const sizes = series.flat().map(({ values }) => {
    const known = values.filter((value) => value !== null);
    return bars ? known.reduce((sum, value) => sum + value, 0) : Math.max(0, ...known);
  });
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

const FLOORS = [99, 95, 90, 75, 50];

/** One failed attempt of two says little; the axis is not made for such a bucket, which may lie below it. */
const ENOUGH_FOR_AXIS = 10;

/** Where the axis of success begins: close enough below the worst that the rest can be told apart. */
export function successFloor(series: readonly (readonly PanelRow[])[]): number {
  const many = series.flat().filter(({ bucket }) => bucket.attempts >= ENOUGH_FOR_AXIS);
  const worst = many.reduce((least, { values: [value] }) => Math.min(least, value ?? 100), 100);
  return FLOORS.find((floor) => worst >= floor) ?? 0;
}

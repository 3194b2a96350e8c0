// A provider's lane on the time line: where its bad buckets and its outages lie, in parts of the span.
import type { Outage, Period, ProviderBucket, ProviderSeries } from "../../api/types.ts";
import { duration, lasting } from "../../figures/number.ts";

/** A stretch of the span, in [0, 1]. */
export interface Stretch {
  left: number;
  width: number;
}

/** What a lane is of; one that was not asked in the span has no buckets. */
export type Track = Pick<ProviderSeries, "provider" | "model" | "buckets">;

/** The lanes: each series, then the providers that were out and not asked. */
export function tracks(series: readonly ProviderSeries[], outages: readonly Outage[]): Track[] {
  const asked = new Set(series.map(({ provider }) => provider));
  const others = new Set(outages.map(({ provider }) => provider).filter((provider) => !asked.has(provider)));
  return [...series, ...[...others].map((provider) => ({ provider, model: null, buckets: [] }))];
}

/** The outages that a lane shows: a provider's with those of its models, a model's with those of all the provider. */
export function outagesOf({ provider, model }: Pick<Track, "provider" | "model">, outages: readonly Outage[]): Outage[] {
  return outages.filter((outage) => outage.provider === provider && (model === null || outage.model === null || outage.model === model));
}

/** Where a stretch of time lies in the span; null where it lies outside. One without an end lasts until `asOf`. */
export function stretch(from: string, to: string | null, span: Pick<Period, "from" | "to">, asOf: string): Stretch | null {
  const [first, last] = [Date.parse(span.from), Date.parse(span.to)];
  const begin = Math.max(first, Date.parse(from));
  const end = Math.min(last, Date.parse(to ?? asOf));
  return end <= begin ? null : { left: (begin - first) / (last - first), width: (end - begin) / (last - first) };
}

/** Below this a bucket calls for attention, in percent. */
export const WELL = 99;
/** Below this it is bad. */
export const POOR = 95;

export interface Tint extends Stretch {
  start: string;
  percent: number;
  poor: boolean;
}

/** The buckets in which too many attempts failed. */
export function tints(buckets: readonly ProviderBucket[], span: Pick<Period, "from" | "to">, asOf: string): Tint[] {
  return buckets.flatMap(({ start, success_percent }, at) => {
    if (success_percent === null || success_percent >= WELL) return [];
    const where = stretch(start, buckets[at + 1]?.start ?? span.to, span, asOf);
    return where === null ? [] : [{ ...where, start, percent: success_percent, poor: success_percent < POOR }];
  });
}

const MINUTE_MS = 60_000;

/** How long an outage took: `45.0 s`, `14 min`, `2 h 15 min`. */
export function howLong(ms: number): string {
  return ms < MINUTE_MS ? duration(ms) : lasting(Math.round(ms / MINUTE_MS));
}

/** How long all of the outages took within the span, times that overlap counted once, in ms. */
export function timeOut(outages: readonly Outage[], span: Pick<Period, "from" | "to">, asOf: string): number {
  const [first, last] = [Date.parse(span.from), Date.parse(span.to)];
  const times = outages
    .map(({ from, to }) => ({ from: Math.max(first, Date.parse(from)), to: Math.min(last, Date.parse(to ?? asOf)) }))
    .sort((a, b) => a.from - b.from);
  let sum = 0;
  let reached = first;
  for (const { from, to } of times) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

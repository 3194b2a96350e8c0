// Turns what was and what may come into positions for one chart, keeping the exact figures beside them for the tooltip.
import type { RoiBucket, RoiForecast, RoiTimeline } from "../../api/types.ts";
import { niceTicks } from "../../money/ticks.ts";
import { parsePico, type Pico, toPixels } from "../../money/pico.ts";

type Ahead = RoiForecast["buckets"][number];

export interface NetRow {
  start: string;
  /** Cumulative net at the bucket's end, in dollars, for pixels only; null where it is not there yet. */
  net: number | null;
  /** The platform's cost so far, below zero: what has to be won back. */
  platform: number | null;
  /** The forecast's expected net, and its band. */
  base: number | null;
  band: [number, number] | null;
  bucket: RoiBucket | null;
  ahead: Ahead | null;
}

const pixels = (usd: string) => toPixels(parsePico(usd));
const WEEK_DAYS = 7;

/** The rows in time order: buckets that were, the last of which is today's, then the days to come. */
export function netRows({ buckets, forecast, grain }: Pick<RoiTimeline, "buckets" | "forecast" | "grain">): NetRow[] {
  const ahead = forecast === null ? [] : grain === "week" ? everyWeek(forecast.buckets) : forecast.buckets;
  const today = ahead[0];
  const rows = buckets.map((bucket): NetRow => {
    const row = { start: bucket.start, net: pixels(bucket.cumulative_net_usd), platform: -pixels(bucket.cumulative_platform_usd), bucket };
    return { ...row, base: null, band: null, ahead: null };
  });
  const last = rows.at(-1);
  const before = rows.at(-2);
  if (today === undefined || last === undefined) return rows;
  // The dashed line begins where the last whole bucket ended; today's own end is still to come.
  if (before !== undefined && before.net !== null) Object.assign(before, { base: before.net, band: [before.net, before.net] });
  Object.assign(last, positions(today));
  const coming = ahead.slice(1).map((each): NetRow => ({ start: each.start, net: null, platform: null, bucket: null, ...positions(each) }));
  return [...rows, ...coming];
}

function positions(ahead: Ahead): Pick<NetRow, "base" | "band" | "ahead"> {
  return { base: pixels(ahead.base_net_usd), band: [pixels(ahead.low_net_usd), pixels(ahead.high_net_usd)], ahead };
}

/** Today, every seventh day after it, and the last. */
function everyWeek(days: readonly Ahead[]): Ahead[] {
  return days.filter((_, at) => at % WEEK_DAYS === 0 || at === days.length - 1);
}

/** The bucket in which a date lies, by its start: where the day of payback is marked. */
export function bucketOf(rows: readonly Pick<NetRow, "start">[], date: string, isoDay: (start: string) => string): string | null {
  const reached = rows.filter(({ start }) => isoDay(start) <= date);
  return reached.at(-1)?.start ?? rows[0]?.start ?? null;
}

/** Round amounts that hold every line and the band. */
export function netTicks(rows: readonly NetRow[]): Pico[] {
  const amounts = rows.flatMap(({ bucket, ahead }) => [
    ...(bucket === null ? [] : [parsePico(bucket.cumulative_net_usd), -parsePico(bucket.cumulative_platform_usd)]),
    ...(ahead === null ? [] : [parsePico(ahead.low_net_usd), parsePico(ahead.high_net_usd)]),
  ]);
  const low = amounts.reduce((found, amount) => (amount < found ? amount : found), 0n);
  const high = amounts.reduce((found, amount) => (amount > found ? amount : found), 0n);
  return niceTicks(low, high, 5);
}

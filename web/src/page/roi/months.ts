// The timeline by month: what each added, which sums to what there is in all, to the last digit.
import type { RoiBucket, RoiTimeline } from "../../api/types.ts";
import type { Cell } from "../../figures/csv.ts";
import { parsePico, writePico } from "../../money/pico.ts";
import { isoDay } from "../../time/format.ts";

export interface RoiMonth {
  /** As `2026-11`. */
  month: string;
  /** Where its first bucket begins, and where the next month's does or the period ends. */
  from: string;
  to: string;
  /** Null where no bucket's savings are known. */
  savings_usd: string | null;
  /** The setup is in the first month's. */
  platform_usd: string;
  net_usd: string;
  cumulative_net_usd: string;
}

/** In time order. A week counts in the month it begins in. */
export function monthsOf({ buckets, period }: Pick<RoiTimeline, "buckets" | "period">): RoiMonth[] {
  const groups = new Map<string, RoiBucket[]>();
  for (const bucket of buckets) {
    const month = isoDay(bucket.start, period.tz).slice(0, 7);
    groups.set(month, [...(groups.get(month) ?? []), bucket]);
  }
  let before: Pick<RoiBucket, "cumulative_savings_usd" | "cumulative_platform_usd" | "cumulative_net_usd"> = {
    cumulative_savings_usd: "0", cumulative_platform_usd: "0", cumulative_net_usd: "0",
  };
  const months: RoiMonth[] = [];
  for (const [month, within] of groups) {
    const [first, last] = [within[0], within.at(-1)];
    if (first === undefined || last === undefined) continue;
    const added = (name: keyof typeof before) => writePico(parsePico(last[name]) - parsePico(before[name]));
    months.push({
      month,
      from: first.start,
      to: period.to,
      savings_usd: within.some(({ savings_usd }) => savings_usd !== null) ? added("cumulative_savings_usd") : null,
      platform_usd: added("cumulative_platform_usd"),
      net_usd: added("cumulative_net_usd"),
      cumulative_net_usd: last.cumulative_net_usd,
    });
    before = last;
  }
  return months.map((each, at) => ({ ...each, to: months[at + 1]?.from ?? each.to }));
}

/** The months as lines of a file. */
export function monthRows(answer: RoiTimeline): Cell[][] {
  const { period, simulated, as_of } = answer;
  const headings = ["month", "timezone", "savings_usd", "platform_cost_usd", "net_usd", "cumulative_net_usd", "simulated", "as_of"];
  const rows = monthsOf(answer).map((each): Cell[] => [
    each.month, period.tz, each.savings_usd, each.platform_usd, each.net_usd, each.cumulative_net_usd, String(simulated), as_of,
  ]);
  return [headings, ...rows];
}

/** The buckets as lines of a file. */
export function bucketRows({ buckets, grain, period, simulated, as_of }: RoiTimeline): Cell[][] {
  const headings = [
    "start", "grain", "timezone", "cost_usd", "baseline_usd", "savings_usd", "platform_cost_usd", "cumulative_savings_usd",
    "cumulative_platform_usd", "cumulative_net_usd", "simulated", "as_of",
  ];
  const rows = buckets.map((each): Cell[] => [
    each.start, grain, period.tz, each.cost_usd, each.baseline_usd, each.savings_usd, each.platform_cost_usd, each.cumulative_savings_usd,
    each.cumulative_platform_usd, each.cumulative_net_usd, String(simulated), as_of,
  ]);
  return [headings, ...rows];
}

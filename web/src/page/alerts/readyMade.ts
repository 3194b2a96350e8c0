// Three rules to begin with, the first one's bound from what the tenant spent.
import type { AlertRule, CostsAnswer } from "../../api/types.ts";
import { formatDecimal, formatUsd, formatUsdAdaptive } from "../../money/format.ts";
import { dollars, parsePicoOrNull, type Pico } from "../../money/pico.ts";

export const READY_MADE = ["spend", "errors", "unpriced"] as const;
export type ReadyMadeName = (typeof READY_MADE)[number];

export interface ReadyMade {
  title: string;
  why: string;
  rule: AlertRule;
}

const MINUTES_A_DAY = 1440;
const WITHOUT_SPENDING = dollars(10n);

/** The rules; `costs` are those of the last days by day, null where they are not known. */
export function readyMade(costs: Pick<CostsAnswer, "grain" | "buckets"> | null): Record<ReadyMadeName, ReadyMade> {
  const dearest = costs === null ? 0n : dearestDay(costs);
  const most = dearest === 0n ? WITHOUT_SPENDING : roundUp((dearest * 6n) / 5n);
  return {
    spend: {
      title: `More than ${formatUsd(most, { digits: most % dollars(1n) === 0n ? 0 : 2 })} in a day`,
      why:
        dearest === 0n
          ? "Nothing was spent in the last 30 days, so choose what a day may cost."
          : `The dearest day of the last 30 cost ${formatUsdAdaptive(dearest)}; this is at least a fifth more.`,
      rule: { name: "Spend of a day", metric: "cost", threshold: formatDecimal(most).replaceAll(",", ""), window_minutes: MINUTES_A_DAY },
    },
    errors: {
      title: "More than 5% of requests fail",
      why: "Over 15 minutes, for 5 of them, once there are 20 requests. Failures that the client caused do not count.",
      rule: { name: "Error rate", metric: "error_rate", threshold: "0.05", window_minutes: 15, for_minutes: 5, recovery_minutes: 5, min_requests: 20 },
    },
    unpriced: {
      title: "A request has no price",
      why: "A model that the price list lacks makes every cost a lower bound until it is added.",
      rule: { name: "Requests without a price", metric: "unpriced", threshold: "0", window_minutes: 60 },
    },
  };
}

function dearestDay({ grain, buckets }: Pick<CostsAnswer, "grain" | "buckets">): Pico {
  if (grain !== "day") return 0n;
  return buckets.reduce<Pico>((most, { cost_usd }) => {
    const cost = parsePicoOrNull(cost_usd) ?? 0n;
    return cost > most ? cost : most;
  }, 0n);
}

/** To two leading digits, and to whole cents. */
function roundUp(pico: Pico): Pico {
  const cent = dollars(1n) / 100n;
  let step = cent;
  while (pico / step >= 100n) step *= 10n;
  return ((pico + step - 1n) / step) * step;
}

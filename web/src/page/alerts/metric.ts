// What a rule can watch, and its figures in the unit people read and type them in; the API takes decimals in its own.
import type { AlertMetric } from "../../api/types.ts";
import { count, duration, percent } from "../../figures/number.ts";
import { formatDecimal, formatUsdAdaptive, formatUsdExact } from "../../money/format.ts";
import { dollars, parsePico, type Pico, toPixels } from "../../money/pico.ts";

export const METRICS = ["cost", "error_rate", "latency_p95", "ttft_p95", "unpriced", "requests"] as const satisfies readonly AlertMetric[];

export type Unit = "usd" | "percent" | "ms" | "count";

export const METRIC_FACTS: Record<AlertMetric, { name: string; unit: Unit; meaning: string }> = {
  cost: { name: "Cost", unit: "usd", meaning: "The known cost of the window; requests without a price are not in it." },
  error_rate: { name: "Error rate", unit: "percent", meaning: "Failures of all requests; those that the client caused count for neither." },
  latency_p95: { name: "p95 latency", unit: "ms", meaning: "95 of 100 answers of the window took less." },
  ttft_p95: { name: "p95 time to first token", unit: "ms", meaning: "95 of 100 streamed answers began sooner." },
  unpriced: { name: "Requests without a price", unit: "count", meaning: "Their cost is not known until the model has a price." },
  requests: { name: "Requests", unit: "count", meaning: "All of the window, failed ones too." },
};

/** What stands beside a field of this unit. */
export const UNIT_MARKS: Record<Unit, string> = { usd: "USD", percent: "%", ms: "ms", count: "requests" };

/** The largest bound the API takes, in its unit. */
const MOST: Record<Unit, Pico> = { usd: dollars(10n ** 12n), percent: dollars(1n), ms: dollars(10n ** 12n), count: dollars(10n ** 12n) };
const PERCENT = 100n;
const MS_PER_S = 1000n;

/** A bound in words, with every digit: `$25.00`, `2.5%`, `1.5 s`, `20`. */
export function bound(metric: AlertMetric, decimal: string): string {
  const pico = parsePico(decimal);
  switch (METRIC_FACTS[metric].unit) {
    case "usd":
      return formatUsdExact(pico);
    case "percent":
      return `${formatDecimal(pico * PERCENT)}%`;
    case "ms":
      return pico >= dollars(MS_PER_S) && pico % MS_PER_S === 0n ? `${formatDecimal(pico / MS_PER_S)} s` : `${formatDecimal(pico)} ms`;
    case "count":
      return formatDecimal(pico);
  }
}

/** A figure, rounded as people read it; unknown is a dash. */
export function reading(metric: AlertMetric, decimal: string | null): string {
  if (decimal === null) return "\u2014";
  const pico = parsePico(decimal);
  switch (METRIC_FACTS[metric].unit) {
    case "usd":
      return formatUsdAdaptive(pico);
    case "percent":
      return percent(toPixels(pico * PERCENT));
    case "ms":
      return duration(toPixels(pico));
    case "count":
      return count(toPixels(pico));
  }
}

/** A bound as it stands in its field. */
export function typedBound(metric: AlertMetric, decimal: string): string {
  const pico = parsePico(decimal);
  return plain(METRIC_FACTS[metric].unit === "percent" ? pico * PERCENT : pico);
}

/** What a field holds as the API takes it, or why it cannot. */
export function readBound(metric: AlertMetric, typed: string): { decimal: string } | { refused: string } {
  const { unit } = METRIC_FACTS[metric];
  const text = typed.replace(/[\s,$%]/g, "");
  if (text === "") return { refused: "Give a number." };
  if (!/^\d+(\.\d{1,10})?$/.test(text)) return { refused: "This is no number; write it as 12.50, with at most 10 decimal places." };
  const pico = unit === "percent" ? parsePico(text) / PERCENT : parsePico(text);
  if (pico > MOST[unit]) return { refused: `It can be at most ${bound(metric, plain(MOST[unit]))}.` };
  return { decimal: plain(pico) };
}

function plain(pico: Pico): string {
  return formatDecimal(pico).replaceAll(",", "");
}

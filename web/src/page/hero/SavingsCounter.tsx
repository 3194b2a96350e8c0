// The month's savings, large, counting as they arrive.
import type { Headline } from "../../api/types.ts";
import { percent } from "../../figures/number.ts";
import { formatUsd, formatUsdExact } from "../../money/format.ts";
import { parsePico, ZERO } from "../../money/pico.ts";
import { month } from "../../time/format.ts";
import { Money } from "../../ui/Money.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import { useCounter } from "./useCounter.ts";

const DIGITS = 4;
/** What is shown at full size: whole cents. */
const CENT_DIGITS = 2;

export function SavingsCounter({ headline }: { headline: Headline }) {
  const { money, period, simulated } = headline;
  const loss = money.savings_usd?.startsWith("-") === true;
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-2 text-dense text-muted">
        {loss ? "Lost" : "Saved"} in {month(period.from, period.tz)}
        {simulated && <SimulatedTag small />}
      </p>
      {money.savings_usd === null ? <NoSavings /> : <Count value={money.savings_usd} />}
      {money.savings_usd !== null && (
        <p className="mt-1.5 text-dense text-muted">
          {money.savings_percent !== null && (
            <span className={`figure font-medium ${loss ? "text-loss" : "text-gain"}`}>{percent(money.savings_percent)} </span>
          )}
          {loss ? "over" : "of"} a baseline of <Money value={money.baseline_usd} className="text-ink" />; those requests
          cost <Money value={money.covered_cost_usd} className="text-ink" />
        </p>
      )}
    </div>
  );
}

function Count({ value }: { value: string }) {
  const settled = parsePico(value);
  const shown = useCounter(settled);
  // Cut, not rounded: a counter shows no part of a cent that is not there yet.
  const text = formatUsd(shown, { digits: DIGITS, rounding: "floor" });
  const cents = text.length - (DIGITS - CENT_DIGITS);
  return (
    <p
      className={`figure mt-1 text-[2.75rem] leading-[1.1] font-semibold tracking-[-0.035em] sm:text-[3.25rem] ${
        settled < ZERO ? "text-loss" : "text-ink"
      }`}
      title={formatUsdExact(settled)}
      data-testid="month-savings"
      data-usd={value}
    >
      <span aria-hidden>
        {text.slice(0, cents)}
        <span className="text-[0.6em] font-medium text-faint">{text.slice(cents)}</span>
      </span>
      <span className="sr-only">{formatUsdExact(settled)}</span>
    </p>
  );
}

function NoSavings() {
  return (
    <>
      <p className="mt-1 text-[2.75rem] leading-[1.1] font-semibold text-faint" data-testid="month-savings" data-usd="">
        {"\u2014"}
      </p>
      <p className="mt-1.5 text-dense text-muted">
        No request this month has a baseline yet. Give a route a <code className="font-mono text-xs">baseline</code>, or name
        a model in the request.
      </p>
    </>
  );
}

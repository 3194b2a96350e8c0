// The sums of everything that is shown.
import type { ReactNode } from "react";
import type { CostsAnswer } from "../../api/types.ts";
import { count, percent } from "../../figures/number.ts";
import { Money } from "../../ui/Money.tsx";

export function TotalFigures({ answer }: { answer: CostsAnswer }) {
  const { total, coverage } = answer;
  return (
    <dl data-testid="cost-totals" className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-5">
      <Item label="Cost" aside={`${count(coverage.unpriced)} requests without a price`}>
        <Money value={total.cost_usd} unknown="None of these requests has a price" />
      </Item>
      <Item label="Baseline" aside={`${count(coverage.with_baseline)} of ${count(coverage.requests)} requests`}>
        <Money value={total.baseline_usd} unknown="None of these requests has a baseline" />
      </Item>
      <Item label="Covered cost" aside="of the requests with a baseline">
        <Money value={total.covered_cost_usd} unknown="None of these requests has a baseline" />
      </Item>
      <Item label={total.savings_usd?.startsWith("-") === true ? "Loss" : "Savings"} aside={`${percent(total.savings_percent)} of the baseline`}>
        <Money value={total.savings_usd} signed unknown="None of these requests has a baseline" />
      </Item>
      <Item label="Overhead" aside="failed requests and attempts">
        <Money value={total.overhead_usd} unknown="None of these requests has a price" />
      </Item>
    </dl>
  );
}

function Item({ label, aside, children }: { label: string; aside: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 text-lg leading-6 font-semibold tracking-[-0.02em]">{children}</dd>
      <dd className="figure truncate text-2xs leading-4 text-muted" title={aside}>
        {aside}
      </dd>
    </div>
  );
}

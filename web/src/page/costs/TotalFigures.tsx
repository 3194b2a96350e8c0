// The sums of everything that is shown, each against the second span where there is one.
import type { CostsAnswer } from "../../api/types.ts";
import { count, percent } from "../../figures/number.ts";
import { changePercent } from "../../money/change.ts";
import { Delta } from "../../ui/Delta.tsx";
import { Fact } from "../../ui/Fact.tsx";
import { Money } from "../../ui/Money.tsx";
import { beforeSpan } from "./before.ts";

export function TotalFigures({ answer }: { answer: CostsAnswer }) {
  const { total, coverage, compared } = answer;
  const before = beforeSpan(answer);
  const delta = (name: "cost_usd" | "baseline_usd" | "savings_usd", more: "better" | "neither" = "neither") =>
    compared && before !== null ? <Delta value={changePercent(total[name], compared.total[name])} more={more} against={before} /> : null;
  return (
    <dl data-testid="cost-totals" className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-5">
      <Fact label="Cost" aside={<>{delta("cost_usd")} <Aside>{`${count(coverage.unpriced)} requests without a price`}</Aside></>}>
        <Money value={total.cost_usd} unknown="None of these requests has a price" />
      </Fact>
      <Fact label="Baseline" aside={<>{delta("baseline_usd")} <Aside>{`${count(coverage.with_baseline)} of ${count(coverage.requests)} requests`}</Aside></>}>
        <Money value={total.baseline_usd} unknown="None of these requests has a baseline" />
      </Fact>
      <Fact label="Covered cost" aside={<Aside>of the requests with a baseline</Aside>}>
        <Money value={total.covered_cost_usd} unknown="None of these requests has a baseline" />
      </Fact>
      <Fact
        label={total.savings_usd?.startsWith("-") === true ? "Loss" : "Savings"}
        aside={<>{delta("savings_usd", "better")} <Aside>{`${percent(total.savings_percent)} of the baseline`}</Aside></>}
      >
        <Money value={total.savings_usd} signed unknown="None of these requests has a baseline" />
      </Fact>
      <Fact label="Overhead" aside={<Aside>failed requests and attempts</Aside>}>
        <Money value={total.overhead_usd} unknown="None of these requests has a price" />
      </Fact>
    </dl>
  );
}

function Aside({ children }: { children: string }) {
  return (
    <span className="figure block truncate text-2xs text-muted" title={children}>
      {children}
    </span>
  );
}

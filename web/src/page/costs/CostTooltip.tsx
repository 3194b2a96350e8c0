// One bucket's exact figures.
import type { ReactNode } from "react";
import type { CostBucket, Window } from "../../api/types.ts";
import { count } from "../../figures/number.ts";
import { formatUsdExact } from "../../money/format.ts";
import { parsePico } from "../../money/pico.ts";
import { bucketName } from "../../time/format.ts";

interface CostTooltipProps {
  bucket: CostBucket;
  grain: Window;
  tz: string;
}

export function CostTooltip({ bucket, grain, tz }: CostTooltipProps) {
  const loss = bucket.savings_usd?.startsWith("-") === true;
  return (
    <div className="min-w-52 rounded-lg bg-surface px-3 py-2.5 text-xs shadow-[0_8px_28px_rgb(0_0_0/18%)] ring-1 ring-line-strong">
      <p className="mb-1.5 font-medium">{bucketName(bucket.start, grain, tz)}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-0.5">
        <Line label="Baseline" mark={<span className="h-0.5 w-2.5 rounded-full bg-baseline-mark" />}>
          {exactOrDash(bucket.baseline_usd)}
        </Line>
        <Line label="Cost against it" mark={<span className="size-2.5 rounded-xs bg-cost" />}>
          {exactOrDash(bucket.covered_cost_usd)}
        </Line>
        <Line label={loss ? "Loss" : "Savings"} mark={<span className={`size-2.5 rounded-xs ${loss ? "bg-loss" : "bg-gain"}`} />}>
          <span className={loss ? "text-loss" : "text-gain"}>{exactOrDash(bucket.savings_usd)}</span>
        </Line>
        <Line label="Cost of all" mark={<span className="size-2.5 rounded-xs bg-cost-soft" />}>
          {exactOrDash(bucket.cost_usd)}
        </Line>
        <Line label="Requests" mark={<span className="size-2.5" />}>
          {count(bucket.requests)}
        </Line>
      </dl>
    </div>
  );
}

function Line({ label, mark, children }: { label: string; mark: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="flex items-center gap-2 text-muted">
        <span className="flex w-2.5 items-center justify-center">{mark}</span>
        {label}
      </dt>
      <dd className="figure text-right font-medium">{children}</dd>
    </>
  );
}

function exactOrDash(value: string | null): string {
  return value === null ? "\u2014" : formatUsdExact(parsePico(value));
}

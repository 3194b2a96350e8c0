// One bucket's exact figures.
import type { CostBucket, Window } from "../../api/types.ts";
import { Stroke, Swatch } from "../../chart/Legend.tsx";
import { Tip, TipLine } from "../../chart/Tip.tsx";
import { count } from "../../figures/number.ts";
import { exactUsd } from "../../money/format.ts";
import { bucketName } from "../../time/format.ts";

interface CostTooltipProps {
  bucket: CostBucket;
  /** The bucket in the same place of the second span. */
  before: CostBucket | null;
  grain: Window;
  tz: string;
}

export function CostTooltip({ bucket, before, grain, tz }: CostTooltipProps) {
  const loss = bucket.savings_usd?.startsWith("-") === true;
  return (
    <Tip title={bucketName(bucket.start, grain, tz)}>
      <TipLine label="Baseline" mark={<Stroke colour="var(--baseline-mark)" />}>
        {exactUsd(bucket.baseline_usd)}
      </TipLine>
      <TipLine label="Cost against it" mark={<Swatch colour="var(--cost)" />}>
        {exactUsd(bucket.covered_cost_usd)}
      </TipLine>
      <TipLine label={loss ? "Loss" : "Savings"} mark={<Swatch colour={loss ? "var(--loss)" : "var(--gain)"} />}>
        <span className={loss ? "text-loss" : "text-gain"}>{exactUsd(bucket.savings_usd)}</span>
      </TipLine>
      <TipLine label="Cost of all" mark={<Swatch colour="var(--cost-soft)" />}>
        {exactUsd(bucket.cost_usd)}
      </TipLine>
      {before && (
        <TipLine label={bucketName(before.start, grain, tz)} mark={<Stroke colour="var(--warn)" />}>
          {exactUsd(before.cost_usd)}
        </TipLine>
      )}
      <TipLine label="Requests" mark={null}>
        {count(bucket.requests)}
      </TipLine>
    </Tip>
  );
}

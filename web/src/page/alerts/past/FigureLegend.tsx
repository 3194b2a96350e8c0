// What the lines and areas of a rule's chart are.
import type { AlertRule } from "../../../api/types.ts";
import { Legend, LegendItem, Stroke, Swatch } from "../../../chart/Legend.tsx";
import { lasting } from "../../../figures/number.ts";
import { bound, METRIC_FACTS } from "../metric.ts";

export function FigureLegend({ rule, shaded }: { rule: AlertRule; shaded: string }) {
  const { metric, threshold, window_minutes } = rule;
  const recovery = rule.recovery_threshold ?? null;
  return (
    <Legend>
      <LegendItem mark={<Stroke colour="var(--cost)" />}>
        {METRIC_FACTS[metric].name}, {lasting(window_minutes)}
      </LegendItem>
      <LegendItem mark={<Stroke colour="var(--loss)" />}>Threshold {bound(metric, threshold)}</LegendItem>
      {recovery !== null && <LegendItem mark={<Stroke colour="var(--gain)" />}>Over at {bound(metric, recovery)}</LegendItem>}
      <LegendItem mark={<Swatch colour="color-mix(in srgb, var(--loss) 30%, transparent)" />}>{shaded}</LegendItem>
    </Legend>
  );
}

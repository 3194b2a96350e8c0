// Cost against baseline over time, and the signed savings under it. Loaded after the rest: charts are heavy.
import { Bar, BarChart, CartesianGrid, ComposedChart, Line, type MouseHandlerDataParam, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { CostBucket, CostSeries } from "../../api/types.ts";
import { AXIS_WIDTH, CURSOR, MARGIN, moneyScale, PLAIN_AXIS } from "../../chart/axis.ts";
import { PlainBar } from "../../chart/PlainBar.tsx";
import { timeAxis } from "../../chart/time.ts";
import { BaselineMark } from "./BaselineMark.tsx";
import { chartRows, costTicks, savingsTicks, type ChartRow } from "./chartRows.ts";
import { CostTooltip } from "./CostTooltip.tsx";

const MARGIN_ABOVE = { ...MARGIN, bottom: 7 };
const SYNC = "costs";
/** Bars on axes of their own lie over each other instead of side by side. */
const OVER = "over";

interface CostChartProps {
  series: CostSeries;
  /** The buckets of a second span, drawn in the same places. */
  second?: readonly CostBucket[] | undefined;
  asOf: string;
  tz: string;
  /** Called with the bucket that was clicked on. */
  onPick?: (index: number) => void;
}

export default function CostChart({ series, second, asOf, tz, onPick }: CostChartProps) {
  const rows = chartRows(series, asOf, second);
  const cost = moneyScale(costTicks(series, second));
  const savings = moneyScale(savingsTicks(series));
  const tooltip = (
    <Tooltip
      isAnimationActive={false}
      cursor={CURSOR}
      content={({ active, payload }) => {
        const row = payload[0]?.payload as ChartRow | undefined;
        return active && row ? <CostTooltip bucket={row.bucket} before={row.beforeBucket} grain={series.grain} tz={tz} /> : null;
      }}
    />
  );
  const pick = ({ activeTooltipIndex }: MouseHandlerDataParam) => {
    if (activeTooltipIndex !== null && activeTooltipIndex !== undefined) onPick?.(Number(activeTooltipIndex));
  };
  const look = onPick ? "cursor-pointer" : "";
  return (
    <div data-testid="cost-chart" className={look}>
      <div className="h-60 sm:h-64">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={rows} onClick={pick} margin={MARGIN_ABOVE} syncId={SYNC} barCategoryGap="18%">
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="start" hide />
            <XAxis dataKey="start" xAxisId={OVER} hide />
            <YAxis {...cost} {...PLAIN_AXIS} width={AXIS_WIDTH} />
            {tooltip}
            <Bar dataKey="covered" stackId="cost" fill="var(--cost)" shape={PlainBar} maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="other" stackId="cost" fill="var(--cost-soft)" shape={PlainBar} maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="baseline" xAxisId={OVER} shape={BaselineMark} maxBarSize={36} isAnimationActive={false} />
            {second && <Line dataKey="before" stroke="var(--warn)" strokeWidth={1.5} strokeDasharray="4 3" dot={false} isAnimationActive={false} />}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <p className="mt-2 mb-1 text-2xs text-faint">Savings</p>
      <div className="h-28">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} onClick={pick} margin={MARGIN} syncId={SYNC} barCategoryGap="18%" stackOffset="sign">
            <XAxis {...timeAxis(series, tz)} />
            <YAxis {...savings} {...PLAIN_AXIS} width={AXIS_WIDTH} />
            <ReferenceLine y={0} stroke="var(--line-strong)" />
            <Tooltip isAnimationActive={false} cursor={CURSOR} content={() => null} />
            <Bar dataKey="gain" stackId="savings" fill="var(--gain)" shape={PlainBar} maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="loss" stackId="savings" fill="var(--loss)" shape={PlainBar} maxBarSize={36} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

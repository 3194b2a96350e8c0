// Cost against baseline over time, and the signed savings under it. Loaded after the rest: charts are heavy.
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { CostSeries } from "../../api/types.ts";
import { toPixels, type Pico } from "../../money/pico.ts";
import { tickLabel } from "../../money/ticks.ts";
import { bucketTick } from "../../time/format.ts";
import { BaselineMark } from "./BaselineMark.tsx";
import { chartRows, costTicks, savingsTicks, timeTicks, type ChartRow } from "./chartRows.ts";
import { CostTooltip } from "./CostTooltip.tsx";

const AXIS = { fontSize: 11, fill: "var(--faint)" };
const AXIS_WIDTH = 56;
const MARGIN = { top: 8, right: 4, bottom: 7, left: 0 };
const MARGIN_BELOW = { ...MARGIN, bottom: 0 };
const SYNC = "costs";
const CURSOR = { fill: "var(--sunken)" };
/** Bars on axes of their own lie over each other instead of side by side. */
const OVER = "over";

interface CostChartProps {
  series: CostSeries;
  asOf: string;
  tz: string;
}

export default function CostChart({ series, asOf, tz }: CostChartProps) {
  const rows = chartRows(series, asOf);
  const cost = axisOf(costTicks(series));
  const savings = axisOf(savingsTicks(series));
  const tooltip = (
    <Tooltip
      isAnimationActive={false}
      cursor={CURSOR}
      content={({ active, payload }) => {
        const row = payload[0]?.payload as ChartRow | undefined;
        return active && row ? <CostTooltip bucket={row.bucket} grain={series.grain} tz={tz} /> : null;
      }}
    />
  );
  return (
    <div data-testid="cost-chart">
      <div className="h-60 sm:h-64">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} margin={MARGIN} syncId={SYNC} barCategoryGap="18%">
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="start" hide />
            <XAxis dataKey="start" xAxisId={OVER} hide />
            <YAxis {...cost} width={AXIS_WIDTH} tick={AXIS} axisLine={false} tickLine={false} />
            {tooltip}
            <Bar dataKey="covered" stackId="cost" fill="var(--cost)" maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="other" stackId="cost" fill="var(--cost-soft)" maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="baseline" xAxisId={OVER} shape={BaselineMark} maxBarSize={36} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <p className="mt-2 mb-1 text-2xs text-faint">Savings</p>
      <div className="h-28">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} margin={MARGIN_BELOW} syncId={SYNC} barCategoryGap="18%" stackOffset="sign">
            <XAxis
              dataKey="start"
              tick={AXIS}
              ticks={timeTicks(series)}
              tickFormatter={(start: string) => bucketTick(start, series.grain, tz)}
              minTickGap={16}
              axisLine={false}
              tickLine={false}
              tickMargin={6}
            />
            <YAxis {...savings} width={AXIS_WIDTH} tick={AXIS} axisLine={false} tickLine={false} />
            <ReferenceLine y={0} stroke="var(--line-strong)" />
            <Tooltip isAnimationActive={false} cursor={CURSOR} content={() => null} />
            <Bar dataKey="gain" stackId="savings" fill="var(--gain)" maxBarSize={36} isAnimationActive={false} />
            <Bar dataKey="loss" stackId="savings" fill="var(--loss)" maxBarSize={36} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

function axisOf(ticks: readonly Pico[]) {
  const positions = ticks.map(toPixels);
  const labels = new Map(ticks.map((tick) => [toPixels(tick), tickLabel(tick, ticks)]));
  const low = positions[0] ?? 0;
  const high = positions.at(-1) ?? 0;
  return {
    ticks: positions,
    interval: 0 as const,
    domain: [low, high === low ? low + 1 : high] as [number, number],
    tickFormatter: (position: number) => labels.get(position) ?? "",
  };
}

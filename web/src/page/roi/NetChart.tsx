// Cumulative net and the platform's cost over time, the day of payback, and the forecast with its band. Loaded after the rest.
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { RoiTimeline } from "../../api/types.ts";
import { AXIS_WIDTH, LINE_CURSOR, MARGIN, moneyScale, PLAIN_AXIS } from "../../chart/axis.ts";
import { timeAxis } from "../../chart/time.ts";
import { isoDay } from "../../time/format.ts";
import { bucketOf, type NetRow, netRows, netTicks } from "./netRows.ts";
import { NetTooltip } from "./NetTooltip.tsx";
import { isFree } from "./standing.ts";

const STILL = { dot: false, activeDot: false, isAnimationActive: false } as const;

export default function NetChart({ answer }: { answer: RoiTimeline }) {
  const { grain, period, paid_back_on, platform } = answer;
  const rows = netRows(answer);
  const marked = paid_back_on === null || isFree(platform) ? null : bucketOf(rows, paid_back_on, (start) => isoDay(start, period.tz));
  return (
    <div className="h-72 sm:h-80" data-testid="net-chart">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={rows} margin={MARGIN}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis {...timeAxis({ grain, buckets: rows }, period.tz)} />
          <YAxis {...moneyScale(netTicks(rows))} {...PLAIN_AXIS} width={AXIS_WIDTH} />
          <Tooltip
            isAnimationActive={false}
            cursor={LINE_CURSOR}
            content={({ active, payload }) => {
              const row = payload[0]?.payload as NetRow | undefined;
              return active && row ? <NetTooltip row={row} grain={grain} tz={period.tz} /> : null;
            }}
          />
          <Area dataKey="platform" stroke="var(--baseline)" fill="var(--baseline)" fillOpacity={0.14} {...STILL} />
          <Area dataKey="band" stroke="none" fill="var(--gain-soft)" fillOpacity={1} {...STILL} />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          {marked !== null && <ReferenceLine x={marked} stroke="var(--ink)" strokeWidth={1} />}
          <Line dataKey="base" stroke="var(--gain)" strokeWidth={2} strokeDasharray="5 4" {...STILL} />
          <Line dataKey="net" stroke="var(--gain)" strokeWidth={2} {...STILL} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

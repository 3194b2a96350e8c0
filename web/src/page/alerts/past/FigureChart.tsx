// A rule's figure over time against its bound, the times in alert shaded. Loaded after the rest: charts are heavy.
import { CartesianGrid, Line, LineChart, ReferenceArea, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { AlertPoint, AlertRule } from "../../../api/types.ts";
import { AXIS_WIDTH, LINE_CURSOR, MARGIN, PLAIN_AXIS } from "../../../chart/axis.ts";
import { Stroke } from "../../../chart/Legend.tsx";
import { tickName, timeTicks } from "../../../chart/time.ts";
import { Tip, TipLine } from "../../../chart/Tip.tsx";
import { dayMinute } from "../../../time/format.ts";
import { bound, METRIC_FACTS } from "../metric.ts";
import { STATE_WORDS } from "../words.ts";
import { type FigureRow, figureRows, figureScale, positionOf } from "./figureRows.ts";
import type { StateSpan } from "./spans.ts";

interface FigureChartProps {
  rule: AlertRule;
  points: AlertPoint[];
  /** Where it stood, or would have stood. */
  spans: StateSpan[];
  fromMs: number;
  toMs: number;
  tz: string;
  className?: string;
}

export default function FigureChart({ rule, points, spans, fromMs, toMs, tz, className = "h-56" }: FigureChartProps) {
  const { metric, threshold } = rule;
  const recovery = rule.recovery_threshold ?? null;
  const scale = figureScale(metric, points, recovery === null ? [threshold] : [threshold, recovery]);
  const series = { grain: "quarter", buckets: points.map(({ at }) => ({ start: at })) } as const;
  const labels = new Map(timeTicks(series, tz).map((start) => [Date.parse(start), tickName(series, start, tz)]));
  return (
    <div className={className} data-testid="figure-chart">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={figureRows(metric, points)} margin={MARGIN}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            {...PLAIN_AXIS}
            type="number"
            dataKey="atMs"
            domain={[fromMs, toMs]}
            allowDataOverflow
            ticks={[...labels.keys()]}
            tickFormatter={(atMs: number) => labels.get(atMs) ?? ""}
            minTickGap={8}
            tickMargin={6}
          />
          <YAxis {...scale} {...PLAIN_AXIS} width={AXIS_WIDTH} />
          {spans
            .filter(({ state }) => state === "ALERT")
            .map(({ from, to }) => (
              <ReferenceArea key={from} x1={from} x2={to} fill="var(--loss)" fillOpacity={0.14} stroke="var(--loss)" strokeOpacity={0.35} />
            ))}
          {recovery !== null && <ReferenceLine y={positionOf(metric, recovery)} stroke="var(--gain)" strokeDasharray="2 3" />}
          <ReferenceLine y={positionOf(metric, threshold)} stroke="var(--loss)" strokeDasharray="5 3" />
          <Tooltip
            isAnimationActive={false}
            cursor={LINE_CURSOR}
            content={({ active, payload }) => {
              const row = payload[0]?.payload as FigureRow | undefined;
              return active && row ? <FigureTip rule={rule} point={row.point} tz={tz} /> : null;
            }}
          />
          <Line dataKey="position" stroke="var(--cost)" strokeWidth={1.5} dot={false} activeDot={{ r: 3 }} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function FigureTip({ rule, point, tz }: { rule: AlertRule; point: AlertPoint; tz: string }) {
  return (
    <Tip title={dayMinute(point.at, tz)}>
      <TipLine label={METRIC_FACTS[rule.metric].name} mark={<Stroke colour="var(--cost)" />}>
        {point.value === null ? "\u2014" : bound(rule.metric, point.value)}
      </TipLine>
      <TipLine label="Threshold" mark={<Stroke colour="var(--loss)" />}>
        {bound(rule.metric, rule.threshold)}
      </TipLine>
      <TipLine label="State" mark={null}>
        {STATE_WORDS[point.state]}
      </TipLine>
    </Tip>
  );
}

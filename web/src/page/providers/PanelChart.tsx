// One provider's metric over time, small. Loaded after the rest: charts are heavy.
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ProviderSeriesAnswer } from "../../api/types.ts";
import { AXIS_WIDTH, countScale, LINE_CURSOR, MARGIN, PLAIN_AXIS } from "../../chart/axis.ts";
import { Stroke, Swatch } from "../../chart/Legend.tsx";
import { PlainBar } from "../../chart/PlainBar.tsx";
import { timeAxis } from "../../chart/time.ts";
import { Tip, TipLine } from "../../chart/Tip.tsx";
import { useGoToRows } from "../../chart/useGoToRows.ts";
import { counted } from "../../figures/number.ts";
import { bucketName } from "../../time/format.ts";
import type { Scope } from "../../url/scope.ts";
import { type Metric, METRIC_FACTS, type PanelRow, standsAlone } from "./metrics.ts";

interface PanelChartProps {
  answer: ProviderSeriesAnswer;
  rows: PanelRow[];
  metric: Metric;
  /** The ends of the axis, which all panels share. */
  low: number;
  high: number;
  /** Narrowed to the provider. */
  scope: Scope;
}

/** With more points than this a line needs no dots to be seen where it is broken. */
const FEW = 40;

export default function PanelChart({ answer, rows, metric, low, high, scope }: PanelChartProps) {
  const goToRows = useGoToRows(scope);
  const { traces, bars, written } = METRIC_FACTS[metric];
  const { grain, period } = answer;
  const series = { grain, buckets: rows };
  const scale =
    metric === "success"
      ? { domain: [low, 100], allowDataOverflow: true, ticks: [low, (low + 100) / 2, 100], tickFormatter: (value: number) => `${value}%` }
      : countScale([high], bars ? undefined : (value) => written(value));
  return (
    <div className="h-32 cursor-pointer">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={rows}
          margin={MARGIN}
          barCategoryGap="12%"
          syncId="providers"
          onClick={({ activeLabel }) => {
            goToRows(series, period, activeLabel);
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis {...timeAxis(series, period.tz)} />
          <YAxis {...scale} {...PLAIN_AXIS} width={AXIS_WIDTH} />
          <Tooltip
            isAnimationActive={false}
            cursor={LINE_CURSOR}
            content={({ active, payload }) => {
              const row = payload[0]?.payload as PanelRow | undefined;
              if (!active || !row) return null;
              return (
                <Tip title={bucketName(row.start, grain, period.tz)} note={`${counted(row.bucket.attempts, "attempt")}; click for the requests`}>
                  {traces.map(({ name, colour }, index) => (
                    <TipLine key={name} label={name} mark={bars ? <Swatch colour={colour} /> : <Stroke colour={colour} />}>
                      {written(row.values[index] ?? null)}
                    </TipLine>
                  ))}
                </Tip>
              );
            }}
          />
          {traces.map(({ name, colour }, index) => {
            const dataKey = `values[${index}]`;
            return bars ? (
              <Bar key={name} dataKey={dataKey} stackId="all" fill={colour} shape={PlainBar} maxBarSize={20} isAnimationActive={false} />
            ) : (
              <Line
                key={name}
                dataKey={dataKey}
                stroke={colour}
                strokeWidth={1.5}
                dot={({ cx, cy, index: at }) => (
                  <circle key={at} cx={cx} cy={cy} r={rows.length <= FEW || standsAlone(rows, at, index) ? 1.5 : 0} fill={colour} />
                )}
                isAnimationActive={false}
              />
            );
          })}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

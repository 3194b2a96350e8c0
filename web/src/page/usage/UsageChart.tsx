// One measure over time in layers, and the span that it is compared with as a line. Loaded after the rest: charts are heavy.
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { UsageAnswer } from "../../api/types.ts";
import { AXIS_WIDTH, countScale, CURSOR, MARGIN, PLAIN_AXIS } from "../../chart/axis.ts";
import { PlainBar } from "../../chart/PlainBar.tsx";
import { timeAxis } from "../../chart/time.ts";
import { useGoToRows } from "../../chart/useGoToRows.ts";
import type { Scope } from "../../url/scope.ts";
import { type ChartRow, chartRows, type Layer } from "./layers.ts";
import type { Measure } from "./measures.ts";
import { UsageTip } from "./UsageTip.tsx";

interface UsageChartProps {
  answer: UsageAnswer;
  layers: Layer[];
  measure: Measure;
  scope: Scope;
}

export default function UsageChart({ answer, layers, measure, scope }: UsageChartProps) {
  const goToRows = useGoToRows(scope);
  const rows = chartRows(answer, layers, measure);
  const { period } = answer;
  return (
    <div className="h-72 cursor-pointer" data-testid="usage-chart">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={rows}
          margin={MARGIN}
          barCategoryGap="18%"
          onClick={({ activeLabel }) => {
            goToRows(answer, period, activeLabel);
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis {...timeAxis(answer, period.tz)} />
          <YAxis {...countScale(rows.flatMap(({ whole, then }) => [whole, then]))} {...PLAIN_AXIS} width={AXIS_WIDTH} />
          <Tooltip
            isAnimationActive={false}
            cursor={CURSOR}
            content={({ active, payload }) => {
              const row = payload[0]?.payload as ChartRow | undefined;
              return active && row ? <UsageTip row={row} layers={layers} answer={answer} /> : null;
            }}
          />
          {layers.map(({ id, colour }, index) => (
            <Bar
              key={id}
              dataKey={`amounts[${index}]`}
              shape={PlainBar}
              stackId="all"
              fill={colour}
              maxBarSize={36}
              isAnimationActive={false}
            />
          ))}
          {answer.compared && (
            <Line
              dataKey="then"
              stroke="var(--warn)"
              strokeDasharray="4 3"
              strokeWidth={1.5}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

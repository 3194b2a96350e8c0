// The small charts' figures as a table: a row a bucket, a column a provider.
import type { ProviderSeriesAnswer } from "../../api/types.ts";
import { AsTable } from "../../chart/AsTable.tsx";
import { PointHead } from "../../chart/PointHead.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import type { Scope } from "../../url/scope.ts";
import { type Metric, METRIC_FACTS, type PanelOf } from "./metrics.ts";
import { seriesName } from "./seriesName.ts";

interface OverTimeTableProps {
  answer: ProviderSeriesAnswer;
  panels: readonly PanelOf[];
  metric: Metric;
  scope: Scope;
}

export function OverTimeTable({ answer, panels, metric, scope }: OverTimeTableProps) {
  const { name, traces, written } = METRIC_FACTS[metric];
  const all = traces.map((trace) => trace.name).join(" / ");
  const columns = [{ name: "When", left: true }, ...panels.map(({ series }) => ({ name: seriesName(series), title: all }))];
  const series = { grain: answer.grain, buckets: panels[0]?.rows ?? [] };
  const nowMs = Date.parse(answer.as_of);
  const rows = () =>
    series.buckets
      .map(({ start }, at) => ({ start, at }))
      .filter(({ start }) => Date.parse(start) <= nowMs)
      .map(({ start, at }) => (
        <tr key={start} className="border-b border-line last:border-0" data-bucket={start}>
          <PointHead scope={scope} series={series} period={answer.period} start={start} />
          {panels.map((panel) => (
            <FigureCell key={panel.id}>{panel.rows[at]?.values.map(written).join(" / ")}</FigureCell>
          ))}
        </tr>
      ));
  return <AsTable testId="provider-buckets" label={`${name} over time: ${all}`} columns={columns} rows={rows} />;
}

// The chart's figures as a table: a row a bucket, a column a layer.
import type { UsageAnswer } from "../../api/types.ts";
import { AsTable } from "../../chart/AsTable.tsx";
import { PointHead } from "../../chart/PointHead.tsx";
import { count } from "../../figures/number.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import type { Scope } from "../../url/scope.ts";
import { chartRows, type Layer } from "./layers.ts";
import { MEASURE_LABELS, type Measure } from "./measures.ts";

interface UsageTableProps {
  answer: UsageAnswer;
  layers: Layer[];
  measure: Measure;
  scope: Scope;
}

export function UsageTable({ answer, layers, measure, scope }: UsageTableProps) {
  const { compared } = answer;
  const columns = [
    { name: "When", left: true },
    ...layers.map(({ name }) => ({ name })),
    { name: "All" },
    ...(compared ? [{ name: "Before", title: "In the span that it is compared with" }] : []),
  ];
  const rows = () =>
    chartRows(answer, layers, measure)
      .filter(({ whole }) => whole !== null)
      .map((row) => (
        <tr key={row.start} className="border-b border-line last:border-0" data-bucket={row.start}>
          <PointHead scope={scope} series={answer} period={answer.period} start={row.start} />
          {layers.map(({ id }, index) => (
            <FigureCell key={id}>{count(row.amounts[index] ?? 0)}</FigureCell>
          ))}
          <FigureCell>{count(row.whole ?? 0)}</FigureCell>
          {compared && <FigureCell>{row.then === null ? "\u2014" : count(row.then)}</FigureCell>}
        </tr>
      ));
  return <AsTable testId="usage-buckets" label={`${MEASURE_LABELS[measure].name} over time`} columns={columns} rows={rows} />;
}

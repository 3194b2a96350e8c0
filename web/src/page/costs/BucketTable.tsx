// The chart in figures: a line a bucket, each leading to its rows.
import type { CostSeries, Period } from "../../api/types.ts";
import { AsTable } from "../../chart/AsTable.tsx";
import { PointHead } from "../../chart/PointHead.tsx";
import { count } from "../../figures/number.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import type { Column } from "../../ui/TableHead.tsx";
import type { Scope } from "../../url/scope.ts";

interface BucketTableProps {
  series: CostSeries;
  period: Period;
  asOf: string;
  scope: Scope;
}

const COLUMNS: readonly Column[] = [{ name: "When", left: true }, { name: "Requests" }, { name: "Cost" }, { name: "Baseline" }, { name: "Savings" }];

export function BucketTable({ series, period, asOf, scope }: BucketTableProps) {
  const rows = () =>
    series.buckets
      .filter(({ start }) => start <= asOf)
      .map((bucket) => (
        <tr key={bucket.start} className="border-b border-line last:border-0" data-bucket={bucket.start}>
          <PointHead scope={scope} series={series} period={period} start={bucket.start} />
          <FigureCell>{count(bucket.requests)}</FigureCell>
          <FigureCell>
            <Money value={bucket.cost_usd} unknown="None of its requests has a price" />
          </FigureCell>
          <FigureCell>
            <Money value={bucket.baseline_usd} unknown="None of its requests has a baseline" />
          </FigureCell>
          <FigureCell>
            <Money value={bucket.savings_usd} signed unknown="None of its requests has a baseline" />
          </FigureCell>
        </tr>
      ));
  return <AsTable testId="cost-buckets" label="Cost over time" columns={COLUMNS} rows={rows} />;
}

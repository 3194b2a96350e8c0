// The chart in figures: a line a bucket, each leading to its rows. Closed until it is wanted.
import type { CostSeries, Period } from "../../api/types.ts";
import { endOf } from "../../chart/time.ts";
import { count } from "../../figures/number.ts";
import { bucketName } from "../../time/format.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { rowsOfBucket } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";

interface BucketTableProps {
  series: CostSeries;
  period: Period;
  asOf: string;
  scope: Scope;
}

const COLUMNS: readonly Column[] = [{ name: "When", left: true }, { name: "Requests" }, { name: "Cost" }, { name: "Baseline" }, { name: "Savings" }];

export function BucketTable({ series, period, asOf, scope }: BucketTableProps) {
  const { grain, buckets } = series;
  return (
    <details className="mt-4 text-dense">
      <summary className="w-fit cursor-pointer rounded-md text-xs text-muted hover:text-ink">The chart in figures</summary>
      <div className="mt-2 max-h-96 overflow-auto rounded-lg ring-1 ring-line">
        <table className="w-full min-w-[30rem]" data-testid="cost-buckets">
          <TableHead columns={COLUMNS} />
          <tbody>
            {buckets.map((bucket, index) => {
              if (bucket.start > asOf) return null;
              const { start, requests } = bucket;
              const rows = rowsOfBucket(scope, { start, end: endOf(series, index, period.to), grain, tz: period.tz });
              return (
                <tr key={start} className="border-b border-line last:border-0" data-bucket={start}>
                  <th scope="row" className="px-4 py-1.5 text-left font-normal sm:pl-5">
                    {bucketName(start, grain, period.tz)}
                  </th>
                  <FigureCell>
                    {requests === 0 ? (
                      "0"
                    ) : (
                      <ScopeLink to={rows} className="underline decoration-line-strong underline-offset-3 hover:decoration-ink">
                        {count(requests)}
                      </ScopeLink>
                    )}
                  </FigureCell>
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
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}

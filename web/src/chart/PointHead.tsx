// The head of a bucket's row in a chart's table: its name, which leads to the requests behind it.
import type { Period } from "../api/types.ts";
import { bucketName } from "../time/format.ts";
import { RowsLink } from "../page/requests/RowsLink.tsx";
import type { Scope } from "../url/scope.ts";
import { rowsOfPoint } from "./point.ts";
import type { Series } from "./time.ts";

interface PointHeadProps {
  scope: Scope;
  series: Series;
  period: Period;
  start: string;
}

export function PointHead({ scope, series, period, start }: PointHeadProps) {
  const name = bucketName(start, series.grain, period.tz);
  const rows = rowsOfPoint(scope, series, period, start);
  return (
    <th scope="row" className="py-1 pr-3 pl-4 text-left font-normal whitespace-nowrap sm:pl-5">
      {rows === null ? name : <RowsLink to={rows}>{name}</RowsLink>}
    </th>
  );
}

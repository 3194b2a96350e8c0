// From a chart's point to the requests behind it, as a function that stays the same: a chart is dear to draw, and where a click leads
// changes nothing in it.
import type { Period } from "../api/types.ts";
import { useLatest } from "../ui/useLatest.ts";
import { goTo, type Scope, writeScope } from "../url/scope.ts";
import { rowsOfPoint } from "./point.ts";
import type { Series } from "./time.ts";

type GoToRows = (series: Series, period: Period, label: string | number | undefined) => void;

/** Goes to the rows of the point that was clicked on, if it was one. */
export function useGoToRows(scope: Scope): GoToRows {
  const latest = useLatest(scope);
  return (series, period, label) => {
    const rows = typeof label === "string" ? rowsOfPoint(latest(), series, period, label) : null;
    if (rows !== null) goTo(writeScope(rows));
  };
}

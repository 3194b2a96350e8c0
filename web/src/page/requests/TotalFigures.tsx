// How many requests, and what they cost: of all that match where that is known exactly, else of those that were read.
import type { Rows } from "../../api/rowPages.ts";
import { count, counted } from "../../figures/number.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Fact } from "../../ui/Fact.tsx";
import { Money } from "../../ui/Money.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import type { Scope } from "../../url/scope.ts";
import type { Totals } from "./totals.ts";
import { useTotals } from "./useTotals.ts";

export function TotalFigures({ rows, scope }: { rows: Rows; scope: Scope }) {
  const { totals, whole, error } = useTotals(rows, scope);
  if (totals) return <Sums totals={totals} whole={whole} />;
  return error ? <ErrorNote error={error} /> : <Skeleton className="h-16 w-80 max-w-full" />;
}

interface SumsProps {
  totals: Totals;
  /** Whether nothing that matches is left out. */
  whole: boolean;
}

function Sums({ totals: { requests, unpriced, cost_usd }, whole }: SumsProps) {
  const of = whole ? "all that pass the filters" : "older ones match too, so there is no total yet";
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3" data-testid="rows-total" data-whole={whole}>
      <Fact label={whole ? "Requests" : "Requests read"} aside={<span className="text-2xs text-muted">{of}</span>}>
        <span className="figure" data-count={requests}>
          {count(requests)}
        </span>
      </Fact>
      <Fact label={whole ? "Cost" : "Cost of these"} aside={<span className="text-2xs text-muted">{aside(requests, unpriced)}</span>}>
        <Money value={cost_usd} unknown="None of these requests has a price" />
      </Fact>
    </dl>
  );
}

function aside(requests: number, unpriced: number): string {
  if (requests === 0) return "no requests";
  return unpriced === 0 ? "every one has a price" : `${counted(unpriced, "request")} without a price, not in it`;
}

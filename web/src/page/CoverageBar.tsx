// How many requests a figure knows, and why not the others. "No estimate" is not zero, so it is shown.
import type { Coverage } from "../api/types.ts";
import { count, percent } from "../figures/number.ts";
import { rowsOf } from "../url/rows.ts";
import type { Scope } from "../url/scope.ts";
import { RowsLink } from "./requests/RowsLink.tsx";

interface Part {
  name: string;
  requests: number;
  colour: string;
  title: string;
  /** The condition that its rows alone fulfil, where there is one. */
  own?: Record<string, string>;
}

function partsOf(coverage: Coverage): Part[] {
  const { no_baseline, failed, unpriced } = coverage.no_estimate;
  return [
    { name: "with baseline", requests: coverage.with_baseline, colour: "bg-gain", title: "Savings are made of these" },
    { name: "no baseline", requests: no_baseline, colour: "bg-baseline", title: "Neither a requested model nor a configured baseline" },
    { name: "failed", requests: failed, colour: "bg-loss", title: "Their cost is an overhead; they save nothing", own: { succeeded: "false" } },
    { name: "without a price", requests: unpriced, colour: "bg-warn", title: "A price is missing, so there is no estimate" },
  ];
}

interface CoverageBarProps {
  coverage: Coverage;
  /** What the figures are of: their rows are looked for there. */
  scope: Scope;
}

export function CoverageBar({ coverage, scope }: CoverageBarProps) {
  const parts = partsOf(coverage).filter((part) => part.requests > 0);
  const share = (requests: number) => (coverage.requests === 0 ? 0 : (requests / coverage.requests) * 100);
  return (
    <div>
      <div className="flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken" aria-hidden>
        {parts.map((part) => (
          <span key={part.name} className={`${part.colour} min-w-0.5`} style={{ flexGrow: part.requests }} />
        ))}
      </div>
      <ul className="mt-2.5 flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
        {parts.map((part) => (
          <li key={part.name} className="flex items-center gap-1.5 whitespace-nowrap" title={part.title}>
            <span aria-hidden className={`size-1.5 rounded-full ${part.colour}`} />
            <span className="figure text-ink" title={`${percent(share(part.requests))} of ${count(coverage.requests)}`}>
              {count(part.requests)}
            </span>
            {part.own === undefined ? (
              part.name
            ) : (
              <RowsLink to={rowsOf(scope, {}, part.own)} title="These requests">
                {part.name}
              </RowsLink>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-xs text-faint">
        <span className="figure">{count(coverage.priced)}</span> of <span className="figure">{count(coverage.requests)}</span>{" "}
        priced,{" "}
        {coverage.unpriced === 0 ? (
          <span className="figure">0 unpriced</span>
        ) : (
          <RowsLink to={rowsOf(scope, {}, { priced: "false" })} title="The requests without a price" className="figure text-warn">
            {count(coverage.unpriced)} unpriced
          </RowsLink>
        )}
        ,{" "}
        <span className="figure" title="Their tokens were estimated, because the provider reported none">
          {count(coverage.estimated)} estimated
        </span>
      </p>
    </div>
  );
}

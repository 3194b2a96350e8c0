// What the month may come to by its end, and the way to how that is reckoned.
import { Money } from "../../ui/Money.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { changed, type Scope } from "../../url/scope.ts";
import type { Shown } from "../join.ts";
import { RowsLink } from "../requests/RowsLink.tsx";
import { Figure } from "./Figure.tsx";

export function MonthEndFigure({ shown, scope }: { shown: Shown; scope: Scope }) {
  const { month_end, month_end_reason } = shown;
  const cost = month_end?.cost_usd ?? null;
  const savings = month_end?.savings_usd ?? null;
  const label = (
    <span className="flex flex-wrap items-center gap-x-2">
      Cost by the month&rsquo;s end
      <Tag title="What is to come is reckoned from the days that were. Nobody is billed by it.">Modelled</Tag>
    </span>
  );
  if (cost === null) {
    const why = month_end_reason ?? "None of the month's requests has a price.";
    return (
      <Figure label={label} note={<span title={why}>{month_end_reason === null ? "nothing has a price yet" : "after seven full days"}</span>}>
        <span className="text-faint" title={why} data-testid="month-end" data-usd="">
          {"\u2014"}
        </span>
        <span className="sr-only">{why}</span>
      </Figure>
    );
  }
  return (
    <Figure
      label={label}
      note={
        <>
          <span title="Eight outcomes of ten lie between">
            <Money value={cost.low} /> to <Money value={cost.high} />
          </span>
          {savings !== null && (
            <>
              , saving <Money value={savings.base} signed />
            </>
          )}
        </>
      }
    >
      <RowsLink to={changed(scope, { page: "roi" })} title="How that is reckoned" className="decoration-2 underline-offset-8">
        <span data-testid="month-end">
          <Money value={cost.base} />
        </span>
      </RowsLink>
    </Figure>
  );
}

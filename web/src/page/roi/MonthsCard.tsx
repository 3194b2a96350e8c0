// Month by month: savings, the platform's cost, and net. They sum to what there is in all.
import type { RoiTimeline } from "../../api/types.ts";
import { daysOf, fileSpan, month } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { rowsOf } from "../../url/rows.ts";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { monthRows, monthsOf } from "./months.ts";

interface MonthsCardProps {
  answer: RoiTimeline;
  scope: Scope;
}

const COLUMNS: readonly Column[] = [
  { name: "Month", left: true },
  { name: "Savings", title: "Baseline less cost of the requests with a baseline" },
  { name: "Platform", title: "The platform's cost of the month's days; the setup is in the first month" },
  { name: "Net", title: "Savings less the platform's cost" },
  { name: "Net so far", title: "At the month's end, or now", wide: true },
];

export function MonthsCard({ answer, scope }: MonthsCardProps) {
  const { period, grain } = answer;
  const months = monthsOf(answer).reverse();
  // Every day is in one span; filters of other pages do not narrow this one.
  const whole = { ...scope, cut: { ...scope.cut, filters: {} } };
  return (
    <Card
      title="By month"
      aside={<CsvButton name={() => `tollkeeper-roi-by-month-${fileSpan(period)}`} rows={() => monthRows(answer)} disabled={months.length === 0} />}
      flush
    >
      <div className="overflow-x-auto">
        <table className="w-full text-dense" data-testid="roi-months">
          <TableHead columns={COLUMNS} sticky />
          <tbody>
            {months.map((each) => (
              <tr key={each.month} className="border-b border-line last:border-0" data-month={each.month}>
                <th scope="row" className="sticky left-0 bg-surface px-3 py-2 pl-4 text-left font-medium whitespace-nowrap sm:pl-5">
                  <ScopeLink to={changed(rowsOf(whole), { range: daysOf({ ...each, tz: period.tz }) })} title="The requests behind it" className="hover:underline">
                    {month(each.from, period.tz)}
                  </ScopeLink>
                </th>
                <FigureCell>
                  <Money value={each.savings_usd} signed unknown="None of the month's requests has a baseline" />
                </FigureCell>
                <FigureCell>
                  <Money value={each.platform_usd} />
                </FigureCell>
                <FigureCell>
                  <Money value={each.net_usd} signed className="font-semibold" />
                </FigureCell>
                <FigureCell wide>
                  <Money value={each.cumulative_net_usd} signed />
                </FigureCell>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {grain === "week" && <p className="px-4 py-2 text-2xs text-faint sm:px-5">Over so long a span weeks are added up; each counts in the month it begins in.</p>}
    </Card>
  );
}

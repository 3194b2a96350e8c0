// What this month may come to: cost and savings so far, and low to high at its end, with how that is reckoned.
import type { ForecastBand, RoiTimeline } from "../../api/types.ts";
import { counted } from "../../figures/number.ts";
import { month } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { dateWords } from "../../url/range.ts";

const COLUMNS: readonly Column[] = [
  { name: "Of the month", left: true },
  { name: "Cost", title: "Known cost of the month's requests" },
  { name: "Savings", title: "Baseline less cost of those with a baseline; the platform's cost is not taken off" },
];

const CASES: readonly { name: string; title: string; of: keyof ForecastBand }[] = [
  { name: "Low", title: "One outcome of ten is below", of: "low" },
  { name: "Expected", title: "What is expected", of: "base" },
  { name: "High", title: "One outcome of ten is above", of: "high" },
];

export function MonthEndCard({ answer }: { answer: RoiTimeline }) {
  const { forecast, forecast_reason, as_of, period } = answer;
  const title = (
    <span className="flex items-center gap-2">
      By the end of {month(as_of, period.tz)}
      <Tag title="What is to come is reckoned from the days that were. Nobody is billed by it.">Modelled</Tag>
    </span>
  );
  if (forecast === null) {
    return (
      <Card title={title}>
        <Empty title="No forecast yet" className="min-h-32">
          {forecast_reason}
        </Empty>
      </Card>
    );
  }
  const { month_end, method, basis_days, until } = forecast;
  return (
    <Card title={title} flush>
      <table className="w-full text-dense" data-testid="month-end">
        <TableHead columns={COLUMNS} sticky />
        <tbody>
          <Line name="So far" title="Up to now" cost={month_end.spent_so_far_usd} savings={month_end.saved_so_far_usd} />
          {CASES.map(({ name, title: meaning, of }) => (
            <Line
              key={of}
              name={name}
              title={meaning}
              cost={month_end.cost_usd?.[of] ?? null}
              savings={month_end.savings_usd?.[of] ?? null}
              strong={of === "base"}
            />
          ))}
        </tbody>
      </table>
      <p className="border-t border-line px-4 py-3 text-2xs leading-4 text-muted sm:px-5" data-testid="forecast-method">
        {method} It rests on {counted(basis_days, "day")} and looks ahead to {dateWords(until)}.
      </p>
    </Card>
  );
}

interface LineProps {
  name: string;
  title: string;
  cost: string | null;
  savings: string | null;
  strong?: boolean;
}

function Line({ name, title, cost, savings, strong = false }: LineProps) {
  const weight = strong ? "font-semibold" : "";
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" title={title} className={`px-3 py-2 pl-4 text-left sm:pl-5 ${strong ? "font-semibold" : "font-normal text-muted"}`}>
        {name}
      </th>
      <FigureCell>
        <Money value={cost} className={weight} unknown="None of the month's requests has a price" />
      </FigureCell>
      <FigureCell>
        <Money value={savings} signed className={weight} unknown="None of the month's requests has a baseline" />
      </FigureCell>
    </tr>
  );
}

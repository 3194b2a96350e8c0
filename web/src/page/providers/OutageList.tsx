// The outages of the span, newest first: from when to when, how long, and why.
import type { Outage, ProviderSeriesAnswer } from "../../api/types.ts";
import { dayMinute, exact } from "../../time/format.ts";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { RowsLink } from "../requests/RowsLink.tsx";
import { howLong } from "./lanes.ts";

const COLUMNS: readonly Column[] = [
  { name: "Provider", left: true },
  { name: "Model", title: "A dash where all of the provider was out", left: true },
  { name: "From", left: true },
  { name: "To", left: true },
  { name: "How long" },
  { name: "Why", left: true },
  { name: "Requests", title: "What was asked of the provider meanwhile" },
];

interface OutageListProps {
  answer: ProviderSeriesAnswer;
  scope: Scope;
}

export function OutageList({ answer, scope }: OutageListProps) {
  const { outages, period, as_of } = answer;
  if (outages.length === 0) return <p className="mt-4 text-dense text-muted">No breaker opened in this span.</p>;
  const newest = [...outages].sort((a, b) => (a.from < b.from ? 1 : -1));
  return (
    <div role="region" aria-label="Outages" tabIndex={0} className="mt-4 max-h-72 overflow-auto rounded-lg bg-ground">
      <table className="w-full min-w-[44rem] text-xs" data-testid="outages">
        <TableHead columns={COLUMNS} />
        <tbody>
          {newest.map((outage) => (
            <OutageRow key={`${outage.provider} ${outage.model ?? ""} ${outage.from}`} outage={outage} tz={period.tz} asOf={as_of} scope={scope} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface OutageRowProps {
  outage: Outage;
  tz: string;
  asOf: string;
  scope: Scope;
}

function OutageRow({ outage: { provider, model, from, to, reason, last_state }, tz, asOf, scope }: OutageRowProps) {
  const rows = rowsOf(scope, { provider, ...(model === null ? {} : { model }) }, { from, to: to ?? asOf });
  const cell = "px-3 py-1.5 text-left whitespace-nowrap";
  return (
    <tr className="border-b border-line last:border-0" data-from={from}>
      <th scope="row" className={`${cell} pl-4 font-medium sm:pl-5`}>
        {provider}
      </th>
      <td className={cell}>{model ?? <span className="text-faint" title="All of the provider was out">{"\u2014"}</span>}</td>
      <td className={`figure ${cell}`} title={exact(from, tz)}>
        {dayMinute(from, tz)}
      </td>
      <td className={`figure ${cell}`} title={to === null ? undefined : exact(to, tz)}>
        {to === null ? <Tag tone="loss">{last_state === "half_open" ? "still out, probing" : "still out"}</Tag> : dayMinute(to, tz)}
      </td>
      <td className="figure px-3 py-1.5 text-right">{howLong(Date.parse(to ?? asOf) - Date.parse(from))}</td>
      <td className={`${cell} font-mono text-2xs`}>{reason ?? <span title="The gateway did not say">{"\u2014"}</span>}</td>
      <td className="px-3 py-1.5 text-right">
        <RowsLink to={rows}>Rows</RowsLink>
      </td>
    </tr>
  );
}

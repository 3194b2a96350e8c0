// Every change of a rule's state, newest first, with the figure that brought it about.
import { useState } from "react";
import type { AlertAnswer } from "../../../api/types.ts";
import { counted } from "../../../figures/number.ts";
import { ago, dayMinute, exact } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { FigureCell } from "../../../ui/FigureCell.tsx";
import { type Column, TableHead } from "../../../ui/TableHead.tsx";
import { Figure } from "../Reading.tsx";
import { STATE_WORDS } from "../words.ts";

const SHOWN_FIRST = 20;

const COLUMNS: readonly Column[] = [
  { name: "When", left: true },
  { name: "Change", left: true },
  { name: "Figure", title: "Of the window that ended then" },
  { name: "Ago", wide: true },
];

export function HistoryCard({ answer, tz }: { answer: AlertAnswer; tz: string }) {
  const [all, setAll] = useState(false);
  const { alert, history, as_of } = answer;
  const shown = all ? history : history.slice(0, SHOWN_FIRST);
  return (
    <Card title="History" aside={counted(history.length, "change")} flush>
      {history.length === 0 ? (
        <p className="px-4 pb-4 text-dense text-muted sm:px-5 sm:pb-5">Its state has not changed since it was made.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-dense" data-testid="alert-history">
            <TableHead columns={COLUMNS} sticky />
            <tbody>
              {shown.map(({ at, from, to, value }, index) => (
                <tr key={`${at} ${index}`} className="border-b border-line last:border-0">
                  <th scope="row" title={exact(at, tz)} className="figure px-3 py-2 pl-4 text-left font-normal whitespace-nowrap sm:pl-5">
                    {dayMinute(at, tz)}
                  </th>
                  <td className="px-3 py-2" data-from={from} data-to={to}>
                    <span className="text-muted">{STATE_WORDS[from]} {"\u2192"} </span>
                    <span className={to === "ALERT" ? "font-medium text-loss" : ""}>{STATE_WORDS[to]}</span>
                  </td>
                  <FigureCell>
                    <Figure metric={alert.metric} value={value} />
                  </FigureCell>
                  <FigureCell wide>
                    <span className="text-muted">{ago(at, Date.parse(as_of))}</span>
                  </FigureCell>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length < history.length && (
            <div className="px-4 py-3 sm:px-5">
              <Button
                weight="small"
                onClick={() => {
                  setAll(true);
                }}
              >
                Show all {history.length}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

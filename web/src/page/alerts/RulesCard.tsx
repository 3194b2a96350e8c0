// The rules as a table, with how many stand how.
import { useKeepAlert } from "../../api/alerts.ts";
import type { AlertItem } from "../../api/types.ts";
import { count } from "../../figures/number.ts";
import { Card } from "../../ui/Card.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { useNow } from "../../ui/useNow.ts";
import type { Scope } from "../../url/scope.ts";
import { RuleRow } from "./RuleRow.tsx";
import { countStandings, inOrder, STANDINGS } from "./standing.ts";
import { STANDING_LOOKS } from "./StateTag.tsx";

const RENEW_MS = 10_000;

const COLUMNS: readonly Column[] = [
  { name: "Rule", left: true },
  { name: "State", left: true, wide: true },
  { name: "Since", wide: true, title: "When it came into this state" },
  { name: "Now", title: "The figure of its window when it was last looked at" },
  { name: "Threshold", wide: true },
  { name: "Last look", wide: true, title: "When it was last evaluated" },
  { name: "On", title: "Whether it is looked at" },
];

interface RulesCardProps {
  items: AlertItem[];
  scope: Scope;
  tz: string;
}

export function RulesCard({ items, scope, tz }: RulesCardProps) {
  const now = useNow(RENEW_MS);
  const keep = useKeepAlert(scope);
  const counts = countStandings(items);
  return (
    <>
      {keep.error && <ErrorNote error={keep.error} />}
      <Card
        title="Rules"
        aside={
          <ul aria-label="How they stand" className="flex flex-wrap gap-1.5">
            {STANDINGS.filter((each) => counts[each] > 0 || each === "firing").map((each) => {
              const { word, tone, title } = STANDING_LOOKS[each];
              return (
                <li key={each} data-standing={each} className="flex">
                  <Tag tone={counts[each] > 0 ? tone : "neutral"} title={title}>
                    {count(counts[each])} {word.toLowerCase()}
                  </Tag>
                </li>
              );
            })}
          </ul>
        }
        flush
      >
        <div className="overflow-x-auto">
          <table className="w-full text-dense sm:min-w-[46rem]" data-testid="alert-rules">
            <TableHead columns={COLUMNS} sticky />
            <tbody>
              {inOrder(items).map((item) => (
                <RuleRow key={item.id} item={item} scope={scope} tz={tz} nowMs={now} keep={keep} />
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </>
  );
}

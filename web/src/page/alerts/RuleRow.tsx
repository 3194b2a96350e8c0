// One rule in the list: what it is, where it stands and since when, its figure against its bound, and its switch.
import type { useKeepAlert } from "../../api/alerts.ts";
import type { AlertItem } from "../../api/types.ts";
import { ago, exact } from "../../time/format.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { EnabledSwitch } from "./EnabledSwitch.tsx";
import { Reading } from "./Reading.tsx";
import { standingOf } from "./standing.ts";
import { StateTag } from "./StateTag.tsx";
import { boundWords, ruleWords } from "./words.ts";

interface RuleRowProps {
  item: AlertItem;
  scope: Scope;
  tz: string;
  nowMs: number;
  keep: ReturnType<typeof useKeepAlert>;
}

export function RuleRow({ item, scope, tz, nowMs, keep }: RuleRowProps) {
  const standing = standingOf(item);
  const since = standing === "off" ? null : item.state_since;
  return (
    <tr className={`border-b border-line last:border-0 hover:bg-hover ${standing === "off" ? "text-muted" : ""}`} data-rule={item.id} data-standing={standing}>
      <th scope="row" className="sticky left-0 bg-surface px-3 py-2 pl-4 text-left align-top font-normal sm:pl-5">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <ScopeLink to={changed(scope, { sub: item.id, own: {} })} className="font-medium break-words hover:underline">
            {item.name}
          </ScopeLink>
          <span className="sm:hidden">
            <StateTag item={item} />
          </span>
        </span>
        {item.name !== ruleWords(item) && <span className="block text-xs text-muted">{ruleWords(item)}</span>}
      </th>
      <td className="hidden px-3 py-2 align-top sm:table-cell">
        <StateTag item={item} />
      </td>
      <FigureCell wide title={since === null ? "It is off" : exact(since, tz)}>
        <span className="text-muted">{since === null ? "\u2014" : ago(since, nowMs)}</span>
      </FigureCell>
      <FigureCell>
        {standing === "off" ? <span title="It is off">{"\u2014"}</span> : <Reading item={item} />}
      </FigureCell>
      <FigureCell wide>
        <span className="text-muted">{boundWords(item)}</span>
      </FigureCell>
      <FigureCell wide title={item.evaluated_at === null ? "It was not looked at yet" : exact(item.evaluated_at, tz)}>
        <span className="text-muted">{item.evaluated_at === null ? "\u2014" : ago(item.evaluated_at, nowMs)}</span>
      </FigureCell>
      <FigureCell>
        <EnabledSwitch item={item} keep={keep} />
      </FigureCell>
    </tr>
  );
}

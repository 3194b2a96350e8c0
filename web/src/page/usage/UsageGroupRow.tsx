// One group's usage; its count of requests leads to them.
import type { UsageGroup } from "../../api/types.ts";
import { Swatch } from "../../chart/Legend.tsx";
import { partPercent } from "../../figures/share.ts";
import { countChange } from "../../money/change.ts";
import { count, duration, percent } from "../../figures/number.ts";
import { Count } from "../../ui/Count.tsx";
import { Delta } from "../../ui/Delta.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import type { Scope } from "../../url/scope.ts";
import { GroupName } from "../groups/GroupName.tsx";
import { groupName, intoGroup, rowsOfGroup } from "../groups/groupScope.ts";
import { ShareCell } from "../groups/ShareCell.tsx";
import { RowsLink } from "../requests/RowsLink.tsx";

interface UsageGroupRowProps {
  group: UsageGroup;
  /** Of the whole measure, in [0, 1]; null where there is none. */
  share: number | null;
  colour: string;
  /** Its measure now and in the span that it is compared with. */
  compared: { now: number; then: number; against: string } | null;
  scope: Scope;
}

export function UsageGroupRow({ group, share, colour, compared, scope }: UsageGroupRowProps) {
  const { total, key, kind } = group;
  const { tokens } = total;
  const rows = rowsOfGroup(scope, group);
  const requests = <Count value={total.requests} of="requests" whole />;
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover" data-group={key ?? kind}>
      <th scope="row" className="sticky left-0 max-w-64 bg-surface px-3 py-2 pl-4 text-left align-top font-medium sm:pl-5">
        <span className="flex items-center gap-2">
          <Swatch colour={colour} />
          <GroupName name={groupName(group, scope.cut.groupBy)} narrower={intoGroup(scope, group)} />
        </span>
      </th>
      <ShareCell share={share} colour={colour} />
      {compared && (
        <FigureCell>
          <Delta value={countChange(compared.now, compared.then)} more="neither" against={compared.against} />
        </FigureCell>
      )}
      <FigureCell>
        {rows === null ? requests : <RowsLink to={rows}>{requests}</RowsLink>}
      </FigureCell>
      <FigureCell>
        <Count value={tokens.input} of="tokens" />
      </FigureCell>
      <FigureCell title={`${count(tokens.cache_read)} tokens`}>{percent(partPercent(tokens.cache_read, tokens.input), 1)}</FigureCell>
      <FigureCell>
        <Count value={tokens.output} of="tokens" />
      </FigureCell>
      <FigureCell>
        <Count value={tokens.reasoning} of="tokens" />
      </FigureCell>
      <FigureCell title={`${count(total.failed_other)} failed; ${count(total.failed_client)} failures caused by the client are left out`}>
        {percent(total.success_percent)}
      </FigureCell>
      <FigureCell>{duration(total.latency_ms_mean)}</FigureCell>
    </tr>
  );
}

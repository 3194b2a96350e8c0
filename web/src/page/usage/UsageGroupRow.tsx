// One group's usage; its count of requests leads to them.
import type { UsageGroup } from "../../api/types.ts";
import { Swatch } from "../../chart/Legend.tsx";
import { changePercent, partPercent } from "../../figures/change.ts";
import { count, duration, percent } from "../../figures/number.ts";
import { Count } from "../../ui/Count.tsx";
import { Delta } from "../../ui/Delta.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { GROUP_LABELS } from "../../url/cut.ts";
import { rowsOf } from "../../url/rows.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { GroupHead } from "../groups/GroupHead.tsx";
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
  change: Change;
}

export function UsageGroupRow({ group, share, colour, compared, scope, change }: UsageGroupRowProps) {
  const { total, key, kind } = group;
  const { tokens } = total;
  const requests = <Count value={total.requests} of="requests" whole />;
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover" data-group={key ?? kind}>
      <GroupHead group={group} scope={scope} change={change} mark={<Swatch colour={colour} />} />
      <ShareCell share={share} colour={colour} />
      {compared && (
        <FigureCell>
          <Delta value={changePercent(compared.now, compared.then)} more="neither" against={compared.against} />
        </FigureCell>
      )}
      <FigureCell>
        {key === null ? requests : <RowsLink to={rowsOf(scope, { [GROUP_LABELS[scope.cut.groupBy].filter]: key })}>{requests}</RowsLink>}
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

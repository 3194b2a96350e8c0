// One rule: what it says and where it stands, where it stood, and every change.
import { ArrowLeft } from "lucide-react";
import { useAlert } from "../../../api/alerts.ts";
import { changed } from "../../../url/scope.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import { Answered } from "../../Answered.tsx";
import type { Around } from "../../Around.ts";
import { Content } from "../../frame/Content.tsx";
import { EditRule } from "../editor/EditRule.tsx";
import { HistoryCard } from "./HistoryCard.tsx";
import { PastCard } from "./PastCard.tsx";
import { RuleCard } from "./RuleCard.tsx";

export function OneRule({ around, id }: { around: Around; id: string }) {
  const { scope } = around;
  const query = useAlert(scope, id);
  const alert = query.data?.alert;
  return (
    <Content shown={query.data ?? null}>
      <ScopeLink to={changed(scope, { sub: null, own: {} })} className="inline-flex items-center gap-1.5 text-dense text-muted hover:text-ink">
        <ArrowLeft aria-hidden className="size-3.5" />
        All rules
      </ScopeLink>
      <Answered around={around} query={query}>
        {(answer) => {
          const tz = scope.tz ?? answer.period.tz;
          return (
            <>
              <RuleCard item={answer.alert} around={around} asOf={answer.as_of} tz={tz} />
              <PastCard answer={answer} around={around} tz={tz} />
              <HistoryCard answer={answer} tz={tz} />
            </>
          );
        }}
      </Answered>
      {scope.own.edit !== undefined && alert !== undefined && <EditRule around={around} item={alert} />}
    </Content>
  );
}

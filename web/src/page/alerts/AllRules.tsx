// All rules, those that fire first; without any, three to begin with.
import { useAlerts } from "../../api/alerts.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import type { PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { NewRule } from "./editor/NewRule.tsx";
import { FirstRules } from "./FirstRules.tsx";
import { RulesCard } from "./RulesCard.tsx";

export function AllRules({ around }: PageProps) {
  const { scope } = around;
  const add = (
    <ScopeLink to={{ ...scope, own: { new: "1" } }} className="rounded-lg bg-ink px-3 py-1.5 text-dense font-medium whitespace-nowrap text-ground hover:opacity-90">
      New rule
    </ScopeLink>
  );
  return (
    <>
      <Page around={around} query={useAlerts(scope)} actions={add}>
        {({ items, period }) =>
          items.length === 0 ? <FirstRules scope={scope} /> : <RulesCard items={items} scope={scope} tz={scope.tz ?? period.tz} />
        }
      </Page>
      {scope.own.new !== undefined && <NewRule around={around} begin={scope.own.new} />}
    </>
  );
}

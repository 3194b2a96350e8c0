// Alerts in short: what is on, and how the other rules stand.
import type { AlertsSummary } from "../../api/types.ts";
import { counted } from "../../figures/number.ts";
import { ago } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { useNow } from "../../ui/useNow.ts";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { Figure } from "../alerts/Reading.tsx";

const RENEW_MS = 30_000;

export function AlertsCard({ alerts, scope }: { alerts: AlertsSummary; scope: Scope }) {
  const now = useNow(RENEW_MS);
  const rules = alerts.ok + alerts.alert + alerts.no_data;
  const page = changed(scope, { page: "alerts" });
  return (
    <Card
      title={
        <ScopeLink to={page} className="hover:underline">
          Alerts
        </ScopeLink>
      }
      aside={rules === 0 ? undefined : counted(rules, "rule")}
    >
      {rules === 0 ? (
        <>
          <p className="text-dense text-muted">No rule is on. A rule watches cost, failures or latency, and says when they pass a bound.</p>
          <ScopeLink
            to={{ ...page, own: { new: "spend" } }}
            className="mt-3 inline-block rounded-lg bg-surface px-3 py-1.5 text-dense font-medium shadow-card hover:bg-hover"
          >
            Make a rule
          </ScopeLink>
        </>
      ) : (
        <>
          <div className="flex flex-wrap gap-1.5">
            <Tag tone={alerts.alert > 0 ? "loss" : "neutral"}>{alerts.alert} on</Tag>
            <Tag tone={alerts.ok > 0 ? "gain" : "neutral"}>{alerts.ok} within bounds</Tag>
            {alerts.no_data > 0 && <Tag title="Too few requests in the window to tell">{alerts.no_data} without data</Tag>}
          </div>
          <ul className="mt-3 space-y-2">
            {alerts.firing.map((alert) => (
              <li key={alert.id} className="flex items-baseline justify-between gap-3 text-dense">
                <span className="flex min-w-0 items-baseline gap-2">
                  <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-loss" />
                  <ScopeLink to={{ ...page, sub: alert.id }} className="truncate font-medium hover:underline" title={alert.name}>
                    {alert.name}
                  </ScopeLink>
                </span>
                <span className="figure shrink-0 text-xs text-muted">
                  {alert.value !== null && (
                    <span className="mr-1.5 text-ink">
                      <Figure metric={alert.metric} value={alert.value} />
                    </span>
                  )}
                  {ago(alert.since, now)}
                </span>
              </li>
            ))}
          </ul>
          {alerts.alert === 0 && <p className="text-dense text-muted">Nothing is on.</p>}
        </>
      )}
    </Card>
  );
}

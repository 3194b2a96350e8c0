// Alerts in short: what is on, and how the other rules stand.
import type { AlertsSummary } from "../../api/types.ts";
import { counted } from "../../figures/number.ts";
import { ago } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { useNow } from "../../ui/useNow.ts";

const RENEW_MS = 30_000;

export function AlertsCard({ alerts }: { alerts: AlertsSummary }) {
  const now = useNow(RENEW_MS);
  const rules = alerts.ok + alerts.alert + alerts.no_data;
  return (
    <Card title="Alerts" aside={rules === 0 ? undefined : counted(rules, "rule")}>
      {rules === 0 ? (
        <p className="text-dense text-muted">
          No rules yet. A rule watches cost, error rate or latency: <code className="font-mono text-xs">POST /api/v1/analytics/alerts</code>.
        </p>
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
                  <span className="truncate font-medium" title={alert.name}>
                    {alert.name}
                  </span>
                </span>
                <span className="figure shrink-0 text-xs text-muted">
                  {alert.value !== null && <span className="text-ink">{alert.value} </span>}
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

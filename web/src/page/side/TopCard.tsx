// The dearest models, users and keys of the period.
import { useState } from "react";
import type { TopRow } from "../../api/types.ts";
import { countShort } from "../../figures/number.ts";
import { parsePicoOrNull, shareForPixels, type Pico } from "../../money/pico.ts";
import { Card } from "../../ui/Card.tsx";
import { Money } from "../../ui/Money.tsx";
import { PERIOD_LABELS, type Scope } from "../../url/scope.ts";

interface TopCardProps {
  models: TopRow[];
  users: TopRow[];
  apiKeys: TopRow[];
  scope: Scope;
}

const TABS = ["Models", "Users", "Keys"] as const;
type Tab = (typeof TABS)[number];

export function TopCard({ models, users, apiKeys, scope }: TopCardProps) {
  const [tab, setTab] = useState<Tab>("Models");
  const rows = { Models: models, Users: users, Keys: apiKeys }[tab];
  const largest = rows.reduce<Pico>((most, row) => {
    const cost = parsePicoOrNull(row.cost_usd) ?? 0n;
    return cost > most ? cost : most;
  }, 0n);
  return (
    <Card
      title="Where it goes"
      aside={
        <div role="group" aria-label="Dearest" className="flex rounded-lg bg-sunken p-0.5">
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === tab}
              onClick={() => {
                setTab(name);
              }}
              className={`rounded-md px-2 py-0.5 text-2xs font-medium ${name === tab ? "bg-surface text-ink shadow-card" : "hover:text-ink"}`}
            >
              {name}
            </button>
          ))}
        </div>
      }
    >
      {rows.length === 0 ? (
        <p className="text-dense text-muted">No requests {PERIOD_LABELS[scope.period].words.replace(/^the/, "in the")}.</p>
      ) : (
        <ul className="space-y-2.5">
          {rows.map((row) => (
            <TopLine key={`${row.kind} ${row.key ?? ""}`} row={row} largest={largest} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function TopLine({ row, largest }: { row: TopRow; largest: Pico }) {
  const share = shareForPixels(parsePicoOrNull(row.cost_usd) ?? 0n, largest);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3 text-dense">
        <span className={`truncate ${row.kind === "value" ? "" : "text-muted"}`} title={row.label}>
          {row.label}
        </span>
        <Money value={row.cost_usd} className="font-medium" unknown="None of its requests has a price" />
      </div>
      <div className="mt-1 h-1 rounded-full bg-sunken" aria-hidden>
        <div className="h-full rounded-full bg-cost" style={{ width: `${share * 100}%` }} />
      </div>
      <div className="mt-1 flex justify-between text-2xs text-faint">
        <span className="figure">
          {countShort(row.requests)} req, {countShort(row.tokens.input + row.tokens.output)} tokens
        </span>
        {row.savings_usd !== null && (
          <span className="figure">
            saved <Money value={row.savings_usd} signed />
          </span>
        )}
      </div>
    </li>
  );
}

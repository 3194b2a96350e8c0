// The dearest models, users and keys of the period.
import type { TopRow } from "../../api/types.ts";
import { countShort } from "../../figures/number.ts";
import { parsePicoOrNull, shareForPixels, type Pico } from "../../money/pico.ts";
import { Card } from "../../ui/Card.tsx";
import { Money } from "../../ui/Money.tsx";
import { during, rangeWords } from "../../url/range.ts";
import type { Scope } from "../../url/scope.ts";

interface TopCardProps {
  models: TopRow[];
  users: TopRow[];
  apiKeys: TopRow[];
  scope: Scope;
}

export function TopCard({ models, users, apiKeys, scope }: TopCardProps) {
  return (
    <Card title="Where it goes" aside={rangeWords(scope.range)}>
      {models.length === 0 ? (
        <p className="text-dense text-muted">No requests {during(scope.range)}.</p>
      ) : (
        <div className="grid grid-cols-1 gap-x-8 gap-y-5 md:grid-cols-3 xl:grid-cols-1">
          <TopList name="Models" rows={models} />
          <TopList name="Users" rows={users} />
          <TopList name="Keys" rows={apiKeys} />
        </div>
      )}
    </Card>
  );
}

function TopList({ name, rows }: { name: string; rows: TopRow[] }) {
  if (rows.length === 0) return null;
  const largest = rows.reduce<Pico>((most, row) => {
    const cost = parsePicoOrNull(row.cost_usd) ?? 0n;
    return cost > most ? cost : most;
  }, 0n);
  return (
    <div>
      <h3 className="mb-2 text-2xs font-medium text-muted">{name}</h3>
      <ul className="space-y-2">
        {rows.map((row) => (
          <TopLine key={`${row.kind} ${row.key ?? ""}`} row={row} largest={largest} />
        ))}
      </ul>
    </div>
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
      <div className="mt-0.5 h-1 rounded-full bg-sunken" aria-hidden>
        <div className="h-full rounded-full bg-cost" style={{ width: `${share * 100}%` }} />
      </div>
      <div className="mt-0.5 flex justify-between text-2xs text-faint">
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

// The dearest models, users and keys of the period.
import type { TopRow } from "../../api/types.ts";
import { countShort } from "../../figures/number.ts";
import { parsePicoOrNull, shareForPixels, type Pico, ZERO } from "../../money/pico.ts";
import { Card } from "../../ui/Card.tsx";
import { Money } from "../../ui/Money.tsx";
import { during, rangeWords } from "../../url/range.ts";
import type { FilterName } from "../../url/cut.ts";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { RowsLink } from "../requests/RowsLink.tsx";

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
          <TopList name="Models" rows={models} filter="model" scope={scope} />
          <TopList name="Users" rows={users} filter="user_id" scope={scope} />
          <TopList name="Keys" rows={apiKeys} filter="key_id" scope={scope} />
        </div>
      )}
    </Card>
  );
}

interface TopListProps {
  name: string;
  rows: TopRow[];
  /** What narrows to one of them. */
  filter: FilterName;
  scope: Scope;
}

function TopList({ name, rows, filter, scope }: TopListProps) {
  if (rows.length === 0) return null;
  const largest = rows.reduce<Pico>((most, row) => {
    const cost = parsePicoOrNull(row.cost_usd) ?? ZERO;
    return cost > most ? cost : most;
  }, ZERO);
  return (
    <div>
      <h3 className="mb-2 text-2xs font-medium text-muted">{name}</h3>
      <ul className="space-y-2">
        {rows.map((row) => (
          <TopLine
            key={`${row.kind} ${row.key ?? ""}`}
            row={row}
            largest={largest}
            to={row.key === null ? null : rowsOf(scope, { [filter]: row.key })}
          />
        ))}
      </ul>
    </div>
  );
}

interface TopLineProps {
  row: TopRow;
  largest: Pico;
  /** Its requests; null for what is no single value. */
  to: Scope | null;
}

function TopLine({ row, largest, to }: TopLineProps) {
  const share = shareForPixels(parsePicoOrNull(row.cost_usd) ?? ZERO, largest);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3 text-dense">
        {to === null ? (
          <span className="truncate text-muted" title={row.label}>
            {row.label}
          </span>
        ) : (
          <RowsLink to={to} title={`The requests of ${row.label}`} className="truncate">
            {row.label}
          </RowsLink>
        )}
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

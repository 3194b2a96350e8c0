// Providers beside each other, and, where one is opened, its models; where it is asked for, ordered by a column.
import type { ProviderRow } from "../../api/types.ts";
import { inOrder, type Order, type Rank } from "../../figures/order.ts";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import type { PerformanceColumn } from "./columns.tsx";
import { PerformanceRow } from "./PerformanceRow.tsx";

export const PROVIDER: Column = {
  name: "Provider",
  title: "By provider; open one for its models",
  left: true,
  order: { by: "provider", descendingFirst: false },
};
const BREAKER: Column = { name: "Breaker", title: "Whether the gateway sends to it now", left: true, wide: true };

interface PerformanceTableProps {
  rows: readonly ProviderRow[];
  columns: readonly PerformanceColumn[];
  scope: Scope;
  tz: string;
  /** The providers that are open. */
  open: ReadonlySet<string>;
  onToggle: (provider: string) => void;
  /** The order of providers, and of the models of each; null for the busiest first. */
  order?: Order | null;
  onOrder?: (order: Order | null) => void;
  className: string;
}

export function PerformanceTable({ rows, columns, scope, tz, open, onToggle, order = null, onOrder, className }: PerformanceTableProps) {
  const column = columns.find((each) => each.order.by === order?.by);
  const ordered = <T,>(all: readonly T[], name: (row: T) => string, rank: (row: T) => Rank) =>
    order === null ? all : inOrder(all, column === undefined ? name : rank, order.descending);
  return (
    <div className="overflow-x-auto">
      <table className={`w-full text-dense ${className}`} data-testid="providers">
        <TableHead columns={[PROVIDER, BREAKER, ...columns]} sticky order={order} {...(onOrder ? { onOrder } : {})} />
        {ordered(rows, ({ provider }) => provider, (row) => column?.rank(row) ?? null).map((row) => (
          <tbody key={row.provider} className="border-b border-line last:border-0">
            <PerformanceRow
              name={row.provider}
              kind={row.kind}
              simulated={row.simulated}
              figures={row}
              breaker={row.breaker}
              columns={columns}
              rows={rowsOf(scope, { provider: row.provider })}
              tz={tz}
              open={open.has(row.provider)}
              onToggle={() => {
                onToggle(row.provider);
              }}
            />
            {open.has(row.provider) &&
              ordered(row.models, ({ model }) => model, (model) => column?.rank(model) ?? null).map((model) => (
                <PerformanceRow
                  key={model.model}
                  name={model.model}
                  figures={model}
                  breaker={model.breaker}
                  columns={columns}
                  rows={rowsOf(scope, { provider: row.provider, model: model.model })}
                  tz={tz}
                />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

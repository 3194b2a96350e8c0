// Providers compared by whichever column matters; the order, and which are open, stand in the address.
import type { ProviderRow } from "../../api/types.ts";
import { readOrder, writeOrder } from "../../figures/order.ts";
import { Card } from "../../ui/Card.tsx";
import { withOwn } from "../../url/own.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { ALL_COLUMNS } from "./columns.tsx";
import { PerformanceTable, PROVIDER } from "./PerformanceTable.tsx";
import { toggled } from "./toggled.ts";

const NAMES = [PROVIDER, ...ALL_COLUMNS].flatMap(({ order }) => (order === undefined ? [] : [order.by]));
/** Between the names of open providers in the address; no provider's name has one. */
const BETWEEN = ",";

interface ComparisonCardProps {
  rows: ProviderRow[];
  scope: Scope;
  change: Change;
  tz: string;
}

export function ComparisonCard({ rows, scope, change, tz }: ComparisonCardProps) {
  const open = new Set(scope.own.open?.split(BETWEEN));
  return (
    <Card title="Side by side" aside="attempts by provider and model; percentiles within 1%" flush>
      <PerformanceTable
        rows={rows}
        columns={ALL_COLUMNS}
        scope={scope}
        tz={tz}
        open={open}
        onToggle={(provider) => {
          const names = [...toggled(open, provider)].join(BETWEEN);
          change({ own: withOwn(scope, "open", names === "" ? null : names) });
        }}
        order={readOrder(scope.own.sort, NAMES)}
        onOrder={(order) => {
          change({ own: withOwn(scope, "sort", writeOrder(order)) });
        }}
        className="min-w-[70rem]"
      />
    </Card>
  );
}

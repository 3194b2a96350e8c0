// How the providers did in the period, by provider and, opened, by model.
import { useState } from "react";
import type { ProviderRow } from "../../api/types.ts";
import { Card } from "../../ui/Card.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { rangeWords } from "../../url/range.ts";
import type { Scope } from "../../url/scope.ts";
import { PerformanceRow } from "./PerformanceRow.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Provider", title: "By provider; open one for its models", left: true },
  { name: "Breaker", title: "Whether the gateway sends to it now", left: true, wide: true },
  { name: "Success", title: "Attempts that gave a complete answer; failures caused by clients are left out" },
  { name: "p50", title: "Half of the successful attempts took less" },
  { name: "p95", title: "95 of 100 took less" },
  { name: "p99", title: "99 of 100 took less" },
  { name: "First token", title: "Median time to the first token of streamed attempts" },
  { name: "Tokens/s", title: "Median output tokens a second of streamed attempts" },
  { name: "Faults", title: "Rate limits and time-outs among the failures" },
  { name: "Cost", title: "Cost of requests whose final attempt was here" },
];

interface ProvidersCardProps {
  rows: ProviderRow[];
  scope: Scope;
  tz: string;
}

export function ProvidersCard({ rows, scope, tz }: ProvidersCardProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (provider: string) => {
    const next = new Set(open);
    if (!next.delete(provider)) next.add(provider);
    setOpen(next);
  };
  return (
    <Card
      title="Providers' performance"
      aside={<>attempts, {rangeWords(scope.range)}; percentiles within 1%</>}
      flush
    >
      {rows.length === 0 ? (
        <p className="px-5 pb-5 text-dense text-muted">No provider was asked in this period.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[46rem] sm:min-w-[58rem] text-dense" data-testid="providers">
            <TableHead columns={COLUMNS} sticky />
            {rows.map((row) => (
              <tbody key={row.provider} className="border-b border-line last:border-0">
                <PerformanceRow
                  name={row.provider}
                  kind={row.kind}
                  simulated={row.simulated}
                  figures={row}
                  breaker={row.breaker}
                  tz={tz}
                  open={open.has(row.provider)}
                  onToggle={() => {
                    toggle(row.provider);
                  }}
                />
                {open.has(row.provider) &&
                  row.models.map((model) => (
                    <PerformanceRow key={model.model} name={model.model} figures={model} breaker={model.breaker} tz={tz} />
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </Card>
  );
}

// How the providers did in the period, by provider and, opened, by model.
import { useState } from "react";
import type { ProviderRow } from "../../api/types.ts";
import { Card } from "../../ui/Card.tsx";
import { rangeWords } from "../../url/range.ts";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { FEW_COLUMNS } from "./columns.tsx";
import { PerformanceTable } from "./PerformanceTable.tsx";
import { toggled } from "./toggled.ts";

interface ProvidersCardProps {
  rows: ProviderRow[];
  scope: Scope;
  tz: string;
}

export function ProvidersCard({ rows, scope, tz }: ProvidersCardProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  return (
    <Card
      title={
        <ScopeLink to={changed(scope, { page: "providers" })} className="hover:underline">
          Providers&rsquo; performance
        </ScopeLink>
      }
      aside={<>attempts, {rangeWords(scope.range)}; percentiles within 1%</>}
      flush
    >
      {rows.length === 0 ? (
        <p className="px-5 pb-5 text-dense text-muted">No provider was asked in this period.</p>
      ) : (
        <PerformanceTable
          rows={rows}
          columns={FEW_COLUMNS}
          scope={scope}
          tz={tz}
          open={open}
          onToggle={(provider) => {
            setOpen(toggled(open, provider));
          }}
          className="min-w-[46rem] sm:min-w-[58rem]"
        />
      )}
    </Card>
  );
}

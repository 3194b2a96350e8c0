// The tenant's exports, newest first.
import { useExports } from "../../api/exports.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ExportLine } from "./ExportLine.tsx";

export function ExportList({ tenantId, tz }: { tenantId: string | null; tz: string }) {
  const { data, error, refetch } = useExports(tenantId);
  return (
    <section className="border-t border-line pt-4">
      <h3 className="text-sm font-semibold">Files</h3>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="mt-2 h-16 w-full" />}
      {data?.items.length === 0 && <p className="mt-1 text-dense text-muted">None yet. One that you start goes on while this is closed.</p>}
      {data && data.items.length > 0 && (
        <ul aria-label="Exports" className="mt-2 divide-y divide-line">
          {data.items.map((item) => (
            <ExportLine key={item.id} item={item} tenantId={tenantId} tz={tz} />
          ))}
        </ul>
      )}
    </section>
  );
}

// One export: how far it is, its file, or why there is none.
import { useState } from "react";
import { fileAddress, useDeleteExport } from "../../api/exports.ts";
import { isUnfinished } from "../../api/exportPoll.ts";
import type { ExportItem } from "../../api/types.ts";
import { bytes, count } from "../../figures/number.ts";
import { exact, momentSpan } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { Tag, type Tone } from "../../ui/Tag.tsx";

interface ExportLineProps {
  item: ExportItem;
  tenantId: string | null;
  tz: string;
}

const TONES: Record<ExportItem["state"], Tone> = { queued: "neutral", running: "neutral", done: "gain", failed: "loss" };

export function ExportLine({ item, tenantId, tz }: ExportLineProps) {
  const { mutate, error, isPending } = useDeleteExport(tenantId);
  const [sure, setSure] = useState(false);
  const { id, state, file_name, period } = item;
  const away = sure ? "Really?" : isUnfinished(item) ? "Stop" : "Delete";
  return (
    <li className="space-y-1.5 py-2.5" data-export={id} data-state={state}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Tag tone={TONES[state]}>{state}</Tag>
        <span className="min-w-0 grow truncate text-dense font-medium" title={`${momentSpan(period.from, period.to, period.tz)}, ${period.tz}`}>
          {file_name}
        </span>
        {state === "done" && (
          <a
            href={fileAddress(id, tenantId)}
            download={file_name}
            className="rounded-lg bg-ink px-2 py-1 text-xs font-medium text-ground hover:opacity-90"
          >
            Download
          </a>
        )}
        <Button
          weight="small"
          disabled={isPending}
          aria-label={`${away} ${file_name}`}
          onClick={() => {
            if (sure) mutate(id);
            else setSure(true);
          }}
        >
          {away}
        </Button>
      </div>
      {isUnfinished(item) && <Progress label={`Rows of ${file_name}`} done={item.rows_done} whole={item.rows_total} />}
      <p className="text-2xs text-muted">{stand(item, tz)}</p>
      {error && <ErrorNote error={error} />}
    </li>
  );
}

function stand(item: ExportItem, tz: string): string {
  const { state, rows_done, rows_total, expires_at, error } = item;
  const rows = `${count(rows_done)} of ${rows_total === null ? "rows not counted yet" : `${count(rows_total)} rows`}`;
  switch (state) {
    case "queued":
      return "Waits for its turn.";
    case "running":
      return rows;
    case "failed":
      return error ?? "No reason is known. Delete it and start it again.";
    case "done":
      return `${count(rows_done)} rows, ${bytes(item.bytes)}${expires_at === null ? "" : `, kept until ${exact(expires_at, tz)}`}`;
  }
}

// A button that opens the exports.
import { useState } from "react";
import type { Rows } from "../../api/rowPages.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import type { Scope } from "../../url/scope.ts";
import { ExportList } from "./ExportList.tsx";
import { StartExport } from "./StartExport.tsx";

interface ExportsButtonProps {
  scope: Scope;
  /** Those that were read of the rows that would be exported. */
  rows: Rows;
}

export function ExportsButton({ scope, rows }: ExportsButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        weight="small"
        title="A file of all that match, made while you go on"
        onClick={() => {
          setOpen(true);
        }}
      >
        Export
      </Button>
      {open && (
        <Dialog
          title="Export requests"
          className="w-[40rem]"
          onClose={() => {
            setOpen(false);
          }}
        >
          <div className="space-y-5">
            <StartExport scope={scope} rows={rows} />
            <ExportList tenantId={scope.tenantId} tz={rows.period.tz} />
          </div>
        </Dialog>
      )}
    </>
  );
}

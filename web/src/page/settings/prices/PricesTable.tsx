// Models with the rates in force; opened, with every row there was and will be.
import { useState } from "react";
import type { PriceItem } from "../../../api/types.ts";
import type { Column } from "../../../ui/TableHead.tsx";
import { Table } from "../Table.tsx";
import { CLASSES } from "./classes.ts";
import type { PricedModel } from "./models.ts";
import { ModelPrices } from "./ModelPrices.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Model", title: "Open one for its history", left: true },
  ...CLASSES.map(({ name, meaning }) => ({ name, title: `${meaning}, in dollars` })),
  { name: "Rows" },
];

interface PricesTableProps {
  models: readonly PricedModel[];
  nowMs: number;
  tz: string;
  note: string;
  onClose: (item: PriceItem) => void;
  onFollow: (item: PriceItem) => void;
}

export function PricesTable({ models, nowMs, tz, note, onClose, onFollow }: PricesTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  return (
    <Table label="Prices" columns={COLUMNS} note={note}>
      {models.map((priced) => {
        const name = `${priced.catalogue}/${priced.model}`;
        return (
          <ModelPrices
            key={name}
            priced={priced}
            // With one model there is nothing to choose: its history is what was looked for.
            open={open.has(name) !== (models.length === 1)}
            nowMs={nowMs}
            tz={tz}
            onToggle={() => {
              const next = new Set(open);
              if (!next.delete(name)) next.add(name);
              setOpen(next);
            }}
            onClose={onClose}
            onFollow={onFollow}
          />
        );
      })}
    </Table>
  );
}

// One model: the list price in force and, opened, its rows over time.
import { ChevronRight } from "lucide-react";
import type { PriceItem } from "../../../api/types.ts";
import { count, counted } from "../../../figures/number.ts";
import { FigureCell } from "../../../ui/FigureCell.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { nameOf } from "../../names.ts";
import { NameCell } from "../Table.tsx";
import { type PricedModel } from "./models.ts";
import { PriceRows } from "./PriceRows.tsx";
import { RateCells } from "./RateCells.tsx";

interface ModelPricesProps {
  priced: PricedModel;
  open: boolean;
  nowMs: number;
  tz: string;
  onToggle: () => void;
  onClose: (item: PriceItem) => void;
  onFollow: (item: PriceItem) => void;
}

export function ModelPrices({ priced, open, nowMs, tz, onToggle, onClose, onFollow }: ModelPricesProps) {
  const { catalogue, model, rows, list, owners } = priced;
  return (
    <tbody className="border-b border-line last:border-0" data-testid="prices" data-priced={`${catalogue}/${model}`}>
      <tr>
        <NameCell>
          <button type="button" aria-expanded={open} onClick={onToggle} className="flex max-w-full items-start gap-1.5 text-left">
            <ChevronRight aria-hidden className={`mt-1 size-3 shrink-0 text-faint transition-transform ${open ? "rotate-90" : ""}`} />
            <span className="min-w-0">
              <span className="block break-words">{model}</span>
              <span className="block text-2xs font-normal text-faint">{catalogue}</span>
            </span>
          </button>
          {(list === null || owners.length > 0) && (
            <span className="mt-1 flex flex-wrap gap-1 pl-4.5">
              {list === null && <Tag tone="warn">No list price in force</Tag>}
              {owners.length > 0 && <Tag title={owners.map(nameOf).join(", ")}>{counted(owners.length, "override")}</Tag>}
            </span>
          )}
        </NameCell>
        <RateCells rates={list?.tiers[0]?.rates ?? null} {...(list === null ? { unknown: "No list price is in force" } : {})} />
        <FigureCell>{count(rows.length)}</FigureCell>
      </tr>
      {open && <PriceRows rows={rows} nowMs={nowMs} tz={tz} onClose={onClose} onFollow={onFollow} />}
    </tbody>
  );
}

// The rows of a model over time, newest first: from when until when, whose, where from, and the tiers of each.
import { Fragment } from "react";
import type { PriceItem } from "../../../api/types.ts";
import { exact, longDay } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Tag, type Tone } from "../../../ui/Tag.tsx";
import { nameOf } from "../../names.ts";
import { tierWords } from "./draft.ts";
import { type Force, forceOf } from "./models.ts";
import { RateCells } from "./RateCells.tsx";

const FORCES: Record<Force, { word: string; tone: Tone }> = {
  now: { word: "In force", tone: "gain" },
  past: { word: "Past", tone: "neutral" },
  ahead: { word: "Ahead", tone: "neutral" },
};

interface PriceRowsProps {
  rows: readonly PriceItem[];
  nowMs: number;
  tz: string;
  onClose: (item: PriceItem) => void;
  onFollow: (item: PriceItem) => void;
}

export function PriceRows({ rows, nowMs, tz, onClose, onFollow }: PriceRowsProps) {
  return rows.map((item) => {
    const { id, tenant_id, effective_from, effective_to, tiers, source, model } = item;
    const force = forceOf(item, nowMs);
    const until = effective_to === null ? "open" : longDay(effective_to, tz);
    const what = `the price of ${model} from ${longDay(effective_from, tz)}`;
    return (
      <Fragment key={id}>
        <tr className="bg-ground/60" data-price={id}>
          <th scope="row" className="sticky left-0 bg-ground px-3 pt-2 pb-1 pl-8 text-left align-top font-normal sm:pl-9.5">
            <span className="block whitespace-nowrap" title={`From ${exact(effective_from, tz)} until ${effective_to === null ? "further notice" : exact(effective_to, tz)}`}>
              {longDay(effective_from, tz)} – {until}
            </span>
            <span className="mt-1 flex flex-wrap gap-1">
              <Tag tone={FORCES[force].tone}>{FORCES[force].word}</Tag>
              {tenant_id === null ? <Tag>List</Tag> : <Tag tone="warn">Only {nameOf(tenant_id)}</Tag>}
            </span>
          </th>
          <RateCells rates={tiers[0]?.rates ?? null} />
          <td className="px-3 py-1.5 text-right align-top sm:pr-5">
            <span className="flex justify-end gap-1.5">
              <Button
                weight="small"
                aria-label={`Follow ${what} with another`}
                title="A new price that begins with these rates"
                onClick={() => {
                  onFollow(item);
                }}
              >
                Follow
              </Button>
              {force === "now" && (
                <Button
                  weight="small"
                  aria-label={`Close ${what}`}
                  onClick={() => {
                    onClose(item);
                  }}
                >
                  Close
                </Button>
              )}
            </span>
          </td>
        </tr>
        {tiers.slice(1).map((tier) => (
          <tr key={tierWords(tier.service_tier, tier.above_input_tokens)} className="bg-ground/60">
            <th scope="row" className="sticky left-0 bg-ground px-3 py-1 pl-8 text-left align-top font-normal text-muted sm:pl-9.5">
              {tierWords(tier.service_tier, tier.above_input_tokens)}
            </th>
            <RateCells rates={tier.rates} unknown="As in the standard tier" />
            <td />
          </tr>
        ))}
        <tr className="bg-ground/60">
          <td colSpan={8} className="px-3 pb-2 pl-8 text-2xs text-faint sm:pl-9.5">
            <span className="sticky left-8 inline-block max-w-[70vw] sm:left-9.5 sm:max-w-none">Row {id}, from: {source}</span>
          </td>
        </tr>
      </Fragment>
    );
  });
}

// One group: its figures, the way into it, and the way to its rows.
import { ChevronRight } from "lucide-react";
import type { CostGroup } from "../../api/types.ts";
import { count, percent } from "../../figures/number.ts";
import { changePercent } from "../../money/change.ts";
import { parsePicoOrNull, shareForPixels, ZERO } from "../../money/pico.ts";
import { Delta } from "../../ui/Delta.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import type { Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { GroupName } from "../groups/GroupName.tsx";
import { ShareCell } from "../groups/ShareCell.tsx";
import type { Before } from "./before.ts";

interface GroupLineProps {
  group: CostGroup;
  name: string;
  /** The cost of all groups. */
  whole: string | null;
  /** The group in the second span; null without one. */
  before: Before | null;
  /** Only its requests, by what is below; null for what is no single value. */
  narrower: Scope | null;
  /** Its rows. */
  rows: Scope | null;
  /** Whether what is in it is shown below it; null where nothing is below. */
  open: boolean | null;
  onToggle?: () => void;
  /** Whether it is itself inside another. */
  inside?: boolean;
}

export function GroupLine({ group, name, whole, before, narrower, rows, open, onToggle, inside = false }: GroupLineProps) {
  const { total, coverage } = group;
  const share = shareForPixels(parsePicoOrNull(total.cost_usd) ?? ZERO, parsePicoOrNull(whole) ?? ZERO);
  const tone = inside ? "bg-ground" : "bg-surface";
  return (
    <tr className={`border-b border-line last:border-0 hover:bg-hover ${inside ? "bg-ground" : ""}`} data-group={group.key ?? group.kind} data-inside={inside}>
      <th scope="row" className={`sticky left-0 max-w-64 px-3 py-2 pl-2 text-left align-top font-medium sm:pl-3 ${tone}`}>
        <div className={`flex items-center gap-1 ${inside ? "pl-5 font-normal" : ""}`}>
          {!inside && (
            <button
              type="button"
              aria-expanded={open ?? false}
              aria-label={`What is in ${name}`}
              disabled={open === null}
              onClick={onToggle}
              className="rounded p-0.5 text-faint hover:text-ink disabled:invisible"
            >
              <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open === true ? "rotate-90" : ""}`} />
            </button>
          )}
          <GroupName name={name} narrower={narrower} />
        </div>
      </th>
      <FigureCell>
        {rows === null ? (
          count(coverage.requests)
        ) : (
          <ScopeLink to={rows} title={`The rows of ${name}`} className="underline decoration-line-strong underline-offset-3 hover:decoration-ink">
            {count(coverage.requests)}
          </ScopeLink>
        )}
      </FigureCell>
      <FigureCell>
        <Money value={total.cost_usd} className="font-medium" unknown="None of its requests has a price" />
        {before !== null && (
          <div className="leading-4">
            <Delta value={changePercent(total.cost_usd, before.cost_usd)} more="neither" against={before.span} />
          </div>
        )}
      </FigureCell>
      <ShareCell share={total.cost_usd === null ? null : share} />
      <FigureCell>
        <Money value={total.baseline_usd} unknown="None of its requests has a baseline" />
      </FigureCell>
      <FigureCell>
        <Money value={total.savings_usd} signed unknown="None of its requests has a baseline" />
        {total.savings_percent !== null && <span className="figure ml-1.5 text-2xs text-muted">{percent(total.savings_percent, 1)}</span>}
        {before !== null && (
          <div className="leading-4">
            <Delta value={changePercent(total.savings_usd, before.savings_usd)} more="better" against={before.span} />
          </div>
        )}
      </FigureCell>
      <FigureCell>{count(coverage.with_baseline)}</FigureCell>
      <FigureCell warn={coverage.unpriced > 0}>{count(coverage.unpriced)}</FigureCell>
    </tr>
  );
}

// A month's cost now and in each outlook, as bars on one scale; what the platform costs lies on top.
import { Fragment } from "react";
import type { RoiProjection } from "../../api/types.ts";
import { Legend, LegendItem, Swatch } from "../../chart/Legend.tsx";
import { parsePico, shareForPixels, ZERO } from "../../money/pico.ts";
import { Money } from "../../ui/Money.tsx";
import { OUTLOOK_NAMES } from "./outlooks.ts";

export function CostBars({ answer, platform }: { answer: RoiProjection; platform: string }) {
  const now = { name: "Now", cost: answer.current_monthly_cost_usd, platform: "0" };
  const outlooks = answer.cases.map((each) => ({ name: OUTLOOK_NAMES[each.name] ?? each.name, cost: each.monthly_cost_usd, platform }));
  const rows = [now, ...outlooks].map((row) => ({ ...row, costPico: parsePico(row.cost), platformPico: parsePico(row.platform) }));
  const most = rows.reduce((found, row) => (row.costPico + row.platformPico > found ? row.costPico + row.platformPico : found), ZERO);
  return (
    <div>
      <Legend>
        <LegendItem mark={<Swatch colour="var(--cost)" />}>Cost of a month&rsquo;s tokens</LegendItem>
        {platform !== "0" && <LegendItem mark={<Swatch colour="var(--baseline)" />}>Platform</LegendItem>}
      </Legend>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 text-dense">
        {rows.map((row) => (
          <Fragment key={row.name}>
            <dt className="text-muted">{row.name}</dt>
            <dd aria-hidden className="flex h-5 gap-px">
              <span className="block h-full rounded-xs bg-cost" style={{ width: `${shareForPixels(row.costPico, most) * 100}%` }} />
              <span className="block h-full rounded-xs bg-baseline" style={{ width: `${shareForPixels(row.platformPico, most) * 100}%` }} />
            </dd>
            <dd className="text-right font-medium">
              <Money value={row.cost} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

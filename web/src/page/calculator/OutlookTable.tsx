// The three outlooks side by side, figure by figure.
import type { ReactNode } from "react";
import type { RoiCase } from "../../api/types.ts";
import { percent } from "../../figures/number.ts";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import { OUTLOOK_NAMES } from "./outlooks.ts";

interface Line {
  name: string;
  title: string;
  figure: (outlook: RoiCase) => ReactNode;
}

const LINES: readonly Line[] = [
  { name: "Of the mix moves", title: "How much of the planned shares really moves", figure: (each) => `${each.realized_percent}%` },
  { name: "Monthly cost", title: "What the tokens of a month would cost", figure: (each) => <Money value={each.monthly_cost_usd} /> },
  { name: "Savings", title: "The current cost less that", figure: (each) => <Money value={each.monthly_savings_usd} signed /> },
  { name: "Net", title: "Savings less the platform's cost", figure: (each) => <Money value={each.monthly_net_usd} signed className="font-semibold" /> },
  { name: "ROI", title: "Net savings of twelve months less the setup, in percent of what is spent on both", figure: (each) => <Roi value={each.roi_percent} /> },
  { name: "Payback", title: "Months until the net savings have paid the setup", figure: (each) => <Payback outlook={each} /> },
];

export function OutlookTable({ cases }: { cases: readonly RoiCase[] }) {
  return (
    <div className="-mx-1 overflow-x-auto">
      <table className="w-full text-dense" data-testid="outlooks">
        <caption className="sr-only">A month in the low, base and high outlook</caption>
        <thead>
          <tr className="border-y border-line text-2xs text-muted">
            <th scope="col" className="px-1 py-1.5 text-left font-medium">
              Outlook
            </th>
            {cases.map(({ name }) => (
              <th key={name} scope="col" className="px-3 py-1.5 text-right font-medium last:sm:pr-5">
                {OUTLOOK_NAMES[name] ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ name, title, figure }) => (
            <tr key={name} className="border-b border-line last:border-0">
              <th scope="row" title={title} className="px-1 py-2 text-left font-normal text-muted">
                {name}
              </th>
              {cases.map((each) => (
                <FigureCell key={each.name}>{figure(each)}</FigureCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Roi({ value }: { value: number | null }) {
  if (value === null) return <span className="text-faint" title="Nothing is spent on platform or setup, so there is no ratio">{"\u2014"}</span>;
  return <span className={value < 0 ? "text-loss" : ""}>{percent(value, 0)}</span>;
}

function Payback({ outlook: { payback_months: months, roi_percent } }: { outlook: RoiCase }) {
  if (roi_percent === null) return <span className="text-faint" title="Nothing is spent on platform or setup, so there is nothing to pay back">{"\u2014"}</span>;
  if (months === null) return <span title="The net is no gain, so it never pays the setup">Never</span>;
  if (months === 0) return <span title="There is no setup to pay">At once</span>;
  return <span title="Months">{`${months.toLocaleString("en-US")} mo`}</span>;
}

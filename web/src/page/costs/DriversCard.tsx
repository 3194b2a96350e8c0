// Where the period's savings come from. Losses point the other way; the parts sum to the total.
import type { Dashboard, Driver } from "../../api/types.ts";
import { count } from "../../figures/number.ts";
import { magnitude, parsePico, shareForPixels, type Pico, ZERO } from "../../money/pico.ts";
import { Card } from "../../ui/Card.tsx";
import { Money } from "../../ui/Money.tsx";
import type { Scope } from "../../url/scope.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import { DRIVER_NAMES } from "./driverNames.ts";

export function DriversCard({ shown, scope }: { shown: Dashboard; scope: Scope }) {
  const { drivers, current, provenance, coverage } = shown;
  const largest = drivers.reduce<Pico>((most, { amount_usd }) => {
    const size = magnitude(parsePico(amount_usd));
    return size > most ? size : most;
  }, ZERO);
  return (
    <Card title="Savings by driver" className="flex flex-col">
      {drivers.length === 0 ? (
        <p className="text-dense text-muted">
          No request of the period has a baseline, so there is no figure. Give a route a{" "}
          <code className="font-mono text-xs">baseline</code>, or name a model in the request.
        </p>
      ) : (
        <>
          <ul className="space-y-2.5">
            {drivers.map((driver) => (
              <DriverLine key={driver.driver} driver={driver} largest={largest} />
            ))}
          </ul>
          <div className="mt-3 flex items-baseline justify-between border-t border-line pt-2.5 text-dense font-semibold">
            <span>Total</span>
            <Money value={current.money.savings_usd} signed />
          </div>
        </>
      )}
      <div className="mt-5 border-t border-line pt-4">
        <p className="mb-2 text-xs text-muted">How complete the period&rsquo;s figures are</p>
        <CoverageBar coverage={coverage} scope={scope} />
        <p className="mt-2.5 text-xs text-faint">
          <span className="figure" title="The baseline's own model served: the figure is what was billed">
            {count(provenance.measured)} measured
          </span>
          ,{" "}
          <span className="figure" title="The same tokens priced on another model">
            {count(provenance.modelled)} modelled
          </span>
          , <span className="figure">{count(provenance.no_estimate)} without an estimate</span>
        </p>
      </div>
    </Card>
  );
}

function DriverLine({ driver, largest }: { driver: Driver; largest: Pico }) {
  const { name, meaning } = DRIVER_NAMES[driver.driver];
  const amount = parsePico(driver.amount_usd);
  const share = shareForPixels(amount, largest);
  const half = `${share * 50}%`;
  return (
    <li title={meaning}>
      <div className="flex items-baseline justify-between gap-3 text-dense">
        <span className={amount === ZERO ? "text-muted" : ""}>{name}</span>
        <Money value={driver.amount_usd} signed className={amount === ZERO ? "text-faint" : "font-medium"} />
      </div>
      <div className="relative mt-1 h-1 rounded-full bg-sunken" aria-hidden>
        <span className="absolute inset-y-[-2px] left-1/2 w-px bg-line-strong" />
        {amount !== ZERO && (
          <span
            className={`absolute inset-y-0 rounded-full ${amount > ZERO ? "left-1/2 bg-gain" : "right-1/2 bg-loss"}`}
            style={{ width: half, minWidth: "2px" }}
          />
        )}
      </div>
    </li>
  );
}

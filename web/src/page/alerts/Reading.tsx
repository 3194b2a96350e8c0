// A rule's figure as it was last seen, against its bound.
import type { AlertItem, AlertMetric } from "../../api/types.ts";
import { bound, reading } from "./metric.ts";
import { filled, standingOf } from "./standing.ts";

/** The figure alone, exact in its tooltip. */
export function Figure({ metric, value }: { metric: AlertMetric; value: string | null }) {
  return (
    <span className="figure" data-value={value ?? ""} title={value === null ? "Too little data to tell" : bound(metric, value)}>
      {reading(metric, value)}
    </span>
  );
}

/** The figure over a bar that fills as it comes to its bound. */
export function Reading({ item }: { item: AlertItem }) {
  const share = filled(item);
  const fills = standingOf(item) === "firing" ? "bg-loss" : "bg-cost";
  return (
    <div className="inline-flex flex-col items-end gap-1">
      <span className="font-medium">
        <Figure metric={item.metric} value={item.value} />
      </span>
      {share !== null && (
        <span aria-hidden className="h-1 w-20 rounded-full bg-sunken">
          <span className={`block h-full rounded-full ${fills}`} style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </div>
  );
}

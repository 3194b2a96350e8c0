// Behind one row: every attempt, the exact money with its provenance, and the ids to look it up by.
import type { ReactNode } from "react";
import type { EventRow } from "../../api/types.ts";
import { count, duration } from "../../figures/number.ts";
import { exactUsd } from "../../money/format.ts";
import { exact } from "../../time/format.ts";
import type { Scope } from "../../url/scope.ts";
import { DRIVER_NAMES } from "../costs/driverNames.ts";
import { RequestLinks } from "./RequestLinks.tsx";

interface RequestDetailsProps {
  row: EventRow;
  tz: string;
  /** Where its links look for others like it. */
  scope: Scope;
}

export function RequestDetails({ row, tz, scope }: RequestDetailsProps) {
  return (
    <div className="grid gap-x-8 gap-y-4 text-xs md:grid-cols-3">
      <Group name="Money">
        <Line name="Cost">{exactUsd(row.cost_usd)}</Line>
        <Line name="Baseline">{exactUsd(row.baseline_cost_usd)}</Line>
        <Line name="Saving">{exactUsd(row.savings_usd)}</Line>
        {row.drivers.map((driver) => (
          <Line key={driver.driver} name={DRIVER_NAMES[driver.driver].name}>
            {exactUsd(driver.amount_usd)}
          </Line>
        ))}
        <Line name="Provenance">{row.savings_provenance ?? row.no_estimate_reason ?? "\u2014"}</Line>
        <Line name="Price rows">
          {row.price_id ?? "\u2014"} / {row.baseline_price_id ?? "\u2014"}
        </Line>
      </Group>
      <Group name="Attempts">
        {row.attempts.map((attempt, index) => (
          <Line key={index} name={`${index + 1}. ${attempt.provider}/${attempt.model}`}>
            {attempt.error_code ?? attempt.outcome}, {duration(attempt.latency_ms)}
          </Line>
        ))}
        <Line name="Chosen by">{row.routing_strategy ?? "\u2014"}</Line>
        <Line name="Not used">{row.alternative_provider ?? "\u2014"}</Line>
        <Line name="Measured against">{row.baseline_model === null ? "\u2014" : `${row.baseline_provider ?? "?"}/${row.baseline_model}`}</Line>
      </Group>
      <Group name="Request">
        <Line name="Id">
          <code className="font-mono text-2xs select-all">{row.event_id}</code>
        </Line>
        <Line name="Admitted">{exact(row.timestamp, tz)}</Line>
        <Line name="Type">
          {row.request_type}
          {row.streamed === true && ", streamed"}
        </Line>
        <Line name="Client">{row.client ?? "\u2014"}</Line>
        <Line name="Usage from">{row.usage_source}</Line>
        <Line name="Cached, reasoning">
          {count(row.cache_read_tokens)}, {count(row.reasoning_tokens)}
        </Line>
      </Group>
      <RequestLinks row={row} scope={scope} />
    </div>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 font-semibold">{name}</h3>
      <dl className="space-y-0.5">{children}</dl>
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="min-w-0 text-muted">{name}</dt>
      <dd className="figure shrink-0 text-right">{children}</dd>
    </div>
  );
}

// Rows as lines of a file, with the columns and the order of a large export.
import type { EventRow } from "../../api/types.ts";
import type { Cell } from "../../figures/csv.ts";

const COLUMNS = [
  "event_id", "tenant_id", "user_id", "session_id", "timestamp", "provider", "model", "request_type", "input_tokens", "output_tokens",
  "latency_ms", "succeeded", "error_code", "routing_strategy", "alternative_provider", "requested_model", "route", "baseline_provider",
  "baseline_model", "key_id", "streamed", "ttft_ms", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens",
  "reasoning_tokens", "usage_source", "service_tier", "routing_cost_usd", "cache_hit", "client_gone", "attempts", "client", "simulated",
  "cost_usd", "unpriced_reason", "overhead_usd", "price_id", "baseline_cost_usd", "baseline_price_id", "savings_usd",
  "savings_provenance", "no_estimate_reason",
] as const satisfies readonly (keyof EventRow)[];

export function rowLines(rows: readonly EventRow[]): Cell[][] {
  return [[...COLUMNS], ...rows.map((row) => COLUMNS.map((name) => cell(row[name])))];
}

/** Of a list, how long it is. */
function cell(value: EventRow[(typeof COLUMNS)[number]]): Cell {
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? value.length : value;
}

// Every field that is stored of a request, each with a sentence. A test holds the lists against the API's own description, so
// that no field can be stored and not be named here.
import type { AttemptRow, EventRow } from "../../../api/types.ts";

export interface Stored<Field extends string> {
  field: Field;
  says: string;
}

export interface StoredGroup {
  name: string;
  fields: readonly Stored<keyof EventRow>[];
}

export const STORED: readonly StoredGroup[] = [
  {
    name: "Whose, and when",
    fields: [
      { field: "event_id", says: "A name for the request; its answer carries the same in a header." },
      { field: "timestamp", says: "When the gateway took it in." },
      { field: "tenant_id", says: "Whose it is; it comes from the key and from nowhere else." },
      { field: "key_id", says: "Which key was used: its id, never the key." },
      { field: "user_id", says: "Who sent it, as an id: of a personal key, or derived from what the program sends as user." },
      { field: "session_id", says: "Which conversation it belongs to, as an id." },
      { field: "client", says: "The name of the program, such as an SDK's." },
    ],
  },
  {
    name: "What was asked of whom",
    fields: [
      { field: "request_type", says: "Its kind: completion, chat or embedding." },
      { field: "requested_model", says: "The model the client named." },
      { field: "route", says: "The route the client named." },
      { field: "routing_strategy", says: "How the model was chosen." },
      { field: "provider", says: "Who answered, or was asked last." },
      { field: "model", says: "The model that answered, or was asked last." },
      { field: "alternative_provider", says: "The best provider that was not used." },
      { field: "service_tier", says: "The provider's service tier, such as batch." },
      { field: "streamed", says: "Whether the answer came as a stream." },
      { field: "attempts", says: "Every try, in order, with the fields below." },
    ],
  },
  {
    name: "How it went",
    fields: [
      { field: "succeeded", says: "Whether there was a complete answer." },
      { field: "error_code", says: "Why not: a word of a fixed list, never the provider's text." },
      { field: "client_gone", says: "Whether the client left before the end." },
      { field: "latency_ms", says: "How long it took." },
      { field: "ttft_ms", says: "How long until the first byte of the answer." },
      { field: "cache_hit", says: "Whether a cache of the gateway answered." },
      { field: "simulated", says: "Whether a sandbox answered, so that the figures are made up." },
    ],
  },
  {
    name: "How many tokens",
    fields: [
      { field: "input_tokens", says: "How many went in, cached ones included: a count." },
      { field: "output_tokens", says: "How many came out: a count." },
      { field: "cache_read_tokens", says: "How many were read from the provider's prompt cache." },
      { field: "cache_write_5m_tokens", says: "How many were written to it for five minutes." },
      { field: "cache_write_1h_tokens", says: "How many were written to it for an hour." },
      { field: "reasoning_tokens", says: "How many of the output were spent on reasoning." },
      { field: "usage_source", says: "Whether the provider reported them, or they were estimated." },
    ],
  },
  {
    name: "What it cost and saved",
    fields: [
      { field: "cost_usd", says: "What it cost." },
      { field: "routing_cost_usd", says: "What choosing the model itself cost." },
      { field: "overhead_usd", says: "The part that bought no answer." },
      { field: "price_id", says: "The row of the price list behind the cost." },
      { field: "unpriced_reason", says: "Why the cost is not known." },
      { field: "baseline_provider", says: "The provider that savings are measured against." },
      { field: "baseline_model", says: "The model that savings are measured against." },
      { field: "baseline_price_id", says: "The row of the price list behind the baseline's cost." },
      { field: "baseline_cost_usd", says: "What it would have cost there." },
      { field: "savings_usd", says: "The difference, signed." },
      { field: "savings_provenance", says: "Whether that was measured or modelled." },
      { field: "no_estimate_reason", says: "Why there is no such figure." },
      { field: "drivers", says: "The savings by cause." },
    ],
  },
];

export const STORED_OF_ATTEMPTS: readonly Stored<keyof AttemptRow>[] = [
  { field: "provider", says: "Who was asked." },
  { field: "model", says: "For which model." },
  { field: "outcome", says: "Whether it worked." },
  { field: "error_code", says: "Why not, as a word of a fixed list." },
  { field: "latency_ms", says: "How long it took." },
  { field: "ttft_ms", says: "How long until the first byte of the answer." },
  { field: "input_tokens", says: "How many went in." },
  { field: "output_tokens", says: "How many came out." },
  { field: "cache_read_tokens", says: "How many were read from a prompt cache." },
  { field: "cache_write_5m_tokens", says: "How many were written to one of five minutes." },
  { field: "cache_write_1h_tokens", says: "How many were written to one of an hour." },
  { field: "reasoning_tokens", says: "How many were spent on reasoning." },
  { field: "usage_source", says: "Whether the provider reported them, or they were estimated." },
];

// The table of groups as lines of a file: the same groups with every class of tokens.
import type { UsageAnswer } from "../../api/types.ts";
import type { Cell } from "../../figures/csv.ts";

const HEADINGS = [
  "group_by", "kind", "key", "label", "from", "to", "timezone", "requests", "attempts", "succeeded", "failed_client", "failed_other", "streamed",
  "success_percent", "latency_ms_mean", "input_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "output_tokens",
  "reasoning_tokens", "simulated", "as_of",
];

export function groupRows({ group_by, period, groups, simulated, as_of }: UsageAnswer): Cell[][] {
  const rows: Cell[][] = groups.map(({ kind, key, label, total, total: { tokens } }) => [
    group_by, kind, key, label, period.from, period.to, period.tz, total.requests, total.attempts, total.succeeded, total.failed_client,
    total.failed_other, total.streamed, total.success_percent, total.latency_ms_mean, tokens.input, tokens.cache_read, tokens.cache_write_5m,
    tokens.cache_write_1h, tokens.output, tokens.reasoning, String(simulated), as_of,
  ]);
  return [HEADINGS, ...rows];
}

// The file of groups has a value under each heading.
import { expect, it } from "vitest";
import type { UsageAnswer } from "../../api/types.ts";
import { groupRows } from "./groupRows.ts";

it("writes a line a group, in the answer's order, unknown left empty", () => {
  const tokens = { input: 100, cache_read: 40, cache_write_5m: 5, cache_write_1h: 0, output: 30, reasoning: 10 };
  const total = {
    requests: 4, attempts: 5, succeeded: 0, failed_client: 4, failed_other: 0, client_gone: 0, streamed: 2, success_percent: null,
    latency_ms_mean: 12.5, tokens,
  };
  const answer = {
    group_by: "user",
    period: { name: null, from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", tz: "UTC" },
    groups: [
      { kind: "value", key: "u1", label: "Ada", total },
      { kind: "other", key: null, label: "other", total },
    ],
    simulated: false,
    as_of: "2026-11-02T00:00:00Z",
  } as unknown as UsageAnswer;
  const [headings = [], first = [], second] = groupRows(answer);
  expect(Object.fromEntries(headings.map((heading, at) => [heading, first[at]]))).toMatchObject({
    key: "u1", requests: 4, success_percent: null, cache_write_5m_tokens: 5, reasoning_tokens: 10, simulated: "false", as_of: "2026-11-02T00:00:00Z",
  });
  expect(second).toHaveLength(headings.length);
});

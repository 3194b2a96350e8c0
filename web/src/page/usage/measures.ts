// What the usage page can measure, and where each measure stands in the API's sums.
import type { Traffic } from "../../api/types.ts";

export const MEASURES = ["requests", "input", "output", "cached", "reasoning"] as const;
export type Measure = (typeof MEASURES)[number];

/** Each measure's name on its button, and what is counted. */
export const MEASURE_LABELS: Record<Measure, { name: string; of: string }> = {
  requests: { name: "Requests", of: "requests" },
  input: { name: "Input tokens", of: "tokens of input" },
  output: { name: "Output tokens", of: "tokens of output" },
  cached: { name: "Cached", of: "tokens read from a prompt cache" },
  reasoning: { name: "Reasoning", of: "tokens of reasoning" },
};

export function amountOf({ requests, tokens }: Pick<Traffic, "requests" | "tokens">, measure: Measure): number {
  switch (measure) {
    case "requests":
      return requests;
    case "cached":
      return tokens.cache_read;
    default:
      return tokens[measure];
  }
}

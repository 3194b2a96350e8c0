// The classes of tokens that are priced apart, in the order of the tables and forms.
import type { RatesBody } from "../../../api/types.ts";

export type RateField = keyof RatesBody;

export const CLASSES: readonly { field: RateField; name: string; meaning: string }[] = [
  { field: "input_usd_per_mtok", name: "Input", meaning: "A million tokens of input that no cache had" },
  { field: "output_usd_per_mtok", name: "Output", meaning: "A million tokens of output, reasoning included unless that is priced apart" },
  { field: "cache_read_usd_per_mtok", name: "Cache read", meaning: "A million tokens of input read from a prompt cache" },
  { field: "cache_write_5m_usd_per_mtok", name: "Write, 5 min", meaning: "A million tokens of input written to a prompt cache of five minutes" },
  { field: "cache_write_1h_usd_per_mtok", name: "Write, 1 h", meaning: "A million tokens of input written to a prompt cache of one hour" },
  { field: "reasoning_usd_per_mtok", name: "Reasoning", meaning: "A million tokens of reasoning, where it is priced apart" },
];

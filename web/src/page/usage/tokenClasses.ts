// Tokens by class, as prices tell them apart. The classes do not overlap; they sum to all input and output.
import type { Tokens } from "../../api/types.ts";

export interface TokenClass {
  name: string;
  meaning: string;
  tokens: number;
  colour: string;
}

export function tokenClasses({ input, cache_read, cache_write_5m, cache_write_1h, output, reasoning }: Tokens): TokenClass[] {
  const written = cache_write_5m + cache_write_1h;
  return [
    { name: "Uncached input", meaning: "Input that no prompt cache had part in", tokens: input - cache_read - written, colour: "var(--series-1)" },
    { name: "Cache reads", meaning: "Input read from a prompt cache, which costs a fraction", tokens: cache_read, colour: "var(--series-2)" },
    { name: "Cache writes", meaning: "Input written to a prompt cache, for five minutes or an hour, which costs more", tokens: written, colour: "var(--series-5)" },
    { name: "Output", meaning: "Output but for reasoning", tokens: output - reasoning, colour: "var(--series-3)" },
    { name: "Reasoning", meaning: "Output spent on reasoning, which is billed as output", tokens: reasoning, colour: "var(--series-4)" },
  ];
}

// How each strategy orders a route's candidates, in words.

const STRATEGIES: Readonly<Partial<Record<string, string>>> = {
  cost_optimized: "The cheapest candidate that is meant for requests this hard comes first.",
  performance: "The candidate that is expected to answer soonest comes first.",
  priority: "Candidates are asked in this order; the next one only where the one before fails or is held back.",
  weighted: "The first is drawn at random, each in proportion to its weight; then the next among the rest.",
};

/** The sentence; null for a strategy that is newer than this page. */
export function strategyWords(strategy: string): string | null {
  return STRATEGIES[strategy] ?? null;
}

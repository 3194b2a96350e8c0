// Which provider is worth it, in words: what each is best at, and how far it is behind where it is not. Only what rests on enough
// attempts is judged.
import type { ProviderRow } from "../../api/types.ts";
import { duration, percent, rate } from "../../figures/number.ts";
import { inOrder } from "../../figures/order.ts";
import { formatUsdAdaptive } from "../../money/format.ts";
import { parsePicoOrNull, type Pico } from "../../money/pico.ts";

/** Values that a figure must be made of to be judged. */
export const ENOUGH = 100;

export interface Verdict {
  provider: string;
  simulated: boolean;
  /** What it is best at, with its figure and the next one's. */
  best: string[];
  /** How far it is behind the best in all else. */
  behind: string[];
  attempts: number;
  /** Whether anything at all could be judged of it. */
  judged: boolean;
}

interface Facet<T extends number | bigint> {
  /** The figure; null where it is not known or rests on too little. */
  figure: (row: ProviderRow) => T | null;
  more: "better" | "worse";
  best: (figure: T, next: T) => string;
  behind: (figure: T, best: T) => string;
}

/** A figure that is made of `n` values, if they are enough. */
function resting<T>(n: number, figure: T | null): T | null {
  return n >= ENOUGH ? figure : null;
}

const COST: Facet<Pico> = {
  figure: (row) => resting(row.requests - row.unpriced, parsePicoOrNull(row.cost_per_1k_requests_usd)),
  more: "worse",
  best: (figure, next) => `Cheapest per 1,000 requests: ${formatUsdAdaptive(figure)}, the next ${formatUsdAdaptive(next)}`,
  behind: (figure, best) => dearer(figure, best),
};

const FIRST_TOKEN: Facet<number> = {
  figure: ({ ttft_ms }) => resting(ttft_ms.n, ttft_ms.p50),
  more: "worse",
  best: (figure, next) => `Fastest first token: ${duration(figure)}, the next ${duration(next)}`,
  behind: (figure, best) => `first token ${duration(figure - best)} later than the fastest`,
};

const SPEED: Facet<number> = {
  figure: ({ tokens_per_s }) => resting(tokens_per_s.n, tokens_per_s.p50),
  more: "better",
  best: (figure, next) => `Most tokens a second: ${rate(figure)}, the next ${rate(next)}`,
  behind: (figure, best) => `${rate(best - figure)} tokens a second fewer than the most`,
};

const SUCCESS: Facet<number> = {
  figure: ({ attempts, failed_client, success_percent }) => resting(attempts - failed_client, success_percent),
  more: "better",
  best: (figure, next) => `Most reliable: ${percent(figure)} succeed, the next ${percent(next)}`,
  behind: (figure, best) => `${(best - figure).toFixed(2)} points less reliable than the best`,
};

function dearer(figure: Pico, best: Pico): string {
  if (best === 0n) return "costs more than nothing";
  if (figure < 2n * best) return `${rounded(100n * (figure - best), best)}% dearer than the cheapest`;
  return `${rate(rounded(10n * figure, best) / 10)} times as dear as the cheapest`;
}

/** A verdict a provider, those that are best at most first. */
export function verdicts(rows: readonly ProviderRow[]): Verdict[] {
  const found = rows.map(({ provider, simulated, attempts }) => ({
    provider, simulated, attempts, best: [] as string[], behind: [] as string[], judged: false,
  }));
  judge(rows, found, COST);
  judge(rows, found, SUCCESS);
  judge(rows, found, FIRST_TOKEN);
  judge(rows, found, SPEED);
  return inOrder(found, ({ best }) => best.length, true);
}

/** Adds one facet's words. Where there are not two to compare, or all are the same, there is nothing to say. */
function judge<T extends number | bigint>(rows: readonly ProviderRow[], verdicts: Verdict[], facet: Facet<T>): void {
  const all = rows.flatMap((row, at) => {
    const figure = facet.figure(row);
    return figure === null ? [] : [{ at, figure }];
  });
  const [first, second] = inOrder(all, ({ figure }) => figure, facet.more === "better");
  const worse = first && all.find(({ figure }) => figure !== first.figure);
  for (const { at, figure } of all) {
    const verdict = verdicts[at];
    if (verdict === undefined) continue;
    verdict.judged = true;
    if (first === undefined || second === undefined || worse === undefined) continue;
    if (figure === first.figure) verdict.best.push(facet.best(figure, second.figure));
    else verdict.behind.push(facet.behind(figure, first.figure));
  }
}

/** `part / whole` to the nearest whole number. */
function rounded(part: Pico, whole: Pico): number {
  return Number((2n * part + whole) / (2n * whole));
}

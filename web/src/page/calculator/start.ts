// Where a case begins: the last 30 days of one model where there are any, and values to try out where there are none.
import type { ModelRow, PlatformCost, UsageAnswer } from "../../api/types.ts";
import { parsePico } from "../../money/pico.ts";
import type { CandidateText, Form } from "./form.ts";

/** A model that was used and has a price. */
export interface UsedModel {
  /** As `provider/model`. */
  name: string;
  requests: number;
  output_tokens: number;
  /** What was billed for it in the span. */
  cost_usd: string;
}

/** What was measured of one model, and the same as a month. */
export interface Month {
  /** What was counted, and over how many days. */
  counted: number;
  days: number;
  from: string;
  /** Scaled to a month. */
  requests: number;
  /** The mean of a request. */
  input: number;
  output: number;
}

/** A month in days: a twelfth of a year. */
export const MONTH_DAYS = 365 / 12;
const DAY_MS = 86_400_000;
const FIRST_SHARE = "50";

export const EXAMPLE: Form = {
  requests: "100000",
  input: "1500",
  output: "300",
  current: "openai/gpt-5.4",
  to: [{ model: "openai/gpt-5.4-mini", share: FIRST_SHARE }],
  platform: "",
  setup: "",
  minutes: "",
  hourly: "",
};

interface UsedProvider {
  provider: string;
  models: readonly Pick<ModelRow, "model" | "requests" | "output_tokens" | "cost_usd">[];
}

/** The models with a known price that were used, dearest in all first. */
export function usedModels(providers: readonly UsedProvider[]): UsedModel[] {
  const used = providers.flatMap(({ provider, models }) =>
    models.flatMap(({ model, requests, output_tokens, cost_usd }) =>
      cost_usd === null ? [] : [{ name: `${provider}/${model}`, requests, output_tokens, cost_usd }],
    ),
  );
  return used.sort((one, other) => {
    const more = parsePico(other.cost_usd) - parsePico(one.cost_usd);
    return more > 0n ? 1 : more < 0n ? -1 : 0;
  });
}

/** A model's month from its usage; null where there was no request. A model that is newer than the span is scaled from its first day. */
export function monthOf({ period, as_of, buckets, total }: Pick<UsageAnswer, "period" | "as_of" | "buckets" | "total">): Month | null {
  if (total.requests === 0) return null;
  const first = buckets.find((bucket) => bucket.requests > 0)?.start ?? period.from;
  const from = Date.parse(first) > Date.parse(period.from) ? first : period.from;
  // Less than a day says too little of a month to be multiplied by more than days are.
  const days = Math.max(1, (Date.parse(as_of) - Date.parse(from)) / DAY_MS);
  const mean = (tokens: number) => Math.round(tokens / total.requests);
  return {
    counted: total.requests,
    days,
    from,
    requests: Math.round((total.requests * MONTH_DAYS) / days),
    input: mean(total.tokens.input),
    output: mean(total.tokens.output),
  };
}

/** The fields that a month of a model fills. */
export function formOf(model: string, month: Month): Pick<Form, "requests" | "input" | "output" | "current"> {
  return { requests: String(month.requests), input: String(month.input), output: String(month.output), current: model };
}

/** The busiest model that was used and is cheaper by the output token; none where there is no such. */
export function suggestion(used: readonly UsedModel[], current: string): CandidateText[] {
  const now = used.find(({ name }) => name === current);
  if (now === undefined) return [];
  // Embeddings have no output and are no answer to the same question.
  const cheaper = used.filter(
    ({ name, cost_usd, output_tokens }) =>
      name !== current &&
      output_tokens > 0 &&
      parsePico(cost_usd) * BigInt(now.output_tokens) < parsePico(now.cost_usd) * BigInt(output_tokens),
  );
  const busiest = cheaper.reduce<UsedModel | null>((found, each) => (found === null || each.requests > found.requests ? each : found), null);
  return busiest === null ? [] : [{ model: busiest.name, share: FIRST_SHARE }];
}

/** The form to begin with. `platform` is what the tenant says it pays; null where it said nothing. */
export function startForm(used: readonly UsedModel[], model: string | null, month: Month | null, platform: PlatformCost | null): Form {
  const paid = platform === null ? {} : { platform: unlessZero(platform.monthly_usd), setup: unlessZero(platform.setup_usd) };
  if (model === null || month === null) return { ...EXAMPLE, ...paid };
  return { ...EXAMPLE, ...paid, ...formOf(model, month), to: suggestion(used, model) };
}

/** An amount as it would be typed: nothing of which there is nothing. */
function unlessZero(usd: string): string {
  return parsePico(usd) === 0n ? "" : usd;
}

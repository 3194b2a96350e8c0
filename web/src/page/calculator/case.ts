// From what was typed to what is asked: a whole case, or what is wrong with which field. Fields have the API's names, so that
// what the API refuses stands in the same place.
import { Problem } from "../../api/client.ts";
import type { RoiBody } from "../../api/types.ts";
import { dollars, parsePico } from "../../money/pico.ts";
import { readUsd, ungrouped } from "../../money/read.ts";
import type { Form } from "./form.ts";

/** What is wrong, by the API's name of the field. */
export type Refused = Readonly<Record<string, string>>;

export type Checked = { body: RoiBody; refused: null } | { body: null; refused: Refused };

/** The API's bounds. */
const MOST_COUNT = 1_000_000_000_000;
const MOST_MINUTES = 1_000_000_000;
const MOST_USD = 1_000_000_000_000n;

/** The fields of the candidate at a place, counted from 0. */
export function candidateFields(place: number): { model: string; share: string } {
  return { model: `candidates[${place}].model`, share: `candidates[${place}].share_percent` };
}

export function checked(form: Form): Checked {
  const refused: Record<string, string> = {};
  const read = <T>(field: string, text: string, reader: (text: string) => T | string, otherwise: T): T => {
    const value = reader(text);
    if (typeof value !== "string") return value;
    refused[field] = value;
    return otherwise;
  };
  const money = (field: string, text: string) => read(field, text, dollarsIn, { usd: "0" }).usd;
  const model = (field: string, text: string) => read(field, text, modelIn, { model: "" }).model;
  const body: RoiBody = {
    requests_per_month: read("requests_per_month", form.requests, countUpTo(MOST_COUNT), 0),
    input_tokens: read("input_tokens", form.input, countUpTo(MOST_COUNT), 0),
    output_tokens: read("output_tokens", form.output, countUpTo(MOST_COUNT), 0),
    current_model: model("current_model", form.current),
    candidates: form.to.map((candidate, place) => {
      const fields = candidateFields(place);
      return { model: model(fields.model, candidate.model), share_percent: read(fields.share, candidate.share, countUpTo(100), 0) };
    }),
  };
  if (form.platform !== "") body.platform_cost_usd_per_month = money("platform_cost_usd_per_month", form.platform);
  if (form.setup !== "") body.setup_cost_usd = money("setup_cost_usd", form.setup);
  if (form.minutes !== "") body.minutes_won_per_month = read("minutes_won_per_month", form.minutes, countUpTo(MOST_MINUTES), 0);
  if (form.hourly !== "") body.hourly_rate_usd = money("hourly_rate_usd", form.hourly);
  const moved = movedPercent(body);
  if (moved > 100) refused.candidates = `The shares come to ${moved}%. Together they can be 100% at most.`;
  return Object.keys(refused).length === 0 ? { body, refused: null } : { body: null, refused };
}

/** How much of the requests the candidates take, in percent. */
export function movedPercent({ candidates }: Pick<RoiBody, "candidates">): number {
  return candidates.reduce((sum, { share_percent }) => sum + share_percent, 0);
}

/** The API's refusal at its field; null for an error that is of no field. */
export function refusedBy(error: Error | null): Refused | null {
  if (!(error instanceof Problem) || error.field === null || error.field === "body") return null;
  return { [error.field]: `${error.detail} ${error.fix ?? ""}`.trim() };
}

function countUpTo(most: number): (text: string) => number | string {
  return (text) => {
    const digits = ungrouped(text);
    if (digits === "") return "Give a number.";
    if (!/^\d+$/.test(digits)) return "Only whole numbers of 0 or more.";
    const value = Number(digits);
    return value > most ? `At most ${most.toLocaleString("en-US")}.` : value;
  };
}

function dollarsIn(text: string): { usd: string } | string {
  const usd = readUsd(text);
  if (usd === null) return "An amount in dollars of 0 or more, such as 49.50.";
  return parsePico(usd) > dollars(MOST_USD) ? `At most $${MOST_USD.toLocaleString("en-US")}.` : { usd };
}

function modelIn(text: string): { model: string } | string {
  const model = text.trim();
  return /^[^/\s]+\/\S+$/.test(model) ? { model } : "Write it as provider/model, such as openai/gpt-5.4.";
}

// A price as it is typed, and as the API takes it. Amounts stay the decimals that were typed: no float comes near them.
import type { NewPriceBody, PriceItem, RatesBody } from "../../../api/types.ts";
import { count } from "../../../figures/number.ts";
import { dollars, parsePico } from "../../../money/pico.ts";
import { CLASSES, type RateField } from "./classes.ts";

export interface TierDraft {
  /** The provider's word, empty for the standard tier. */
  serviceTier: string;
  /** Input tokens, in digits; empty for any prompt. */
  aboveInputTokens: string;
  /** Dollars a million tokens; empty for what is not known or not offered. */
  rates: Record<RateField, string>;
}

export interface PriceDraft {
  /** Whose override, empty for the list price. */
  tenantId: string;
  catalogue: string;
  model: string;
  /** Minutes in UTC as date fields hold them, `2026-11-01T00:00`; empty for now, and for open. */
  from: string;
  to: string;
  /** The standard tier first. */
  tiers: TierDraft[];
  source: string;
}

/** What is wrong, by field: `model`, or `1.output_usd_per_mtok` for a rate of the second tier. */
export type Refusals = Readonly<Record<string, string>>;

/** The most tiers that a price has. */
export const MOST_TIERS = 16;

const CATALOGUE = /^[a-z0-9._-]{1,64}$/;
const MODEL = /^[A-Za-z0-9._:/@+-]{1,128}$/;
const RATE = /^\d{1,7}(\.\d{1,6})?$/;
const DEAREST = dollars(1_000_000n);
const TOKENS = /^\d{1,12}$/;
const SOURCE_MOST = 200;

export function emptyTier(): TierDraft {
  return { serviceTier: "", aboveInputTokens: "", rates: ratesOf({}) };
}

export const EMPTY_DRAFT: PriceDraft = { tenantId: "", catalogue: "", model: "", from: "", to: "", tiers: [emptyTier()], source: "" };

/** A draft with the rates of a price that exists, to begin another with. */
export function draftFrom({ tenant_id, catalogue, model, tiers }: PriceItem): PriceDraft {
  return {
    ...EMPTY_DRAFT,
    tenantId: tenant_id ?? "",
    catalogue,
    model,
    tiers: tiers.map(({ service_tier, above_input_tokens, rates }) => ({
      serviceTier: service_tier ?? "",
      aboveInputTokens: above_input_tokens === undefined || above_input_tokens === 0 ? "" : String(above_input_tokens),
      rates: ratesOf(rates),
    })),
  };
}

function ratesOf(rates: Partial<RatesBody>): Record<RateField, string> {
  return eachRate((field) => rates[field] ?? "");
}

function eachRate<T>(of: (field: RateField) => T): Record<RateField, T> {
  return {
    input_usd_per_mtok: of("input_usd_per_mtok"),
    output_usd_per_mtok: of("output_usd_per_mtok"),
    cache_read_usd_per_mtok: of("cache_read_usd_per_mtok"),
    cache_write_5m_usd_per_mtok: of("cache_write_5m_usd_per_mtok"),
    cache_write_1h_usd_per_mtok: of("cache_write_1h_usd_per_mtok"),
    reasoning_usd_per_mtok: of("reasoning_usd_per_mtok"),
  };
}

/** The body to send, or why there is none. */
export function priceBody(draft: PriceDraft): { body: NewPriceBody } | { refused: Refusals } {
  const refused: Record<string, string> = {};
  const no = (field: string, says: string | null) => {
    if (says !== null) refused[field] = says;
  };
  const [catalogue, model, source] = [draft.catalogue.trim(), draft.model.trim(), draft.source.trim()];
  no("catalogue", CATALOGUE.test(catalogue) ? null : "Use a-z, 0-9, dots, underscores and dashes.");
  no("model", MODEL.test(model) ? null : "Use letters, digits and . _ : / @ + -");
  no("source", source !== "" && Array.from(source).length <= SOURCE_MOST ? null : `Say in 1 to ${SOURCE_MOST} characters where it comes from.`);
  const from = momentOf(draft.from);
  const to = momentOf(draft.to);
  no("from", from === undefined ? "Choose a day and a time, or leave it empty for now." : null);
  no("to", to === undefined ? "Choose a day and a time, or leave it empty." : endsEarly(from, to) ? "It ends before it begins." : null);
  draft.tiers.forEach((tier, at) => {
    for (const [field, says] of Object.entries(tierRefusals(tier, at))) no(`${at}.${field}`, says);
  });
  const body: NewPriceBody = {
    tenant_id: draft.tenantId === "" ? null : draft.tenantId,
    catalogue,
    model,
    effective_from: from ?? null,
    effective_to: to ?? null,
    tiers: draft.tiers.map(({ serviceTier, aboveInputTokens, rates }) => ({
      service_tier: serviceTier.trim() === "" ? null : serviceTier.trim(),
      above_input_tokens: Number(aboveInputTokens.trim() || "0"),
      rates: eachRate((field) => (rates[field].trim() === "" ? null : rates[field].trim())),
    })),
    source,
  };
  return Object.keys(refused).length === 0 ? { body } : { refused };
}

/** Why a text is no rate; null where it is one, or empty. */
export function whyNoRate(text: string): string | null {
  const rate = text.trim();
  if (rate === "" || (RATE.test(rate) && parsePico(rate) <= DEAREST)) return null;
  if (rate.includes(",")) return "Write it with a point, such as 2.50.";
  return "Give 0 to 1000000 dollars, at most 6 decimals.";
}

function tierRefusals({ serviceTier, aboveInputTokens, rates }: TierDraft, at: number): Record<string, string | null> {
  const tokens = aboveInputTokens.trim();
  const plain = serviceTier.trim() === "" && (tokens === "" || Number(tokens) === 0);
  const nothing = CLASSES.every(({ field }) => rates[field].trim() === "");
  const condition = at > 0 && plain ? "Say when it holds: for a service tier, or above so many tokens." : null;
  return {
    serviceTier: condition ?? (/^[a-z0-9_.-]{0,64}$/.test(serviceTier.trim()) ? null : "Write the provider\u2019s own word, such as batch."),
    aboveInputTokens: tokens === "" || TOKENS.test(tokens) ? null : "Write a whole number of tokens, such as 200000.",
    ...Object.fromEntries(CLASSES.map(({ field }) => [field, whyNoRate(rates[field])])),
    ...(nothing ? { input_usd_per_mtok: "Give at least one rate." } : {}),
  };
}

/** A date field's minutes as a moment; null where it is empty, undefined where it is no moment. */
function momentOf(text: string): string | null | undefined {
  if (text.trim() === "") return null;
  const ms = Date.parse(`${text.trim()}Z`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

function endsEarly(from: string | null | undefined, to: string | null): boolean {
  return from !== null && from !== undefined && to !== null && Date.parse(to) <= Date.parse(from);
}

/** When a tier holds, in words. */
export function tierWords(serviceTier: string | null | undefined, aboveInputTokens: number | undefined): string {
  const above = aboveInputTokens === undefined || aboveInputTokens === 0 ? null : `above ${count(aboveInputTokens)} input tokens`;
  return [serviceTier ?? null, above].filter((part) => part !== null).join(", ") || "standard";
}

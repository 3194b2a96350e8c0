// Mock mode of the end-to-end run only: makes up requests in the shape of the API's rows, the same ones every time.
import { randomUUID } from "node:crypto";

const PICO = 10n ** 12n;

/** Providers with their models and made-up prices, in pico-dollars a token: input, output. */
const PROVIDERS = [
  { provider: "sandbox-openai", kind: "sandbox", models: [["gpt-5.4-mini", 250_000n, 2_000_000n], ["gpt-5.4", 1_250_000n, 10_000_000n]] },
  { provider: "sandbox-anthropic", kind: "sandbox", models: [["claude-haiku-4-5", 1_000_000n, 5_000_000n], ["claude-sonnet-5", 3_000_000n, 15_000_000n]] },
  { provider: "sandbox-local", kind: "sandbox", models: [["qwen3-coder", 0n, 0n]] },
];
const BASELINE = { provider: "sandbox-openai", model: "gpt-5.4", input: 1_250_000n, output: 10_000_000n };
const ERRORS = ["rate_limited", "upstream_error", "timeout_first_byte", "client_gone"];
export const KEYS = [["k-ci", "ci-pipeline"], ["k-ide", "editor-plugins"], ["k-bot", "support-bot"]];
export const USERS = [["u-1", "Ada Lovelace"], ["u-2", "Grace Hopper"], ["u-3", "Linus"], ["u-4", "Margaret Hamilton"]];
export { PROVIDERS };

/** A small generator of numbers in [0, 1), so that every run draws the same figures. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Pico-dollars as the API's decimal string. */
export function usd(pico) {
  const size = pico < 0n ? -pico : pico;
  const fraction = (size % PICO).toString().padStart(12, "0").replace(/0+$/, "");
  return `${pico < 0n ? "-" : ""}${size / PICO}${fraction === "" ? "" : `.${fraction}`}`;
}

/** One made-up request admitted at `atMs`; `pico` keeps its exact money for the sums. */
export function makeRow(atMs, roll, tenantId) {
  const one = PROVIDERS[[0, 0, 0, 1, 1, 2][Math.floor(roll() * 6)]];
  const [model, input, output] = one.models[Math.floor(roll() ** 2 * one.models.length)];
  const unpriced = one.provider === "sandbox-local";
  const routed = roll() < 0.7;
  const succeeded = roll() > 0.035;
  const fellBack = roll() < 0.06;
  const inTokens = Math.floor(400 + roll() ** 3 * 60_000);
  const outTokens = succeeded ? Math.floor(20 + roll() ** 2 * 1800) : 0;
  const cost = unpriced ? null : BigInt(inTokens) * input + BigInt(outTokens) * output;
  const failedCost = fellBack ? BigInt(inTokens) * 125_000n : 0n;
  const own = !routed || unpriced || !succeeded;
  const baseline = !succeeded || unpriced ? null : own ? cost : BigInt(inTokens) * BASELINE.input + BigInt(outTokens) * BASELINE.output;
  const total = cost === null ? null : cost + failedCost;
  const savings = baseline === null ? null : baseline - total;
  const ttft = Math.floor(180 + roll() ** 3 * 1500);
  const error = succeeded ? null : ERRORS[Math.floor(roll() * ERRORS.length)];
  const latency = ttft + Math.floor(outTokens * (8 + roll() * 14));
  const tokens = { input: inTokens, output: outTokens, cache_read: Math.floor(inTokens * 0.4), cache_write_5m: 0, cache_write_1h: 0, reasoning: 0 };
  const attempt = { provider: one.provider, model, latency_ms: latency, ttft_ms: ttft, outcome: succeeded ? "ok" : "error", error_code: error, input_tokens: tokens.input, output_tokens: tokens.output, cache_read_tokens: tokens.cache_read, cache_write_5m_tokens: 0, cache_write_1h_tokens: 0, reasoning_tokens: 0, usage_source: "provider" };
  const failedFirst = { ...attempt, provider: "sandbox-anthropic", model: "claude-haiku-4-5", outcome: "error", error_code: "overloaded", latency_ms: 240 };
  const drivers = [];
  if (savings !== null && savings + failedCost !== 0n) drivers.push({ driver: "routing", amount_usd: usd(savings + failedCost), overhead: false });
  if (savings !== null && failedCost > 0n) drivers.push({ driver: "failed_attempts", amount_usd: usd(-failedCost), overhead: true });
  const timestamp = new Date(atMs).toISOString();
  const hex = atMs.toString(16).padStart(12, "0");
  return {
    atMs,
    pico: { cost: total, baseline, savings, failedCost: savings === null ? 0n : failedCost },
    row: {
      event_id: `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`,
      tenant_id: tenantId, user_id: USERS[Math.floor(roll() * 4)][0], session_id: null, timestamp,
      provider: one.provider, model, request_type: "chat", input_tokens: inTokens, output_tokens: outTokens,
      latency_ms: latency, succeeded, error_code: error, routing_strategy: routed ? "cost_optimized" : "direct",
      alternative_provider: routed ? "sandbox-anthropic" : null, requested_model: routed ? null : `${one.provider}/${model}`,
      route: routed ? "auto" : null, baseline_provider: routed ? BASELINE.provider : one.provider, baseline_model: routed ? BASELINE.model : model,
      key_id: KEYS[Math.floor(roll() * 3)][0], streamed: roll() < 0.7, ttft_ms: ttft, cache_read_tokens: tokens.cache_read,
      cache_write_5m_tokens: 0, cache_write_1h_tokens: 0, reasoning_tokens: 0, usage_source: "provider", service_tier: null,
      routing_cost_usd: "0", cache_hit: false, client_gone: error === "client_gone", attempts: fellBack ? [failedFirst, attempt] : [attempt],
      client: "openai-python/3.1.0", simulated: true, cost_usd: total === null ? null : usd(total), baseline_cost_usd: baseline === null ? null : usd(baseline),
      savings_usd: savings === null ? null : usd(savings), overhead_usd: usd(failedCost), drivers,
      savings_provenance: savings === null ? null : own ? "measured" : "modelled", no_estimate_reason: savings !== null ? null : succeeded ? "unpriced" : "failed",
      price_id: unpriced ? null : 12, baseline_price_id: baseline === null ? null : 9, unpriced_reason: unpriced ? "no_price" : null,
    },
  };
}

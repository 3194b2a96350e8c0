// Mock mode of the end-to-end run only: folds made-up requests into the API's answers, in exact arithmetic.
import { KEYS, PROVIDERS, usd, USERS } from "./traffic.mjs";

const DAY_MS = 86_400_000;
const startOfDay = (ms) => ms - (ms % DAY_MS);
const iso = (ms) => new Date(ms).toISOString();
const round2 = (value) => Math.round(value * 100) / 100;
const sum = (values) => values.reduce((total, value) => total + value, 0n);
const count = (rows, test) => rows.filter(test).length;

/** The span of a preset at `nowMs`, in UTC. */
/** A preset's span, or that of dates as `2026-11-03/2026-11-15`. */
export function spanOf(name, nowMs) {
  if (name.includes("/")) {
    const [from, last] = name.split("/").map((date) => Date.parse(`${date}T00:00:00Z`));
    return { from, to: last + DAY_MS };
  }
  const today = startOfDay(nowMs);
  const days = { today: 1, "7d": 7, "30d": 30, "90d": 90 }[name];
  if (days) return { from: today - (days - 1) * DAY_MS, to: today + DAY_MS };
  if (name === "24h") return { from: nowMs - DAY_MS, to: nowMs };
  const at = new Date(nowMs);
  const months = name === "12mo" ? 11 : 0;
  return { from: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1), to: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) };
}

export function money(rows) {
  const priced = rows.filter((each) => each.pico.cost !== null);
  const covered = rows.filter((each) => each.pico.baseline !== null);
  const known = priced.length > 0 || rows.length === 0;
  const based = covered.length > 0 || rows.length === 0;
  const baseline = sum(covered.map((each) => each.pico.baseline));
  const savings = sum(covered.map((each) => each.pico.savings));
  return {
    cost_usd: known ? usd(sum(priced.map((each) => each.pico.cost))) : null,
    covered_cost_usd: based ? usd(baseline - savings) : null,
    baseline_usd: based ? usd(baseline) : null,
    savings_usd: based ? usd(savings) : null,
    overhead_usd: usd(sum(rows.map((each) => each.pico.failedCost))),
    savings_percent: baseline > 0n ? round2((Number(savings) / Number(baseline)) * 100) : null,
  };
}

export function coverage(rows) {
  const failed = count(rows, ({ row }) => row.no_estimate_reason === "failed");
  const unpriced = count(rows, ({ row }) => row.no_estimate_reason === "unpriced");
  const priced = count(rows, ({ pico }) => pico.cost !== null);
  return {
    requests: rows.length, priced, unpriced: rows.length - priced, estimated: 0,
    with_baseline: rows.length - failed - unpriced, no_estimate: { no_baseline: 0, failed, unpriced },
  };
}

function tokens(rows) {
  const of = (name) => rows.reduce((total, { row }) => total + row[name], 0);
  return {
    input: of("input_tokens"), output: of("output_tokens"), cache_read: of("cache_read_tokens"),
    cache_write_5m: 0, cache_write_1h: 0, reasoning: 0,
  };
}

function traffic(rows) {
  const succeeded = count(rows, ({ row }) => row.succeeded);
  const byClient = count(rows, ({ row }) => row.error_code === "client_gone");
  const counting = rows.length - byClient;
  return {
    requests: rows.length, attempts: rows.reduce((total, { row }) => total + row.attempts.length, 0), succeeded,
    failed_client: byClient, failed_other: counting - succeeded, client_gone: byClient, streamed: count(rows, ({ row }) => row.streamed),
    success_percent: counting > 0 ? round2((succeeded / counting) * 100) : null,
    latency_ms_mean: rows.length > 0 ? Math.round(rows.reduce((total, { row }) => total + row.latency_ms, 0) / rows.length) : null,
    tokens: tokens(rows),
  };
}

function percentiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => (sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function performance(rows) {
  const base = traffic(rows);
  const good = rows.filter(({ row }) => row.succeeded);
  const streamed = good.filter(({ row }) => row.streamed);
  return {
    attempts: rows.length, succeeded: base.succeeded, failed_client: base.failed_client, failed_other: base.failed_other,
    rate_limited: count(rows, ({ row }) => row.error_code === "rate_limited"), timed_out: count(rows, ({ row }) => row.error_code === "timeout_first_byte"),
    requests: rows.length, success_percent: base.success_percent, output_tokens: base.tokens.output, unpriced: coverage(rows).unpriced,
    cost_usd: money(rows).cost_usd, latency_ms: percentiles(good.map(({ row }) => row.latency_ms)),
    ttft_ms: percentiles(streamed.map(({ row }) => row.ttft_ms)),
    tokens_per_s: percentiles(streamed.map(({ row }) => row.output_tokens / ((row.latency_ms - row.ttft_ms) / 1000 || 1))),
  };
}

export function headline(rows, span, name) {
  return {
    period: { ...period(span), name }, money: money(rows), traffic: traffic(rows), coverage: coverage(rows), simulated: rows.length > 0,
  };
}

function period({ from, to }) {
  return { from: iso(from), to: iso(to), tz: "UTC", name: null };
}

export function providers(rows, nowMs) {
  return PROVIDERS.map((one) => {
    const own = rows.filter(({ row }) => row.provider === one.provider);
    const breaker = one.provider === "sandbox-local"
      ? { state: "half_open", reason: "timeout_first_byte", since: iso(nowMs - 40_000) }
      : { state: "closed", reason: null, since: iso(nowMs - DAY_MS) };
    const models = one.models.map(([model]) => ({ ...performance(own.filter(({ row }) => row.model === model)), model, breaker: null }));
    return { ...performance(own), provider: one.provider, kind: one.kind, simulated: true, breaker, models };
  }).filter((one) => one.requests > 0);
}

function top(rows, keyOf, names) {
  const groups = new Map();
  for (const each of rows) groups.set(keyOf(each.row), [...(groups.get(keyOf(each.row)) ?? []), each]);
  return [...groups].map(([key, own]) => {
    const { cost_usd, savings_usd } = money(own);
    return { kind: "value", key, label: names.get(key) ?? key, requests: own.length, tokens: tokens(own), cost_usd, savings_usd };
  }).sort((a, b) => Number(b.cost_usd ?? -1) - Number(a.cost_usd ?? -1)).slice(0, 5);
}

const DRIVERS = ["response_cache", "provider_price", "routing", "prompt_cache", "classifier", "failed_attempts", "cold_cache"];

function drivers(rows) {
  if (money(rows).savings_usd === null) return [];
  const failed = sum(rows.map((each) => each.pico.failedCost));
  const saved = sum(rows.map((each) => each.pico.savings ?? 0n));
  const amounts = { routing: saved + failed, failed_attempts: -failed };
  return DRIVERS.map((driver, index) => ({ driver, amount_usd: usd(amounts[driver] ?? 0n), overhead: index > 3 }));
}

export const alerts = (nowMs, on) => ({
  ok: 2, alert: on ? 1 : 0, no_data: 1,
  firing: on ? [{ id: "0193a000-0000-7000-8000-00000000000a", name: "p95 latency above 20 s", state: "ALERT", since: iso(nowMs - 540_000), value: "21480" }] : [],
});

const change = (now, before) => (before === null || Number(before) === 0 ? null : round2(((Number(now) - Number(before)) / Math.abs(Number(before))) * 100));

/** The answer to `GET /api/v1/analytics/dashboard`. */
export function dashboard(all, name, nowMs, tenant) {
  const within = ({ from, to }) => all.filter(({ atMs }) => atMs >= from && atMs < to);
  const span = spanOf(name, nowMs);
  const length = span.to - span.from;
  const before = { from: span.from - length, to: span.from };
  const rows = within(span);
  const current = headline(rows, span, name);
  const previous = headline(within(before), before, null);
  const grain = name === "today" ? "quarter" : name === "24h" ? "hour" : name === "12mo" ? "month" : "day";
  const stepMs = { quarter: 900_000, hour: 3_600_000, day: DAY_MS }[grain];
  const buckets = [];
  const next = (at) => (grain === "month" ? Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1, 1) : at + stepMs);
  for (let at = span.from - (grain === "hour" ? span.from % stepMs : 0); at < span.to; at = next(at)) {
    const own = within({ from: Math.max(at, span.from), to: Math.min(next(at), span.to) });
    buckets.push({ start: iso(at), requests: own.length, ...money(own) });
  }
  const month = spanOf("mtd", nowMs);
  const today = spanOf("today", nowMs);
  return {
    tenant, period: { ...period(span), name }, as_of: iso(nowMs), coverage: current.coverage, simulated: all.length > 0, current, previous,
    change: {
      cost_percent: change(current.money.cost_usd, previous.money.cost_usd), savings_percent: change(current.money.savings_usd, previous.money.savings_usd),
      requests_percent: change(current.traffic.requests, previous.traffic.requests),
    },
    today: headline(within(today), today, "today"), month: headline(within(month), month, "mtd"), series: { grain, buckets },
    drivers: drivers(rows), provenance: provenance(rows), providers: providers(rows, nowMs),
    top_models: top(rows, (row) => `${row.provider}/${row.model}`, new Map()), top_users: top(rows, (row) => row.user_id, new Map(USERS)),
    top_keys: top(rows, (row) => row.key_id, new Map(KEYS)), recent: newest(all), alerts: alerts(nowMs, true),
    first_event_at: all[0]?.row.timestamp ?? null, last_event_at: all.at(-1)?.row.timestamp ?? null,
  };
}

export const newest = (all) => all.slice(-20).reverse().map((each) => each.row);

function provenance(rows) {
  const of = (name) => count(rows, ({ row }) => row.savings_provenance === name);
  return { measured: of("measured"), modelled: of("modelled"), no_estimate: of(null) };
}

/** The `data` of a `savings_update`. */
export function live(all, seq, nowMs) {
  const month = spanOf("mtd", nowMs);
  const today = spanOf("today", nowMs);
  const within = ({ from, to }) => all.filter(({ atMs }) => atMs >= from && atMs < to);
  const head = headline(within(month), month, "mtd");
  return {
    seq, as_of: iso(nowMs), period: head.period, coverage: head.coverage, simulated: all.length > 0, month: head,
    today: headline(within(today), today, "today"), providers: providers(within(today), nowMs), recent: newest(all), alerts: alerts(nowMs, true),
  };
}

const FIELDS = { provider: "provider", model: "model", key: "key_id", user: "user_id", route: "route", client: "client", request_type: "request_type" };

/** The answer to `GET /api/v1/analytics/costs`, in days. */
export function costs(all, params, nowMs) {
  const name = params.get("start_date") ? `${params.get("start_date")}/${params.get("end_date")}` : (params.get("period") ?? "30d");
  const span = spanOf(name, nowMs);
  const kept = ({ row }) => Object.values(FIELDS).every((field) => params.get(field) === null || String(row[field]) === params.get(field));
  const rows = all.filter((each) => each.atMs >= span.from && each.atMs < span.to && kept(each));
  const buckets = [];
  for (let at = startOfDay(span.from); at < Math.min(span.to, nowMs); at += DAY_MS) {
    const own = rows.filter(({ atMs }) => atMs >= at && atMs < at + DAY_MS);
    buckets.push({ start: iso(at), requests: own.length, ...money(own) });
  }
  const by = params.get("group_by");
  const groups = new Map();
  for (const each of rows) {
    const key = each.row[FIELDS[by]] ?? null;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const named = [...groups].map(([key, own]) => ({ kind: key === null ? "none" : "value", key, label: key ?? "none", total: money(own), coverage: coverage(own), buckets: [] }));
  named.sort((a, b) => Number(b.total.cost_usd ?? 0) - Number(a.total.cost_usd ?? 0));
  return {
    period: { ...period(span), name }, as_of: iso(nowMs), coverage: coverage(rows), simulated: rows.length > 0, grain: "day", group_by: by, total: money(rows), buckets,
    groups: named,
  };
}

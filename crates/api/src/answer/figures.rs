//! Figures that several answers share.

use super::Usd;
use domain::{PicoSum, Usage};
use metering::{Histogram, Measures};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What requests cost and what they saved. `savings_usd` is exactly `baseline_usd - covered_cost_usd`, and exactly the
/// sum of the drivers.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// The known cost, failed attempts and routing included; null when there were requests and none is priced.
    pub cost_usd: Option<Usd>,
    /// The part of `cost_usd` that bought no answer: failed requests and attempts, answers drained for a client that left.
    pub overhead_usd: Option<Usd>,
    /// The part of `cost_usd` of requests that have a baseline: what `baseline_usd` is compared with; null without one.
    pub covered_cost_usd: Option<Usd>,
    /// What those requests would have cost on their baselines; null when there were requests and none has one.
    pub baseline_usd: Option<Usd>,
    /// What was saved, signed: a loss is negative; null when there were requests and none has a baseline.
    pub savings_usd: Option<Usd>,
    /// Savings as a share of the baseline, in percent with two decimals, signed; null without a baseline or one of 0.
    pub savings_percent: Option<f64>,
}

/// Tokens by class. The classes of input do not overlap; `reasoning` is a part of `output`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// All input, cached parts included.
    pub input: u64,
    /// Input read from a prompt cache.
    pub cache_read: u64,
    /// Input written to a prompt cache of five minutes.
    pub cache_write_5m: u64,
    /// Input written to a prompt cache of one hour.
    pub cache_write_1h: u64,
    /// All output.
    pub output: u64,
    /// The part of output spent on reasoning.
    pub reasoning: u64,
}

/// Requests and tokens.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Traffic {
    /// Requests, each counted once.
    pub requests: u64,
    /// Those with a complete answer.
    pub succeeded: u64,
    /// Failures that the client caused; success rates leave them out.
    pub failed_client: u64,
    /// All other failures.
    pub failed_other: u64,
    /// Requests whose client left before the end.
    pub client_gone: u64,
    /// Requests answered as a stream.
    pub streamed: u64,
    /// Attempts, the final ones included.
    pub attempts: u64,
    /// `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
    pub success_percent: Option<f64>,
    /// Mean milliseconds from admission to the end, with one decimal; null without requests.
    pub latency_ms_mean: Option<f64>,
    /// Billed tokens.
    pub tokens: Tokens,
}

/// Percentiles from a merged histogram, off by at most 1 %. Null where `n` is 0.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Percentiles {
    /// How many values stand behind them.
    pub n: u64,
    /// The median.
    pub p50: Option<f64>,
    /// 95 of 100 are below.
    pub p95: Option<f64>,
    /// 99 of 100 are below.
    pub p99: Option<f64>,
}

/// What a part of the savings comes from, in the ledger's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverName {
    /// A response cache answered.
    ResponseCache,
    /// The same model, cheaper at another provider.
    ProviderPrice,
    /// Another model than the baseline.
    Routing,
    /// Prompt cache reads that the gateway caused.
    PromptCache,
    /// What choosing the candidate cost.
    Classifier,
    /// Failed attempts that were billed.
    FailedAttempts,
    /// A prompt cache gone cold by switching providers.
    ColdCache,
}

/// One part of the savings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Driver {
    /// Where it comes from.
    pub driver: DriverName,
    /// How much, signed: losses are negative.
    pub amount_usd: Usd,
    /// Whether it is one of the overheads, which only ever cost.
    pub overhead: bool,
}

/// How sure the savings are, in requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Provenances {
    /// The baseline's own model served: the figure is what was billed.
    pub measured: u64,
    /// The same tokens priced on another model.
    pub modelled: u64,
    /// No figure; the reasons stand in `coverage.no_estimate`.
    pub no_estimate: u64,
}

/// A share in percent with two decimals, half away from zero; `None` of nothing.
#[must_use]
pub fn percent(part: i128, whole: i128) -> Option<f64> {
    hundredths(part.checked_mul(10_000)?, whole)
}

/// A quotient with two decimals.
fn hundredths(scaled: i128, whole: i128) -> Option<f64> {
    if whole == 0 {
        return None;
    }
    let (size, by) = (scaled.unsigned_abs(), whole.unsigned_abs());
    let rounded = i64::try_from((size + by / 2) / by).ok()?;
    let negative = (scaled < 0) != (whole < 0);
    // Shown, not reckoned with: whole hundredths of this size are exact in a double.
    #[allow(clippy::cast_precision_loss)]
    Some((if negative { -rounded } else { rounded }) as f64 / 100.0)
}

/// A quotient with one decimal.
#[must_use]
pub fn tenths(part: u64, whole: u64) -> Option<f64> {
    let rounded = (u128::from(part) * 20 + u128::from(whole)).checked_div(u128::from(whole) * 2)?;
    #[allow(clippy::cast_precision_loss)]
    u64::try_from(rounded).ok().map(|tenths| tenths as f64 / 10.0)
}

impl From<&Measures> for Money {
    fn from(sums: &Measures) -> Self {
        // A bucket may hold money of requests that are counted elsewhere (an earlier attempt at another provider): then
        // there is a figure, whatever its own requests know.
        let no_cost = sums.requests > 0 && sums.unpriced >= sums.requests && sums.cost == PicoSum(0);
        let no_baseline =
            sums.requests > 0 && sums.covered() == 0 && (sums.baseline, sums.covered_cost) == (PicoSum(0), PicoSum(0));
        let known = |amount: PicoSum, unknown: bool| (!unknown).then_some(Usd(amount));
        Self {
            cost_usd: known(sums.cost, no_cost),
            overhead_usd: known(sums.overhead, no_cost),
            covered_cost_usd: known(sums.covered_cost, no_baseline),
            baseline_usd: known(sums.baseline, no_baseline),
            savings_usd: known(sums.saved(), no_baseline),
            savings_percent: percent(sums.saved().0, sums.baseline.0).filter(|_| !no_baseline),
        }
    }
}

impl From<&Usage> for Tokens {
    fn from(usage: &Usage) -> Self {
        Self {
            input: usage.input_total(),
            cache_read: usage.cache_read,
            cache_write_5m: usage.cache_write_5m,
            cache_write_1h: usage.cache_write_1h,
            output: usage.output,
            reasoning: usage.reasoning,
        }
    }
}

impl From<&Measures> for Traffic {
    fn from(sums: &Measures) -> Self {
        let judged = sums.requests.saturating_sub(sums.failed_client);
        Self {
            requests: sums.requests,
            succeeded: sums.succeeded,
            failed_client: sums.failed_client,
            failed_other: sums.failed_other,
            client_gone: sums.client_gone,
            streamed: sums.streamed,
            attempts: sums.attempts,
            success_percent: percent(sums.succeeded.into(), judged.into()),
            latency_ms_mean: tenths(sums.latency_ms_sum, sums.requests),
            tokens: (&sums.tokens).into(),
        }
    }
}

impl From<&Measures> for Provenances {
    fn from(sums: &Measures) -> Self {
        let no_estimate = sums.no_estimate_failed + sums.no_estimate_no_baseline + sums.no_estimate_unpriced;
        Self { measured: sums.measured, modelled: sums.modelled, no_estimate }
    }
}

impl Percentiles {
    /// Of a histogram whose values are kept times `scale`.
    #[must_use]
    pub fn of(values: &Histogram, scale: u32) -> Self {
        #[allow(clippy::cast_precision_loss)]
        let at = |share| values.quantile(share).map(|value| value as f64 / f64::from(scale));
        Self { n: values.count(), p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }
}

/// The seven parts of the savings in the ledger's order; none where there is no estimate at all.
#[must_use]
pub fn drivers(sums: &Measures) -> Vec<Driver> {
    if Money::from(sums).savings_usd.is_none() {
        return Vec::new();
    }
    list([
        sums.saved_response_cache,
        sums.saved_provider_price,
        sums.saved_routing,
        sums.saved_prompt_cache,
        sums.saved_classifier,
        sums.saved_failed_attempts,
        sums.saved_cold_cache,
    ])
}

/// Amounts in the ledger's order, named.
pub(super) fn list(amounts: [PicoSum; 7]) -> Vec<Driver> {
    use DriverName as D;
    let names = [
        (D::ResponseCache, false),
        (D::ProviderPrice, false),
        (D::Routing, false),
        (D::PromptCache, false),
        (D::Classifier, true),
        (D::FailedAttempts, true),
        (D::ColdCache, true),
    ];
    let named = names.into_iter().zip(amounts);
    named.map(|((driver, overhead), amount)| Driver { driver, amount_usd: amount.into(), overhead }).collect()
}

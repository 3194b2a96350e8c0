//! Figures that several answers share.

use super::Usd;
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

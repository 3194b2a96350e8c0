//! Rollups: what a row adds to which bucket. Buckets add up in any order, and a row is added once.

mod fold;
mod perf;
mod reprice;
mod sum;

pub use fold::contributions;
pub use perf::perf_contributions;
pub use reprice::{RepriceError, reprice};
pub use sum::{Fraction, is_client_fault};

use crate::Histogram;
use domain::{KeyId, ModelName, PicoSum, PriceId, ProviderName, RequestType, RouteName, Token, Usage, UserId};

/// What a bucket is kept apart by, beside its tenant and its time.
///
/// `price_id` and `baseline_price_id` are there so that a bucket whose raw rows are gone can still be re-priced from
/// its token classes. A billed attempt that was not the final one stands in a bucket of its own provider and model,
/// with `requests` 0.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Dims {
    /// Who answered or billed.
    pub provider: ProviderName,
    /// The model that answered or billed.
    pub model: ModelName,
    /// The API key.
    pub key_id: Option<KeyId>,
    /// The user.
    pub user_id: Option<UserId>,
    /// The route.
    pub route: Option<RouteName>,
    /// The client program.
    pub client: Option<Token>,
    /// The kind of request.
    pub request_type: RequestType,
    /// The price in force.
    pub price_id: Option<PriceId>,
    /// The baseline's price.
    pub baseline_price_id: Option<PriceId>,
    /// Whether a sandbox answered.
    pub simulated: bool,
}

/// What a bucket counts. Every field adds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Measures {
    /// Requests, each counted once, at its final provider and model.
    pub requests: u64,
    /// Requests that got a complete answer.
    pub succeeded: u64,
    /// Failures whose source is the client (left out of success rates).
    pub failed_client: u64,
    /// All other failures.
    pub failed_other: u64,
    /// Requests whose client left.
    pub client_gone: u64,
    /// Requests answered as a stream.
    pub streamed: u64,
    /// Attempts, the final ones included.
    pub attempts: u64,
    /// Requests whose final usage was estimated.
    pub estimated: u64,
    /// Requests whose cost is not known.
    pub unpriced: u64,
    /// Requests with a baseline figure that is measured.
    pub measured: u64,
    /// Requests with a baseline figure that is modelled.
    pub modelled: u64,
    /// Requests without an estimate because they failed.
    pub no_estimate_failed: u64,
    /// Requests without an estimate because there is no baseline.
    pub no_estimate_no_baseline: u64,
    /// Requests without an estimate because a price is missing (their own or the baseline's).
    pub no_estimate_unpriced: u64,
    /// Billed tokens by class.
    pub tokens: Usage,
    /// The known cost, overheads included.
    pub cost: PicoSum,
    /// The part of `cost` that bought no answer.
    pub overhead: PicoSum,
    /// The part of `cost` of requests that have a baseline figure: what `baseline` is compared with.
    pub covered_cost: PicoSum,
    /// What those requests would have cost.
    pub baseline: PicoSum,
    /// `baseline - covered_cost` by driver: response cache.
    pub saved_response_cache: PicoSum,
    /// By driver: provider price.
    pub saved_provider_price: PicoSum,
    /// By driver: routing.
    pub saved_routing: PicoSum,
    /// By driver: prompt cache.
    pub saved_prompt_cache: PicoSum,
    /// By driver: classifier (a loss).
    pub saved_classifier: PicoSum,
    /// By driver: failed attempts (a loss).
    pub saved_failed_attempts: PicoSum,
    /// By driver: cold prompt cache (a loss).
    pub saved_cold_cache: PicoSum,
    /// Milliseconds of all requests together.
    pub latency_ms_sum: u64,
    /// Milliseconds to the first token of those requests that have one, together.
    pub ttft_ms_sum: u64,
    /// How many have one.
    pub ttft_count: u64,
}

/// What performance is kept apart by, beside tenant and hour. Counts attempts, not requests: each provider answers for
/// its own.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PerfDims {
    /// The provider asked.
    pub provider: ProviderName,
    /// The model asked for.
    pub model: ModelName,
}

/// How a provider did in an hour. Every field adds; histograms merge.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PerfMeasures {
    /// Attempts.
    pub attempts: u64,
    /// Attempts that gave a complete answer.
    pub succeeded: u64,
    /// Failures caused by the client.
    pub failed_client: u64,
    /// All other failures.
    pub failed_other: u64,
    /// Rate limits among `failed_other`.
    pub rate_limited: u64,
    /// Time-outs among `failed_other`.
    pub timed_out: u64,
    /// Milliseconds of successful attempts.
    pub latency_ms: Histogram,
    /// Milliseconds to the first token of successful attempts that streamed.
    pub ttft_ms: Histogram,
    /// Output tokens a second of successful streamed attempts, times 10 for a decimal.
    pub tokens_per_s_x10: Histogram,
    /// Output tokens of successful attempts.
    pub output_tokens: u64,
}

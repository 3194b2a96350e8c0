//! Rating: one event in, its cost, baseline and savings out. The rules are the ledger's 10 to 17.

mod baseline;
mod cost;
mod drivers;
mod rate;

pub(crate) use cost::billed_usage;
pub use cost::{price_tokens, price_tokens_as_baseline};
pub use rate::rate;

use domain::{Pico, PriceId, UsageEvent};
use serde::{Deserialize, Serialize};

/// An event with its money: one row of the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerRow {
    /// What happened.
    pub event: UsageEvent,
    /// What it cost and saved.
    pub rating: Rating,
}

/// Why a cost is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpriced {
    /// The catalogue has no price for the model at that time.
    NoPrice,
    /// The price lacks a token class that the request used.
    ClassUnpriced,
    /// The product of tokens and price leaves the range of a row.
    OutOfRange,
}

/// Why there is no estimate of savings. Not the same as savings of zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEstimate {
    /// The request failed; its cost is an overhead.
    Failed,
    /// Neither a requested model nor a configured baseline.
    NoBaseline,
    /// The request's own cost is not known.
    Unpriced,
    /// The baseline model has no price.
    BaselineUnpriced,
}

/// How sure a baseline is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// The same model served: the figure is what was billed.
    Measured,
    /// The same tokens on another model.
    Modelled,
}

/// What the request would have cost on its baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Baseline {
    /// A figure.
    Known {
        /// The baseline's cost.
        cost: Pico,
        /// The price row behind it.
        price_id: PriceId,
        /// How sure it is.
        provenance: Provenance,
    },
    /// No figure, and why.
    Unknown(NoEstimate),
}

/// Savings split by cause; the parts sum to the savings exactly. Losses are negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Drivers {
    /// A response cache answered.
    pub response_cache: i64,
    /// The same model, cheaper at another provider.
    pub provider_price: i64,
    /// Another model than the baseline.
    pub routing: i64,
    /// Prompt cache reads that the gateway caused.
    pub prompt_cache: i64,
    /// What choosing the candidate cost, as a loss.
    pub classifier: i64,
    /// Failed attempts that were billed, as a loss.
    pub failed_attempts: i64,
    /// A prompt cache gone cold by switching providers, as a loss.
    pub cold_cache: i64,
}

/// The money of one attempt that was not the final one. The store keeps it with the row, so that a bucket can be rebuilt
/// from rows alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptCost {
    /// The price in force for it, where there is one.
    pub price_id: Option<PriceId>,
    /// What it cost in pico-dollars: 0 where nothing was billed, and 0 where the request as a whole has no figure.
    pub cost_pico: i64,
}

/// A row's money, in pico-dollars.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rating {
    /// All attempts plus routing; `Err` when any billed part has no price.
    pub cost: Result<Pico, Unpriced>,
    /// The part of `cost` that bought no answer: failed attempts, drained tokens of a client that left, failed requests.
    pub overhead: Pico,
    /// The price row of the final attempt.
    pub price_id: Option<PriceId>,
    /// What it would have cost.
    pub baseline: Baseline,
    /// `baseline - cost`, signed; `None` without an estimate.
    pub savings: Option<Pico>,
    /// The savings by cause; all zero without an estimate.
    pub drivers: Drivers,
    /// One entry for each of the event's attempts before the final one, in their order: which price, how much. Part of
    /// `cost` already.
    pub earlier: Vec<AttemptCost>,
}

impl LedgerRow {
    /// The baseline's cost where there is one.
    #[must_use]
    pub fn baseline_cost(&self) -> Option<Pico> {
        match self.rating.baseline {
            Baseline::Known { cost, .. } => Some(cost),
            Baseline::Unknown(_) => None,
        }
    }
}

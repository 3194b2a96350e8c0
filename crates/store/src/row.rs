//! The parts of a ledger row that are not plain columns: its attempts as JSON, its rating with reasons as words. Both
//! ways and exactly, for every backend.

use crate::StoreError;
use crate::error::Result;
use crate::words::{json_of, of_word, word_of};
use domain::{Attempt, ErrorCode, ModelRef, Outcome, Pico, PriceId, Usage, UsageSource};
use metering::{Baseline, Drivers, Rating};
use serde::{Deserialize, Serialize};

/// An attempt as it stands in the `attempts` column: only known fields, so nothing else can get in.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredAttempt {
    target: ModelRef,
    latency_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttft_ms: Option<u64>,
    outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_code: Option<ErrorCode>,
    usage: Usage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usage_source: Option<UsageSource>,
}

impl From<&Attempt> for StoredAttempt {
    fn from(attempt: &Attempt) -> Self {
        let Attempt { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source } = attempt.clone();
        Self { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source }
    }
}

impl From<StoredAttempt> for Attempt {
    fn from(stored: StoredAttempt) -> Self {
        let StoredAttempt { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source } = stored;
        Self { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source }
    }
}

/// Attempts as the text of their column.
///
/// # Errors
/// `Failed` where they have no JSON form: a defect.
pub fn attempts_json(attempts: &[Attempt]) -> Result<String> {
    json_of(&attempts.iter().map(StoredAttempt::from).collect::<Vec<_>>())
}

/// Attempts from the text of their column; `None` for what [`attempts_json`] never writes.
#[must_use]
pub fn attempts_of(json: &str) -> Option<Vec<Attempt>> {
    let stored: Vec<StoredAttempt> = serde_json::from_str(json).ok()?;
    Some(stored.into_iter().map(Attempt::from).collect())
}

/// The word of a source of usage.
#[must_use]
pub fn usage_source(source: UsageSource) -> &'static str {
    match source {
        UsageSource::Provider => "provider",
        UsageSource::Estimated => "estimated",
    }
}

/// A rating's columns, in the order of the tables; money in pico-dollars.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the columns of the same names")]
pub struct RatingColumns {
    pub cost: Option<i64>,
    pub unpriced: Option<String>,
    pub overhead: i64,
    pub price_id: Option<i64>,
    pub baseline: Option<i64>,
    pub baseline_price_id: Option<i64>,
    pub provenance: Option<String>,
    pub no_estimate: Option<String>,
    pub savings: Option<i64>,
    pub drivers: Drivers,
    pub earlier: String,
}

impl RatingColumns {
    /// The columns of a rating.
    ///
    /// # Errors
    /// `Failed` where a reason has no word: a defect.
    pub fn of(rating: &Rating) -> Result<Self> {
        let (cost, unpriced) = match &rating.cost {
            Ok(cost) => (Some(cost.0), None),
            Err(reason) => (None, Some(word_of(reason)?)),
        };
        let (baseline, baseline_price_id, provenance, no_estimate) = match &rating.baseline {
            Baseline::Known { cost, price_id, provenance } => {
                (Some(cost.0), Some(price_id.0), Some(word_of(provenance)?), None)
            }
            Baseline::Unknown(reason) => (None, None, None, Some(word_of(reason)?)),
        };
        Ok(Self {
            cost,
            unpriced,
            overhead: rating.overhead.0,
            price_id: rating.price_id.map(|id| id.0),
            baseline,
            baseline_price_id,
            provenance,
            no_estimate,
            savings: rating.savings.map(|savings| savings.0),
            drivers: rating.drivers,
            earlier: json_of(&rating.earlier)?,
        })
    }

    /// The rating of columns.
    ///
    /// # Errors
    /// `Failed` where a column holds what no version writes.
    pub fn rating(self) -> Result<Rating> {
        let torn = |what: &str| StoreError::Failed(format!("a row has neither {what} nor a reason: it is damaged"));
        let cost = match self.cost {
            Some(cost) => Ok(Pico(cost)),
            None => Err(self.unpriced.as_deref().and_then(of_word).ok_or_else(|| torn("a cost"))?),
        };
        let provenance = self.provenance.as_deref().and_then(of_word);
        let baseline = match (self.baseline, self.baseline_price_id, provenance) {
            (Some(cost), Some(price_id), Some(provenance)) => {
                Baseline::Known { cost: Pico(cost), price_id: PriceId(price_id), provenance }
            }
            _ => Baseline::Unknown(self.no_estimate.as_deref().and_then(of_word).ok_or_else(|| torn("a baseline"))?),
        };
        let earlier = serde_json::from_str(&self.earlier)
            .map_err(|_| StoreError::Failed("earlier_attempts holds what no version writes: it is damaged".into()))?;
        Ok(Rating {
            cost,
            overhead: Pico(self.overhead),
            price_id: self.price_id.map(PriceId),
            baseline,
            savings: self.savings.map(Pico),
            drivers: self.drivers,
            earlier,
        })
    }
}

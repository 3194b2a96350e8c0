//! Times in which a provider, or one model there, was not served: what the gateways' breakers did, kept. No tenant's data.

use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{ErrorCode, ModelName, ProviderName, Timestamp};
use serde::{Deserialize, Serialize};

/// Where the breaker of an outage stood when it was last seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutageState {
    /// No request went there.
    Open,
    /// A few went there, to see whether it was well again.
    HalfOpen,
}

/// One outage: from the moment a breaker opened until it closed, however often it was tried in between.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outage {
    /// The provider.
    pub provider: ProviderName,
    /// The model; `None` where all of the provider was out.
    pub model: Option<ModelName>,
    /// Since when.
    pub began_at: Timestamp,
    /// Until when, excluded; `None` while it lasts.
    pub ended_at: Option<Timestamp>,
    /// Why, as an error code; `None` where the gateway did not say.
    pub reason: Option<ErrorCode>,
    /// Where its breaker stood last.
    pub last_state: OutageState,
    /// When its breaker was last seen not to be closed.
    pub seen_at: Timestamp,
}

/// A question for outages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutageQuery {
    /// Those that had not ended by here.
    pub from: Timestamp,
    /// Those that had begun before here.
    pub to: Timestamp,
    /// Only of these providers, or of all.
    pub providers: Vec<ProviderName>,
    /// So many at most.
    pub limit: usize,
}

/// An outage's columns, in the order of [`read`].
pub const COLUMNS: &str = "provider, model, began_at, ended_at, reason, last_state, seen_at";

/// The model as a column: all of a provider is the empty text, which no model is called.
#[must_use]
pub fn model_of(outage: &Outage) -> &str {
    outage.model.as_ref().map_or("", ModelName::as_str)
}

/// Reads an outage.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Outage> {
    let provider = cells.parsed()?;
    let model = match cells.text()? {
        "" => None,
        text => Some(text.parse().map_err(|_| cells.damaged())?),
    };
    Ok(Outage {
        provider,
        model,
        began_at: cells.time()?,
        ended_at: cells.opt_time()?,
        reason: cells.opt_parsed()?,
        last_state: cells.word()?,
        seen_at: cells.time()?,
    })
}

/// Keeps outages.
#[async_trait]
pub trait OutageRepo: Send + Sync {
    /// Files outages as they stand, all or none; what was filed of the same provider, model and begin is replaced.
    async fn put(&self, outages: &[Outage]) -> Result<()>;

    /// Outages that overlap a span, newest begin first, then by provider and model.
    async fn list(&self, query: &OutageQuery) -> Result<Vec<Outage>>;

    /// Deletes those that ended before a moment; answers how many.
    async fn sweep(&self, before: Timestamp) -> Result<usize>;
}

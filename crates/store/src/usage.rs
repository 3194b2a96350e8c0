//! The rows behind every figure.

use crate::error::Result;
use crate::{Cursor, Filters, Page, TenantScope};
use async_trait::async_trait;
use domain::{ErrorCode, EventId, SessionId, Timestamp};
use metering::LedgerRow;
use serde::{Deserialize, Serialize};

/// Which rows, from newest to oldest. Also stands in an export as JSON, where a condition that this version does not know
/// must not be left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventQuery {
    /// From here, included.
    pub from: Timestamp,
    /// To here, excluded.
    pub to: Timestamp,
    /// By dimension.
    pub filters: Filters,
    /// Only successes, or only failures.
    pub succeeded: Option<bool>,
    /// Only this error.
    pub error_code: Option<ErrorCode>,
    /// Only rows with, or without, a known cost.
    pub priced: Option<bool>,
    /// Only this conversation.
    pub session_id: Option<SessionId>,
    /// Go on after this row.
    pub after: Option<Cursor>,
    /// Rows a page, 1 to 1000.
    pub limit: usize,
}

/// Rows a page at most.
const MOST: usize = 1_000;

impl EventQuery {
    /// All rows of a span, in pages of `limit`, from the newest on.
    #[must_use]
    pub fn of(from: Timestamp, to: Timestamp, limit: usize) -> Self {
        Self {
            from,
            to,
            filters: Filters::default(),
            succeeded: None,
            error_code: None,
            priced: None,
            session_id: None,
            after: None,
            limit,
        }
    }

    /// How many rows to read for a page: one more than it holds says whether there is a next one.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.limit.clamp(1, MOST) + 1
    }

    /// The page of the first [`EventQuery::rows`] that were found.
    #[must_use]
    pub fn page(&self, mut items: Vec<LedgerRow>) -> Page<LedgerRow> {
        let limit = self.limit.clamp(1, MOST);
        let more = items.len() > limit;
        items.truncate(limit);
        let place = |row: &LedgerRow| Cursor { timestamp: row.event.timestamp, id: row.event.event_id };
        let next = items.last().filter(|_| more).map(place);
        Page { items, next }
    }
}

/// Reads a tenant's rows.
#[async_trait]
pub trait UsageRepo: Send + Sync {
    /// One page of rows, newest first.
    async fn events(&self, scope: TenantScope, query: &EventQuery) -> Result<Page<LedgerRow>>;

    /// How many rows there are, on all pages from `after` on.
    async fn count(&self, scope: TenantScope, query: &EventQuery) -> Result<u64>;

    /// One row.
    ///
    /// # Errors
    /// `NotFound` for another tenant's row as for none at all.
    async fn event(&self, scope: TenantScope, event_id: EventId) -> Result<LedgerRow>;

    /// The time of the tenant's newest and oldest row, if it has any.
    async fn span(&self, scope: TenantScope) -> Result<Option<(Timestamp, Timestamp)>>;

    /// Everything of the tenant that is kept, erased: rows, rollups, dead letters, exports. The audit log keeps that it happened.
    async fn erase(&self, scope: TenantScope) -> Result<u64>;
}

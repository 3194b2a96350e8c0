//! Dashboard answers that were computed once: kept for minutes, forgotten at once when the tenant's data changes.

use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use std::fmt;
use std::sync::Arc;

/// What an answer is about; decides how long it may be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Metric {
    /// The first screen and other summaries: 5 minutes.
    Dashboard,
    /// Costs over time: 15 minutes.
    Costs,
    /// Savings: as costs.
    Savings,
    /// Usage over time: as costs.
    Usage,
    /// Providers' performance: 60 minutes.
    Providers,
}

impl Metric {
    /// Its part of the key.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Costs => "costs",
            Self::Savings => "savings",
            Self::Usage => "usage",
            Self::Providers => "providers",
        }
    }

    /// How long an answer may be kept when nothing changes.
    #[must_use]
    pub const fn ttl_ms(self) -> i64 {
        let minutes = match self {
            Self::Dashboard => 5,
            Self::Costs | Self::Savings | Self::Usage => 15,
            Self::Providers => 60,
        };
        minutes * 60_000
    }
}

/// Names an answer: `analytics:{tenant_id}:{metric}:{period}` and whatever else the question held.
///
/// The tenant is a type of its own here and comes first, so that no other part of the question can move an answer to
/// another tenant: the rest holds no tenant, and every tenant's answers are kept apart.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct AnswerKey {
    tenant_id: TenantId,
    metric: Metric,
    rest: String,
}

impl AnswerKey {
    /// The key of a question: the period's name or dates, then each further part. A colon inside a part is escaped, so
    /// that two questions never share a key.
    #[must_use]
    pub fn new(tenant_id: TenantId, metric: Metric, period: &str, parts: &[String]) -> Self {
        let mut rest = period.to_owned();
        for part in parts {
            rest.push(':');
            rest.push_str(&part.replace('%', "%25").replace(':', "%3A"));
        }
        Self { tenant_id, metric, rest }
    }

    /// Whose answer it is.
    #[must_use]
    pub fn tenant_id(&self) -> TenantId {
        self.tenant_id
    }

    /// What it is about.
    #[must_use]
    pub fn metric(&self) -> Metric {
        self.metric
    }

    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "analytics:{}:{}:{}", self.tenant_id, self.metric.as_str(), self.rest)
    }
}

/// A tenant's data as it was when a computation began. An answer computed from older data is not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Generation(pub u64);

/// What a look into the cache gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Looked {
    /// The answer.
    Hit(Arc<str>),
    /// None; hand the generation back with what is computed now.
    Miss(Generation),
}

/// How often answers were there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AnswerCounts {
    /// Found.
    pub hits: u64,
    /// Not found, or too old.
    pub misses: u64,
    /// Kept now.
    pub answers: u64,
    /// Their size now.
    pub bytes: u64,
}

/// Keeps answers. One that fails to keep or to find is slow, never wrong: a backend that cannot be reached answers `Miss`.
#[async_trait]
pub trait AnswerCache: Send + Sync {
    /// The answer of this key, if it is there and not too old.
    async fn look(&self, key: &AnswerKey, now: Timestamp) -> Looked;

    /// Keeps an answer, unless its tenant's data changed since `generation`.
    async fn keep(&self, key: &AnswerKey, generation: Generation, answer: Arc<str>, now: Timestamp);

    /// Forgets a tenant's answers, and those being computed now. Holds for this process when it returns; a remote backend
    /// sends the deletion on and refuses this tenant's answers until that is confirmed.
    fn forget(&self, tenant_id: TenantId);

    /// The counters.
    fn counts(&self) -> AnswerCounts;
}

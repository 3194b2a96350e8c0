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
    /// Savings less the platform's cost: as costs.
    Roi,
    /// Usage over time: as costs.
    Usage,
    /// Providers' performance: 60 minutes.
    Providers,
    /// What a live socket shows, named by its second: 10 seconds, because no later second asks for it.
    Live,
}

impl Metric {
    /// Its part of the key.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Costs => "costs",
            Self::Savings => "savings",
            Self::Roi => "roi",
            Self::Usage => "usage",
            Self::Providers => "providers",
            Self::Live => "live",
        }
    }

    /// How long an answer may be kept when nothing changes.
    #[must_use]
    pub const fn ttl_ms(self) -> i64 {
        match self {
            Self::Dashboard => 5 * 60_000,
            Self::Costs | Self::Savings | Self::Roi | Self::Usage => 15 * 60_000,
            Self::Providers => 60 * 60_000,
            Self::Live => 10_000,
        }
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

/// The state of a tenant's data when a computation began. An answer computed from an older state is not kept.
///
/// Two marks, because answers are forgotten in two ways: a tenant's, and everybody's. Each is unique for as long as an
/// answer can live; only the cache that gave one knows what it means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Generation {
    pub(crate) everyone: u128,
    pub(crate) tenant: u128,
}

impl Generation {
    /// What a cache gives that cannot say how old the data is: an answer computed under it is never kept.
    pub const NEVER: Self = Self { everyone: 0, tenant: 0 };
}

/// What a look into the cache gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Looked {
    /// The answer.
    Hit(Arc<str>),
    /// None; hand the generation back with what is computed now.
    Miss(Generation),
}

/// What is kept now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AnswerSize {
    /// How many answers.
    pub answers: u64,
    /// Their bytes.
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

    /// Forgets every tenant's answers, as [`AnswerCache::forget`] does: for a start after a crash, when nobody knows which
    /// tenants' changes were not announced any more.
    fn forget_all(&self);

    /// What is kept now; `None` where only a server knows.
    fn size(&self) -> Option<AnswerSize>;
}

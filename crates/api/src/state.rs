//! What every handler works with. Made by the server, which knows the implementations.

use crate::errors::Problem;
use async_trait::async_trait;
use cache::{Answers, HealthBoardView, KeyBook, LiveBus, PriceShelf, TenantBook};
use domain::Clock;
use metering::PriceRow;
use std::sync::Arc;
use store::dead_letters::DeadLetter;
use store::{KeyHash, OperatorKey, OperatorProof, Store};
use tokio_util::sync::CancellationToken;

/// Fills bytes with randomness; passed in, so that tests know what comes.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// What the API asks of the other parts of the process, without knowing them.
#[async_trait]
pub trait Hooks: Send + Sync {
    /// A price was added or closed: read the price book anew and price again what the row touches. Returns once the new
    /// book is in use; pricing again may go on in the background.
    async fn price_changed(&self, price: &PriceRow);

    /// Publishes an event, given as its JSON, as if it came for the first time. Returns once the log has it.
    ///
    /// # Errors
    /// What is wrong with the event: a reason and the field at fault, never its content.
    async fn replay(&self, letter: &DeadLetter, event_json: &str) -> Result<(), ReplayRefused>;
}

/// Why an event was not published again.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReplayRefused {
    /// It is still not a usage event.
    #[error("{reason}")]
    Invalid {
        /// A short code such as `unknown_field`.
        reason: String,
        /// The field at fault.
        field: Option<String>,
    },
    /// The log does not take it now.
    #[error("the event log does not take it: {0}")]
    Unavailable(String),
}

/// Bounds and lifetimes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ApiSettings {
    /// The largest body taken, in bytes.
    pub body_limit_bytes: usize,
    /// How long a dashboard session lasts, in milliseconds.
    pub session_ms: i64,
    /// Live sockets open at once, in the whole process.
    pub max_sockets: usize,
}

impl Default for ApiSettings {
    /// 1 MiB, 12 hours, 10,000 sockets.
    fn default() -> Self {
        Self { body_limit_bytes: 1 << 20, session_ms: 12 * 3_600_000, max_sockets: 10_000 }
    }
}

/// What every handler works with; cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The keys that work.
    pub keys: Arc<KeyBook>,
    /// The price book.
    pub prices: Arc<PriceShelf>,
    /// Tenants as they were a moment ago.
    pub tenants: Arc<TenantBook>,
    /// Who watches which tenant.
    pub live: LiveBus,
    /// Answers that may be kept.
    pub answers: Answers,
    /// Breaker states.
    pub health: Arc<HealthBoardView>,
    /// The hash of the operator's key.
    pub operator: KeyHash,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for keys and ids.
    pub random: Random,
    /// The other parts of the process.
    pub hooks: Arc<dyn Hooks>,
    /// Bounds and lifetimes.
    pub settings: ApiSettings,
    /// Cancelled when the process is about to stop: live sockets close.
    pub stopping: CancellationToken,
    /// How many live sockets are open.
    pub sockets: Arc<tokio::sync::Semaphore>,
}

impl ApiState {
    /// The tenant's record.
    ///
    /// # Errors
    /// 404 where there is none.
    pub(crate) async fn tenant(&self, scope: store::TenantScope) -> Result<store::Tenant, Problem> {
        Ok(self.store.tenants().get(scope.tenant_id()).await?)
    }

    /// The operator's proof, if this is the hash of the operator's key.
    pub(crate) fn operator_proof(&self, hash: &KeyHash) -> Option<OperatorProof> {
        OperatorKey::new(self.operator).verify(hash)
    }

    /// A random id.
    pub(crate) fn new_id(&self) -> uuid::Uuid {
        let mut bytes = [0; 16];
        (self.random)(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

//! Alert rules, their states and what happened to them (`usage_alerts`).

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::Timestamp;
use metering::alert::State;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlertState {
    /// Within its bounds.
    Ok,
    /// Outside them.
    Alert,
    /// Too little data to tell.
    NoData,
}

impl From<State> for AlertState {
    fn from(state: State) -> Self {
        match state {
            State::Ok => Self::Ok,
            State::Alert => Self::Alert,
            State::NoData => Self::NoData,
        }
    }
}

/// A rule and its present state. The rule itself is metering's; it is stored as JSON of that type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredAlert {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The rule, as metering writes it.
    pub rule: serde_json::Value,
    /// Whether it is evaluated.
    pub enabled: bool,
    /// Where it stands.
    pub state: AlertState,
    /// Since when.
    pub state_since: Timestamp,
    /// The figure of the last evaluation, as text.
    pub value: Option<String>,
    /// When it was last evaluated.
    pub evaluated_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the evaluator must remember between runs, as metering writes it.
    pub memory: serde_json::Value,
}

impl StoredAlert {
    /// What is stored when `given` replaces this one: its state goes on unless the rule changed.
    #[must_use]
    pub fn replaced_by(self, given: Self) -> Self {
        if self.rule == given.rule {
            return Self { name: given.name, enabled: given.enabled, ..self };
        }
        Self { state: AlertState::NoData, value: None, evaluated_at: None, created_at: self.created_at, ..given }
    }

    /// What is stored when `evaluated` is filed; `None` where the owner changed the rule while it was evaluated, so that
    /// the outcome is of a rule that is gone.
    #[must_use]
    pub fn evaluated_as(self, evaluated: &Self) -> Option<Self> {
        if self.rule != evaluated.rule {
            return None;
        }
        let Self { state, state_since, value, evaluated_at, memory, .. } = evaluated.clone();
        Some(Self { state, state_since, value, evaluated_at, memory, ..self })
    }
}

/// One change of state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertChange {
    /// When.
    pub at: Timestamp,
    /// From.
    pub from: AlertState,
    /// To.
    pub to: AlertState,
    /// The figure that caused it, as text.
    pub value: Option<String>,
}

/// A rule's columns, in the order of [`read`].
pub const COLUMNS: &str = "id, name, rule, enabled, state, state_since, value, evaluated_at, created_at, memory";

/// Reads a rule.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<StoredAlert> {
    Ok(StoredAlert {
        id: cells.id()?,
        name: cells.plain()?,
        rule: cells.json()?,
        enabled: cells.plain()?,
        state: cells.word()?,
        state_since: cells.time()?,
        value: cells.plain()?,
        evaluated_at: cells.opt_time()?,
        created_at: cells.time()?,
        memory: cells.json()?,
    })
}

/// Keeps alerts.
#[async_trait]
pub trait AlertRepo: Send + Sync {
    /// A tenant's alerts, by name.
    async fn list(&self, scope: TenantScope) -> Result<Vec<StoredAlert>>;
    /// One.
    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<StoredAlert>;
    /// Adds one or replaces its name, rule and `enabled`; the state of a rule that changed starts again at `NoData`.
    async fn put(&self, scope: TenantScope, alert: StoredAlert) -> Result<()>;
    /// Deletes one with its history.
    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()>;
    /// Files an evaluation, and the change of state if there was one, in one transaction.
    async fn record(&self, scope: TenantScope, alert: &StoredAlert, change: Option<AlertChange>) -> Result<()>;
    /// What happened to one, newest first, at most `limit`.
    async fn history(&self, scope: TenantScope, id: Uuid, limit: usize) -> Result<Vec<AlertChange>>;
}

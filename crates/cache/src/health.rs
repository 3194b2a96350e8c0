//! Breaker states for the eyes of others: the gateway writes them when they change, the API shows them.

use arc_swap::ArcSwap;
use domain::{ErrorCode, ModelName, ProviderName, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Where a circuit breaker stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BreakerState {
    /// Requests go there.
    Closed,
    /// A few requests go there to see whether it is well again.
    HalfOpen,
    /// None does.
    Open,
}

/// A breaker as last seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BreakerStatus {
    /// Where it stands.
    pub state: BreakerState,
    /// Since when.
    pub since: Timestamp,
    /// Why; `None` when closed.
    pub reason: Option<ErrorCode>,
}

/// What a breaker stands before: a whole provider, or one model there.
pub type BreakerKey = (ProviderName, Option<ModelName>);

/// Every breaker's last state. Reading is one atomic load.
#[derive(Default)]
pub struct HealthBoardView {
    board: ArcSwap<Board>,
    changing: Mutex<()>,
}

/// The states at one moment.
#[derive(Clone, Default, Debug)]
pub struct Board {
    /// Counts changes, so that what was computed from an older board can be told apart.
    pub version: u64,
    /// The breakers.
    pub breakers: BTreeMap<BreakerKey, BreakerStatus>,
}

impl HealthBoardView {
    /// Files a state; one that is filed already changes nothing.
    pub fn put(&self, provider: ProviderName, model: Option<ModelName>, status: BreakerStatus) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.board.load();
        let key = (provider, model);
        if old.breakers.get(&key) == Some(&status) {
            return;
        }
        let mut board = Board::clone(&old);
        board.version += 1;
        board.breakers.insert(key, status);
        self.board.store(Arc::new(board));
    }

    /// Keeps only the breakers of these providers: for a reload that removes one.
    pub fn retain(&self, keep: impl Fn(&ProviderName) -> bool) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut board = Board::clone(&self.board.load());
        board.version += 1;
        board.breakers.retain(|(provider, _), _| keep(provider));
        self.board.store(Arc::new(board));
    }

    /// The states now.
    #[must_use]
    pub fn read(&self) -> Arc<Board> {
        self.board.load_full()
    }
}

impl Board {
    /// A provider's own breaker.
    #[must_use]
    pub fn provider(&self, provider: &ProviderName) -> Option<&BreakerStatus> {
        self.breakers.get(&(provider.clone(), None))
    }

    /// The breakers of a provider's models.
    pub fn models<'a>(
        &'a self,
        provider: &'a ProviderName,
    ) -> impl Iterator<Item = (&'a ModelName, &'a BreakerStatus)> {
        self.breakers
            .iter()
            .filter(move |((owner, _), _)| owner == provider)
            .filter_map(|((_, model), status)| model.as_ref().map(|model| (model, status)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_moves_only_when_a_state_does() {
        let view = HealthBoardView::default();
        let provider = ProviderName::new("openai").expect("valid");
        let open = BreakerStatus {
            state: BreakerState::Open,
            since: Timestamp::from_millis(5),
            reason: ErrorCode::new("overloaded").ok(),
        };
        view.put(provider.clone(), None, open.clone());
        view.put(provider.clone(), None, open.clone());
        let model = ModelName::new("gpt-5.4").expect("valid");
        view.put(provider.clone(), Some(model.clone()), open.clone());
        let board = view.read();
        assert_eq!(board.version, 2);
        assert_eq!(board.provider(&provider), Some(&open));
        assert_eq!(board.models(&provider).collect::<Vec<_>>(), vec![(&model, &open)]);
        view.retain(|_| false);
        assert!(view.read().breakers.is_empty());
    }
}

//! Breaker states for the eyes of others: the gateway writes them when they change, the API shows them.

use arc_swap::ArcSwap;
use domain::{ErrorCode, ModelName, ProviderName, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Where a circuit breaker stands, from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
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

/// Every breaker and where it stands.
pub type Breakers = BTreeMap<BreakerKey, BreakerStatus>;

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
    pub breakers: Breakers,
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

    /// Keeps only these breakers: what a gateway has forgotten, after a reload, nobody knows any more.
    pub fn retain(&self, keep: impl Fn(&BreakerKey) -> bool) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.board.load();
        if old.breakers.keys().all(&keep) {
            return;
        }
        let mut board = Board::clone(&old);
        board.version += 1;
        board.breakers.retain(|key, _| keep(key));
        self.board.store(Arc::new(board));
    }

    /// Shows these breakers and no others: for a view of what other processes report.
    pub fn replace(&self, breakers: Breakers) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let old = self.board.load();
        if old.breakers != breakers {
            self.board.store(Arc::new(Board { version: old.version + 1, breakers }));
        }
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

/// What several gateways know together: of each breaker the worst state that any of them reports, since the first of
/// those that report it.
#[must_use]
pub fn worst<'a>(reports: impl IntoIterator<Item = &'a Breakers>) -> Breakers {
    let mut merged = Breakers::new();
    for (key, status) in reports.into_iter().flatten() {
        // The moments stand crosswise: of two that report the same state, the earlier one is kept.
        let worse = merged.get(key).is_none_or(|known| (status.state, known.since) > (known.state, status.since));
        if worse {
            merged.insert(key.clone(), status.clone());
        }
    }
    merged
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
        view.retain(|_| true);
        assert_eq!(view.read().version, 2);
        view.retain(|_| false);
        assert!(view.read().breakers.is_empty() && view.read().version == 3);
    }

    #[test]
    fn of_several_reports_the_worst_counts_whatever_their_order() {
        let key = |name: &str| (ProviderName::new(name).expect("valid"), None);
        let status = |state, since| BreakerStatus { state, since: Timestamp::from_millis(since), reason: None };
        let one = Breakers::from([
            (key("openai"), status(BreakerState::HalfOpen, 1)),
            (key("anthropic"), status(BreakerState::Open, 9)),
        ]);
        let two = Breakers::from([
            (key("openai"), status(BreakerState::Open, 7)),
            (key("anthropic"), status(BreakerState::Open, 4)),
        ]);
        let three = Breakers::from([(key("openai"), status(BreakerState::Closed, 0))]);
        let merged = worst([&one, &two, &three]);
        assert_eq!(merged[&key("openai")], status(BreakerState::Open, 7));
        assert_eq!(merged[&key("anthropic")], status(BreakerState::Open, 4), "since the first who saw it");
        assert_eq!(worst([&three, &two, &one]), merged);
        let view = HealthBoardView::default();
        view.replace(merged.clone());
        view.replace(merged);
        assert_eq!(view.read().version, 1);
    }
}

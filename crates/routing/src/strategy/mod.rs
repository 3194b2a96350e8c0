//! The strategies: how the candidates that can serve a request are ordered. One file each, and one line in [`ALL`].

mod cost_optimized;
mod performance;
mod priority;
mod weighted;

use crate::candidate::{Candidate, RequestFacts};
use crate::complexity::Complexity;
use crate::dice::Dice;
use crate::health::HealthSnapshot;
use crate::plan::Reason;
use domain::Timestamp;

/// Every strategy that can be configured.
pub const ALL: &[&dyn Strategy] =
    &[&cost_optimized::CostOptimized, &performance::Performance, &priority::Priority, &weighted::Weighted];

/// Names that are planned and refused until they are built.
const NOT_BUILT: &[&str] = &["quality", "balanced"];

/// What a strategy sees.
pub struct Choice<'a> {
    /// The request.
    pub facts: &'a RequestFacts,
    /// All candidates of the route.
    pub candidates: &'a [Candidate],
    /// Their health, parallel to `candidates`; a missing entry is unknown.
    pub health: &'a [HealthSnapshot],
    /// Which of them can serve the request, in the order of the configuration.
    pub eligible: &'a [usize],
    /// How hard the request looks.
    pub complexity: Complexity,
    /// Now.
    pub now: Timestamp,
}

/// A way to order candidates.
pub trait Strategy: Send + Sync {
    /// The name as configured and recorded in `routing_strategy`.
    fn name(&self) -> &'static str;

    /// Orders `choice.eligible`, best first: each of them once, and no other.
    fn order(&self, choice: &Choice<'_>, dice: &mut Dice) -> Vec<(usize, Reason)>;
}

/// Why a text is not a strategy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StrategyError {
    /// Planned, not built.
    #[error("the strategy `{0}` is not built yet; use one of cost_optimized, performance, priority, weighted")]
    NotBuilt(&'static str),
    /// Not a strategy.
    #[error("there is no such strategy; use one of cost_optimized, performance, priority, weighted")]
    Unknown,
}

/// The strategy of a name.
///
/// # Errors
/// The name is not in [`ALL`]; the message says which are.
pub fn find(name: &str) -> Result<&'static dyn Strategy, StrategyError> {
    if let Some(planned) = NOT_BUILT.iter().find(|planned| **planned == name) {
        return Err(StrategyError::NotBuilt(planned));
    }
    ALL.iter().find(|strategy| strategy.name() == name).copied().ok_or(StrategyError::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_is_found_by_its_name_and_the_errors_name_them_all() {
        for strategy in ALL {
            assert_eq!(find(strategy.name()).map(Strategy::name), Ok(strategy.name()));
            for error in [StrategyError::NotBuilt("quality"), StrategyError::Unknown] {
                assert!(error.to_string().contains(strategy.name()), "{error}");
            }
        }
        assert_eq!(find("balanced").err(), Some(StrategyError::NotBuilt("balanced")));
        assert_eq!(find("cheapest").err(), Some(StrategyError::Unknown));
    }
}

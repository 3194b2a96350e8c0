//! Which candidates, in what order, and why: complexity, strategies, health, plan, retry. Pure: the clock's value and
//! random numbers come in.

pub mod candidate;
pub mod complexity;
pub mod dice;
pub mod health;
pub mod plan;
pub mod retry;
pub mod strategy;

#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod retry_tests;

pub use candidate::{Candidate, RequestFacts, Supports};
pub use complexity::{Class, Complexity, Features};
pub use dice::Dice;
pub use health::{
    Admit, Block, BreakerSettings, Claim, FaultClass, HealthBoard, HealthSettings, HealthSnapshot, Observation, Scope,
    Standing, State, Transition,
};
pub use plan::{Excluded, Exclusion, Plan, Planned, Reason, plan, plan_direct};
pub use retry::{GiveUp, RetrySettings, RetryTokens, Step, Tried, next_step};
pub use strategy::{Strategy, StrategyError};

//! Alerts: a rule over a window's figures, and the state machine that says when it speaks. Pure: the clock comes in.

mod evaluate;
mod past;
mod rule;

pub use evaluate::{Evaluation, Figures, Memory, State, evaluate};
pub use past::{Change, Look, Preview, preview};
pub use rule::{Comparison, Limits, Metric, Rule, RuleError};

//! `priority`: the order of the configuration.

use super::{Choice, Strategy};
use crate::dice::Dice;
use crate::plan::Reason;

/// The order of the configuration.
pub struct Priority;

impl Strategy for Priority {
    fn name(&self) -> &'static str {
        "priority"
    }

    fn order(&self, choice: &Choice<'_>, _dice: &mut Dice) -> Vec<(usize, Reason)> {
        choice.eligible.iter().map(|index| (*index, Reason::Configured(*index))).collect()
    }
}

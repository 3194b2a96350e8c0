//! `weighted`: a random order in which each place goes to a candidate in proportion to its weight.

use super::{Choice, Strategy};
use crate::dice::Dice;
use crate::plan::Reason;

/// First place in proportion to the weights, then the second among the rest, and so on. Weight 0 comes last, in the order
/// of the configuration.
pub struct Weighted;

impl Strategy for Weighted {
    fn name(&self) -> &'static str {
        "weighted"
    }

    fn order(&self, choice: &Choice<'_>, dice: &mut Dice) -> Vec<(usize, Reason)> {
        let weight = |index: usize| u64::from(choice.candidates[index].weight);
        let mut left = choice.eligible.to_vec();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let mut drawn = dice.below(left.iter().map(|index| weight(*index)).sum());
            // With only weights of 0 left nothing is below its weight, and the first is taken.
            let at = left
                .iter()
                .position(|index| {
                    let hit = drawn < weight(*index);
                    drawn = drawn.saturating_sub(weight(*index));
                    hit
                })
                .unwrap_or(0);
            let index = left.remove(at);
            order.push((index, Reason::Drawn(choice.candidates[index].weight)));
        }
        order
    }
}

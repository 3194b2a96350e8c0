//! `cost_optimized`: the cheapest candidate that is meant for requests this hard.

use super::{Choice, Strategy};
use crate::dice::Dice;
use crate::plan::Reason;

/// By expected cost, unpriced last; candidates whose `max_complexity` the request exceeds come after all others. Ties by
/// the order of the configuration.
pub struct CostOptimized;

impl Strategy for CostOptimized {
    fn name(&self) -> &'static str {
        "cost_optimized"
    }

    fn order(&self, choice: &Choice<'_>, _dice: &mut Dice) -> Vec<(usize, Reason)> {
        let class = choice.complexity.class;
        let mut ranked: Vec<_> = choice
            .eligible
            .iter()
            .map(|index| {
                let candidate = &choice.candidates[*index];
                let too_hard = candidate.max_complexity.is_some_and(|most| class > most);
                let reason = match candidate.expected_cost {
                    _ if too_hard => Reason::TooHard(class),
                    Some(cost) => Reason::Cost(cost),
                    None => Reason::Unpriced,
                };
                let cost = (candidate.expected_cost.is_none(), candidate.expected_cost);
                ((too_hard, cost, *index), reason)
            })
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|((_, _, index), reason)| (index, reason)).collect()
    }
}

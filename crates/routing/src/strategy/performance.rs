//! `performance`: the candidate that is expected to answer soonest.

use super::{Choice, Strategy};
use crate::dice::Dice;
use crate::health::HealthSnapshot;
use crate::plan::Reason;

/// Successful answers after which a candidate's speed counts as known.
const KNOWN_AFTER: u64 = 3;
/// A speed that was last measured longer ago than this is worth measuring again.
const STALE_AFTER_MS: i64 = 60_000;
/// One request in twenty goes first to a candidate whose speed is unknown or stale.
const EXPLORE_PER_MILLE: u64 = 50;
/// Output tokens assumed for the comparison: answers differ in length, and a candidate that was asked longer questions
/// must not look slower for it.
const TYPICAL_OUTPUT_TOKENS: u64 = 256;

/// By expected time: time to first token plus a typical answer at the measured tokens a second, or the measured latency
/// where only that is known. Unknown ones come last, but a bounded share of requests explores them.
pub struct Performance;

impl Strategy for Performance {
    fn name(&self) -> &'static str {
        "performance"
    }

    fn order(&self, choice: &Choice<'_>, dice: &mut Dice) -> Vec<(usize, Reason)> {
        let expected = |index: usize| choice.health.get(index).and_then(|health| expected_ms(health, choice));
        let mut ranked: Vec<(f64, usize)> =
            choice.eligible.iter().map(|index| (expected(*index).unwrap_or(f64::INFINITY), *index)).collect();
        ranked.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut order: Vec<(usize, Reason)> = ranked
            .into_iter()
            .map(|(ms, index)| (index, if ms.is_finite() { Reason::Speed(ms) } else { Reason::SpeedUnknown }))
            .collect();
        let explorable: Vec<usize> =
            (1..order.len()).filter(|place| is_worth_exploring(choice, order[*place].0)).collect();
        if !explorable.is_empty() && dice.chance_per_mille(EXPLORE_PER_MILLE) {
            let drawn = usize::try_from(dice.below(explorable.len() as u64)).unwrap_or(0);
            let (index, _) = order.remove(explorable[drawn]);
            order.insert(0, (index, Reason::Explored));
        }
        order
    }
}

fn is_worth_exploring(choice: &Choice<'_>, index: usize) -> bool {
    choice.health.get(index).is_none_or(|health| {
        health.samples < KNOWN_AFTER
            || health
                .measured_at
                .is_none_or(|at| choice.now.as_millis().saturating_sub(at.as_millis()) > STALE_AFTER_MS)
    })
}

fn expected_ms(health: &HealthSnapshot, choice: &Choice<'_>) -> Option<f64> {
    if health.samples < KNOWN_AFTER {
        return None;
    }
    let output = choice.facts.max_output_tokens.unwrap_or(TYPICAL_OUTPUT_TOKENS).min(TYPICAL_OUTPUT_TOKENS);
    match (health.ttft_ms, health.tokens_per_s) {
        (Some(ttft_ms), Some(rate)) if rate > 0.0 => Some(ttft_ms + 1000.0 * output as f64 / rate),
        _ => health.latency_ms,
    }
}

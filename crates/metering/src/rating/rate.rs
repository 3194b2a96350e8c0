//! The one function that turns an event into money.
//!
//! Two decisions the rules leave open:
//! - A model named and served saves exactly 0 by itself. Where an earlier attempt was billed or routing spent something,
//!   the savings are minus that, because the client would not have paid it by calling the model directly.
//! - Of an answer that was drained for a client that had left, the event does not say which tokens came after it left.
//!   The whole cost counts as overhead, since the answer reached nobody; the savings stay, since the same would have
//!   happened on the baseline.

use super::{AttemptCost, Baseline, Drivers, Rating, baseline, cost, drivers};
use crate::{PriceBook, Unpriced};
use domain::{Pico, UsageEvent};

/// Rates one event with the prices in force at its timestamp.
#[must_use]
pub fn rate(event: &UsageEvent, book: &PriceBook) -> Rating {
    let last = cost::final_part(event, book);
    let earlier = cost::earlier_parts(event, book);
    let routing_cost = event.routing_cost.unwrap_or(Pico::ZERO);
    let earlier_cost = earlier.iter().try_fold(Pico::ZERO, |sum, part| add(sum, part.cost?));
    let total = last.cost.and_then(|cost| add(cost, earlier_cost?)).and_then(|sum| add(sum, routing_cost));
    let mut rating = Rating {
        cost: total,
        overhead: Pico::ZERO,
        price_id: last.price_id,
        baseline: baseline::baseline(event, book, last.cost.unwrap_or_default(), total.is_ok()),
        savings: None,
        drivers: Drivers::default(),
        earlier: earlier
            .iter()
            .map(|part| AttemptCost {
                price_id: part.price_id,
                cost_pico: if total.is_ok() { part.cost.map_or(0, |cost| cost.0) } else { 0 },
            })
            .collect(),
    };
    let (Ok(total), Ok(last_cost), Ok(earlier_cost)) = (total, last.cost, earlier_cost) else { return rating };
    rating.overhead = if event.succeeded && !event.client_gone { earlier_cost } else { total };
    if let Baseline::Known { cost, .. } = rating.baseline {
        match (cost.checked_sub(total), cost.checked_sub(last_cost)) {
            (Some(savings), Some(gross)) => {
                rating.savings = Some(savings);
                rating.drivers = drivers::drivers(event, gross.0, routing_cost.0, earlier_cost.0);
            }
            // Only negative prices or costs could get here; the store refuses both, so there is no honest figure.
            _ => rating.baseline = Baseline::Unknown(super::NoEstimate::Unpriced),
        }
    }
    rating
}

fn add(left: Pico, right: Pico) -> Result<Pico, Unpriced> {
    left.checked_add(right).ok_or(Unpriced::OutOfRange)
}

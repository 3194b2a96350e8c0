//! Savings split by cause, in a fixed order, so that the parts sum to the savings exactly.
//!
//! The difference between the baseline and the final attempt has exactly one cause: a response cache answered, or the
//! same model answered elsewhere, or another model did. What routing spent and what failed attempts cost are losses
//! beside it. Prompt cache and cold cache stay 0 as long as the event does not say that the gateway caused a cache read
//! or a switch that lost one: a cause that is not on record is not claimed.

use super::baseline::was_served;
use super::{Drivers, baseline};
use domain::UsageEvent;

impl Drivers {
    /// All drivers together: the savings.
    #[must_use]
    pub fn sum(&self) -> i128 {
        [
            self.response_cache,
            self.provider_price,
            self.routing,
            self.prompt_cache,
            self.classifier,
            self.failed_attempts,
            self.cold_cache,
        ]
        .into_iter()
        .map(i128::from)
        .sum()
    }
}

/// The drivers of a request: `gross` is the baseline's cost less the final attempt's, the others are what was spent.
pub(super) fn drivers(event: &UsageEvent, gross: i64, routing_cost: i64, earlier_cost: i64) -> Drivers {
    let mut drivers = Drivers { classifier: -routing_cost, failed_attempts: -earlier_cost, ..Drivers::default() };
    let Some(target) = baseline::target(event) else { return drivers };
    if event.cache_hit {
        drivers.response_cache = gross;
    } else if target.model == event.model && !was_served(target, event) {
        drivers.provider_price = gross;
    } else {
        drivers.routing = gross;
    }
    drivers
}

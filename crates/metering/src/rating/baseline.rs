//! What a request would have cost on its baseline: same tokens, same tier, same moment.

use super::cost::{price_tokens_as_baseline, rates_for};
use super::{Baseline, NoEstimate, Provenance};
use crate::PriceBook;
use domain::{ModelRef, Pico, UsageEvent};

/// What savings are measured against: the route's baseline if the event has one, else the model the client named.
pub(super) fn target(event: &UsageEvent) -> Option<&ModelRef> {
    event.baseline.as_ref().or(event.requested_model.as_ref())
}

/// Whether this model at this provider is what answered.
pub(super) fn was_served(target: &ModelRef, event: &UsageEvent) -> bool {
    target.provider == event.provider && target.model == event.model
}

/// The baseline of an event whose final attempt cost `final_cost`; `priced` says whether the whole request has a cost.
pub(super) fn baseline(event: &UsageEvent, book: &PriceBook, final_cost: Pico, priced: bool) -> Baseline {
    if !event.succeeded {
        return Baseline::Unknown(NoEstimate::Failed);
    }
    let Some(target) = target(event) else { return Baseline::Unknown(NoEstimate::NoBaseline) };
    if !priced {
        return Baseline::Unknown(NoEstimate::Unpriced);
    }
    let Some(row) = book.find(event.tenant_id, &target.provider, &target.model, event.timestamp) else {
        return Baseline::Unknown(NoEstimate::BaselineUnpriced);
    };
    if was_served(target, event) && !event.cache_hit {
        // The model named is the model that answered: what was billed is the baseline, so that it saves exactly 0.
        return Baseline::Known { cost: final_cost, price_id: row.id, provenance: Provenance::Measured };
    }
    let provenance = if was_served(target, event) { Provenance::Measured } else { Provenance::Modelled };
    let cost = rates_for(row, &event.usage, event.service_tier.as_ref())
        .and_then(|rates| price_tokens_as_baseline(&rates, &event.usage));
    match cost {
        Ok(cost) => Baseline::Known { cost, price_id: row.id, provenance },
        Err(_) => Baseline::Unknown(NoEstimate::BaselineUnpriced),
    }
}

//! What one row adds to the rollups: one line for the request at its final provider, and one for each billed attempt
//! before it at its own.

use super::{Dims, Measures, is_client_fault};
use crate::rating::{Baseline, LedgerRow, NoEstimate, Provenance};
use domain::{ErrorKind, PicoSum, UsageSource};

/// The lines of a row. Their sum is the row: its cost, overhead, savings and billed tokens, each once.
///
/// An attempt before the final one that was billed has a line of its own with `requests` 0 and no baseline price;
/// one that was not billed counts among the final line's `attempts`.
#[must_use]
pub fn contributions(row: &LedgerRow) -> Vec<(Dims, Measures)> {
    let (event, rating) = (&row.event, &row.rating);
    let covered = matches!(rating.baseline, Baseline::Known { .. });
    let final_dims = Dims {
        provider: event.provider.clone(),
        model: event.model.clone(),
        key_id: event.key_id,
        user_id: event.user_id,
        route: event.route.clone(),
        client: event.client.clone(),
        request_type: event.request_type,
        price_id: rating.price_id,
        baseline_price_id: match rating.baseline {
            Baseline::Known { price_id, .. } => Some(price_id),
            Baseline::Unknown(_) => None,
        },
        simulated: event.simulated,
    };
    let mut last = request_line(row);
    let mut lines = Vec::with_capacity(1);
    let earlier = event.attempts.split_last().map_or(&[][..], |(_, earlier)| earlier);
    for (attempt, money) in earlier.iter().zip(&rating.earlier) {
        if attempt.usage_source.is_none() {
            last.attempts += 1;
            continue;
        }
        let cost = PicoSum(i128::from(money.cost_pico));
        let loss = if covered { PicoSum(-cost.0) } else { PicoSum::default() };
        last.cost = last.cost - cost;
        last.overhead = last.overhead - cost;
        if covered {
            last.covered_cost = last.covered_cost - cost;
            last.saved_failed_attempts = last.saved_failed_attempts - loss;
        }
        let dims = Dims {
            provider: attempt.target.provider.clone(),
            model: attempt.target.model.clone(),
            price_id: money.price_id,
            baseline_price_id: None,
            ..final_dims.clone()
        };
        let line = Measures {
            attempts: 1,
            tokens: attempt.usage,
            cost,
            overhead: cost,
            covered_cost: if covered { cost } else { PicoSum::default() },
            saved_failed_attempts: loss,
            ..Measures::default()
        };
        lines.push((dims, line));
    }
    lines.push((final_dims, last));
    lines
}

/// The row's own line, with the whole row's money; what belongs to earlier attempts is moved out of it afterwards.
fn request_line(row: &LedgerRow) -> Measures {
    let (event, rating) = (&row.event, &row.rating);
    let client_left = event.error_code.as_ref().is_some_and(|code| code.as_str() == ErrorKind::ClientGone.code());
    let client_fault = !event.succeeded && event.error_code.as_ref().is_some_and(is_client_fault);
    let answered_by_cache = event.cache_hit && event.attempts.is_empty();
    let streamed = event.streamed == Some(true);
    let mut line = Measures {
        requests: 1,
        succeeded: u64::from(event.succeeded),
        failed_client: u64::from(client_fault),
        failed_other: u64::from(!event.succeeded && !client_fault),
        client_gone: u64::from(event.client_gone || client_left),
        streamed: u64::from(streamed),
        attempts: u64::from(!answered_by_cache),
        estimated: u64::from(event.usage_source == UsageSource::Estimated),
        unpriced: u64::from(rating.cost.is_err()),
        tokens: crate::rating::billed_usage(event),
        cost: rating.cost.map(PicoSum::from).unwrap_or_default(),
        overhead: rating.overhead.into(),
        latency_ms_sum: event.latency_ms,
        ttft_ms_sum: event.ttft_ms.unwrap_or(0),
        ttft_count: u64::from(event.ttft_ms.is_some()),
        ..Measures::default()
    };
    match rating.baseline {
        Baseline::Known { cost, provenance, .. } => {
            line.measured = u64::from(provenance == Provenance::Measured);
            line.modelled = u64::from(provenance == Provenance::Modelled);
            line.covered_cost = line.cost;
            line.baseline = cost.into();
            let drivers = &rating.drivers;
            let sum = |pico: i64| PicoSum(i128::from(pico));
            line.saved_response_cache = sum(drivers.response_cache);
            line.saved_provider_price = sum(drivers.provider_price);
            line.saved_routing = sum(drivers.routing);
            line.saved_prompt_cache = sum(drivers.prompt_cache);
            line.saved_classifier = sum(drivers.classifier);
            line.saved_failed_attempts = sum(drivers.failed_attempts);
            line.saved_cold_cache = sum(drivers.cold_cache);
        }
        Baseline::Unknown(NoEstimate::Failed) => line.no_estimate_failed = 1,
        Baseline::Unknown(NoEstimate::NoBaseline) => line.no_estimate_no_baseline = 1,
        Baseline::Unknown(NoEstimate::Unpriced | NoEstimate::BaselineUnpriced) => line.no_estimate_unpriced = 1,
    }
    line
}

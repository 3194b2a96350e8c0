//! Sums: the parts of a row make the row, and rows make the same sums in any order.

use domain::{PicoSum, Usage};
use metering::{Dims, Measures, PerfDims, PerfMeasures, contributions, perf_contributions};
use proptest::prelude::*;
use std::collections::BTreeMap;
use test_support::arbitrary::any_event;
use test_support::ledger_row;

fn fold(events: &[domain::UsageEvent]) -> (BTreeMap<Dims, Measures>, BTreeMap<PerfDims, PerfMeasures>) {
    let (mut sums, mut perf) = (BTreeMap::<Dims, Measures>::new(), BTreeMap::<PerfDims, PerfMeasures>::new());
    for event in events {
        for (dims, measures) in contributions(&ledger_row(event.clone())) {
            *sums.entry(dims).or_default() += measures;
        }
        for (dims, measures) in perf_contributions(event) {
            perf.entry(dims).or_default().merge(&measures);
        }
    }
    (sums, perf)
}

proptest! {
    #[test]
    fn the_lines_of_a_row_sum_to_the_row(event in any_event()) {
        let row = ledger_row(event);
        let total: Measures = contributions(&row).into_iter().map(|(_, measures)| measures).sum();
        let (event, rating) = (&row.event, &row.rating);
        prop_assert_eq!(total.requests, 1);
        prop_assert_eq!(total.succeeded + total.failed(), 1);
        prop_assert_eq!(
            total.covered() + total.no_estimate_failed + total.no_estimate_no_baseline + total.no_estimate_unpriced, 1
        );
        prop_assert_eq!(total.cost, rating.cost.map(PicoSum::from).unwrap_or_default());
        prop_assert_eq!(total.overhead, PicoSum::from(rating.overhead));
        prop_assert_eq!(total.saved(), rating.savings.map(PicoSum::from).unwrap_or_default());
        let drivers = total.saved_response_cache + total.saved_provider_price + total.saved_routing
            + total.saved_prompt_cache + total.saved_classifier + total.saved_failed_attempts + total.saved_cold_cache;
        prop_assert_eq!(drivers, total.saved());
        let asked = if event.cache_hit && event.attempts.is_empty() { 0 } else { event.attempts.len().max(1) };
        prop_assert_eq!(total.attempts, asked as u64);
        let earlier = event.attempts.split_last().map_or(Usage::default(), |(_, earlier)| {
            earlier.iter().fold(Usage::default(), |sum, attempt| sum + attempt.usage)
        });
        let last = if event.cache_hit { Usage::default() } else { event.usage };
        prop_assert_eq!(total.tokens, earlier + last);
    }

    #[test]
    fn every_attempt_counts_once_for_its_own_provider(event in any_event()) {
        let lines = perf_contributions(&event);
        let mut total = PerfMeasures::default();
        lines.iter().for_each(|(_, line)| total.merge(line));
        prop_assert_eq!(total.attempts, total.succeeded + total.failed_client + total.failed_other);
        prop_assert_eq!(total.latency_ms.count(), total.succeeded);
        prop_assert!(total.rate_limited + total.timed_out <= total.failed_other);
    }

    #[test]
    fn order_and_split_do_not_matter(
        events in prop::collection::vec(any_event(), 0..12), seed in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()
    ) {
        let whole = fold(&events);
        let mut turned = events.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = seed.index(turned.len());
            turned.rotate_left(by);
        }
        prop_assert_eq!(&fold(&turned), &whole);
        let (head, tail) = events.split_at(if events.is_empty() { 0 } else { cut.index(events.len()) });
        let (mut sums, mut perf) = fold(head);
        let (more_sums, more_perf) = fold(tail);
        more_sums.into_iter().for_each(|(dims, measures)| *sums.entry(dims).or_default() += measures);
        more_perf.into_iter().for_each(|(dims, measures)| perf.entry(dims).or_default().merge(&measures));
        prop_assert_eq!((sums, perf), whole);
    }
}

//! A frozen bucket priced again is the bucket that its rows would have made, or is refused.

use domain::{Outcome, UsageEvent, UsageSource};
use metering::rollup::reprice;
use metering::{ClassRates, Dims, LedgerRow, Measures, PriceBook, PriceRow, contributions, rate};
use proptest::prelude::*;
use std::collections::BTreeMap;
use test_support::arbitrary::{any_event, any_usage};
use test_support::{event, model, price_row, provider_info, target};

/// The test prices with one row replaced.
fn book(of_interest: PriceRow) -> PriceBook {
    let others = [
        price_row(1, "openai", "gpt-5.4", [Some(10), Some(1), Some(12), Some(40)]),
        price_row(3, "anthropic", "claude-haiku-4-5", [Some(1), Some(1), Some(2), Some(5)]),
        price_row(4, "azure", "gpt-5.4", [Some(9), Some(1), Some(11), Some(36)]),
    ];
    let kept =
        others.into_iter().filter(|row| (&row.catalogue, &row.model) != (&of_interest.catalogue, &of_interest.model));
    let mut rows: Vec<PriceRow> = kept.collect();
    rows.push(of_interest);
    PriceBook::new(rows, ["openai", "anthropic", "azure"].map(provider_info).to_vec())
}

fn fold(events: &[UsageEvent], book: &PriceBook) -> BTreeMap<Dims, Measures> {
    let mut sums = BTreeMap::<Dims, Measures>::new();
    for event in events {
        let row = LedgerRow { event: event.clone(), rating: rate(event, book) };
        for (dims, measures) in contributions(&row) {
            *sums.entry(dims).or_default() += measures;
        }
    }
    sums
}

fn old_row() -> PriceRow {
    price_row(2, "openai", "gpt-5.4-mini", [Some(2), Some(1), Some(3), Some(8)])
}

fn new_row() -> PriceRow {
    price_row(5, "openai", "gpt-5.4-mini", [Some(3), Some(2), Some(4), Some(7)])
}

/// Prices every bucket that met the old row again and compares it with a fold under the new price. Answers how many it did.
fn check(events: &[UsageEvent]) -> Result<usize, TestCaseError> {
    let (before, after) = (fold(events, &book(old_row())), fold(events, &book(new_row())));
    let mut done = 0;
    for bucket in &before {
        let of_baseline =
            bucket.0.baseline_price_id.map(|id| model(if id.0 == 3 { "claude-haiku-4-5" } else { "gpt-5.4" }));
        if let Ok((dims, measures)) = reprice(bucket, &old_row(), &new_row(), of_baseline.as_ref()) {
            prop_assert_eq!(Some(&measures), after.get(&dims), "{:?}", dims);
            done += 1;
        }
    }
    Ok(done)
}

/// Plain traffic around the corrected model: served by it, or compared with it, with failed attempts billed on it.
fn plain_event() -> impl Strategy<Value = UsageEvent> {
    let models = vec!["openai/gpt-5.4-mini", "openai/gpt-5.4", "anthropic/claude-haiku-4-5"];
    let pick = prop::sample::select(models);
    (any_usage(5_000), pick.clone(), pick, any::<bool>(), 0..3_u64).prop_map(|(usage, served, named, retried, seed)| {
        let mut event = event(seed);
        (event.key_id, event.user_id, event.usage) = (None, None, usage);
        event.requested_model = Some(target(named));
        let served = target(served);
        (event.provider, event.model) = (served.provider.clone(), served.model.clone());
        event.attempts[0].target = served;
        event.attempts[0].usage = usage;
        if retried {
            let mut lost = event.attempts[0].clone();
            lost.target = target("openai/gpt-5.4-mini");
            (lost.outcome, lost.usage_source) = (Outcome::Error, Some(UsageSource::Estimated));
            event.attempts.insert(0, lost);
        }
        event
    })
}

#[test]
fn plain_buckets_are_priced_again() {
    let mut events: Vec<UsageEvent> = (0..9).map(event).collect();
    events[0].requested_model = Some(target("openai/gpt-5.4"));
    assert!(check(&events).expect("equal") >= 3);
}

#[test]
fn a_price_with_tiers_that_could_have_held_is_refused() {
    let mut tiered = old_row();
    let mut batch = tiered.tiers[0].clone();
    batch.service_tier = Some(test_support::token("batch"));
    batch.rates = ClassRates { input: Some(1), ..ClassRates::default() };
    tiered.tiers.push(batch);
    let sums = fold(&[event(1)], &book(tiered.clone()));
    let bucket = sums.iter().next().expect("a bucket");
    assert!(reprice(bucket, &tiered, &new_row(), None).is_err());
    assert!(reprice(bucket, &price_row(9, "openai", "gpt-5.4", [Some(1); 4]), &new_row(), None).is_err());
}

proptest! {
    #[test]
    fn a_bucket_is_what_its_rows_would_make_or_refused(events in prop::collection::vec(any_event(), 1..20)) {
        check(&events)?;
    }

    #[test]
    fn so_is_one_of_plain_traffic(events in prop::collection::vec(plain_event(), 1..20)) {
        check(&events)?;
    }
}

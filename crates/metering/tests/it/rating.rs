//! Rating by hand-worked figures, and its laws over any event.

use domain::{Attempt, Outcome, Pico, PriceId, Usage, UsageEvent, UsageSource};
use metering::{Baseline, Drivers, NoEstimate, PriceBook, Provenance, RateTier, Unpriced, rate};
use proptest::prelude::*;
use test_support::arbitrary::any_event;
use test_support::{at, event, failed_event, price_book, price_row, provider_info, target, token};

/// A request for `openai/gpt-5.4` (10/1/–/40 dollars a million tokens): 1,000 uncached, 200 cached, 100 output.
fn big() -> UsageEvent {
    let usage = Usage { input_uncached: 1_000, cache_read: 200, output: 100, ..Usage::default() };
    served_by("openai/gpt-5.4", usage)
}

/// An event that named `openai/gpt-5.4` and was served by `model` with this usage.
fn served_by(model: &str, usage: Usage) -> UsageEvent {
    let mut event = event(1);
    let served = target(model);
    event.requested_model = Some(target("openai/gpt-5.4"));
    (event.provider, event.model, event.usage) = (served.provider.clone(), served.model.clone(), usage);
    event.attempts[0].target = served;
    event.attempts[0].usage = usage;
    event
}

fn failed_attempt(model: &str, usage: Option<Usage>) -> Attempt {
    Attempt {
        target: target(model),
        latency_ms: 40,
        ttft_ms: None,
        outcome: Outcome::Error,
        error_code: domain::ErrorCode::new("timeout").ok(),
        usage: usage.unwrap_or_default(),
        usage_source: usage.map(|_| UsageSource::Estimated),
    }
}

#[test]
fn the_model_named_and_served_costs_its_classes_and_saves_nothing() {
    let rating = rate(&big(), &price_book());
    // 1,000 × $10 + 200 × $1 + 100 × $40, a million tokens each.
    assert_eq!(rating.cost, Ok(Pico(14_200_000_000)));
    assert_eq!(rating.cost.map(|cost| cost.to_string()), Ok("0.0142".to_owned()));
    assert_eq!((rating.savings, rating.overhead, rating.drivers), (Some(Pico(0)), Pico(0), Drivers::default()));
    assert!(matches!(rating.baseline, Baseline::Known { provenance: Provenance::Measured, price_id: PriceId(1), .. }));
}

#[test]
fn another_model_saves_by_routing_and_another_provider_by_price() {
    let usage = big().usage;
    let routed = rate(&served_by("openai/gpt-5.4-mini", usage), &price_book());
    assert_eq!((routed.cost, routed.savings), (Ok(Pico(3_000_000_000)), Some(Pico(11_200_000_000))));
    assert_eq!(routed.drivers, Drivers { routing: 11_200_000_000, ..Drivers::default() });
    let elsewhere = rate(&served_by("azure/gpt-5.4", usage), &price_book());
    assert_eq!(elsewhere.savings, Some(Pico(1_400_000_000)));
    assert_eq!(elsewhere.drivers, Drivers { provider_price: 1_400_000_000, ..Drivers::default() });
    assert!(matches!(elsewhere.baseline, Baseline::Known { provenance: Provenance::Modelled, .. }));
}

#[test]
fn billed_failures_and_the_classifier_are_losses() {
    let mut event = big();
    let lost = Usage { input_uncached: 1_000, ..Usage::default() };
    event.attempts.insert(0, failed_attempt("anthropic/claude-haiku-4-5", Some(lost)));
    event.attempts.insert(1, failed_attempt("openai/no-price", None));
    event.routing_cost = Some(Pico(7));
    let rating = rate(&event, &price_book());
    assert_eq!(rating.cost, Ok(Pico(14_200_000_000 + 1_000_000_000 + 7)));
    assert_eq!(rating.overhead, Pico(1_000_000_000));
    assert_eq!(rating.savings, Some(Pico(-1_000_000_007)));
    assert_eq!(rating.drivers, Drivers { classifier: -7, failed_attempts: -1_000_000_000, ..Drivers::default() });
    assert_eq!(rating.earlier.iter().map(|part| part.cost_pico).collect::<Vec<_>>(), [1_000_000_000, 0]);
}

#[test]
fn a_cache_class_the_baseline_lacks_is_priced_as_uncached_input() {
    let usage = Usage { cache_write_5m: 1_000, output: 100, ..Usage::default() };
    let rating = rate(&served_by("anthropic/claude-haiku-4-5", usage), &price_book());
    // Served: 1,000 × $2 + 100 × $5. Baseline: 1,000 × $10 + 100 × $40.
    assert_eq!(rating.cost, Ok(Pico(2_500_000_000)));
    assert_eq!(rating.savings, Some(Pico(14_000_000_000 - 2_500_000_000)));
}

#[test]
fn what_has_no_price_has_no_figure() {
    let book = price_book();
    let unknown = rate(&served_by("openai/no-price", big().usage), &book);
    assert_eq!(unknown.cost, Err(Unpriced::NoPrice));
    assert_eq!((unknown.baseline, unknown.savings), (Baseline::Unknown(NoEstimate::Unpriced), None));
    let class = rate(&served_by("openai/gpt-5.4", Usage { cache_write_1h: 1, ..big().usage }), &book);
    assert_eq!(class.cost, Err(Unpriced::ClassUnpriced));
    let absurd = rate(&served_by("openai/gpt-5.4", Usage { output: u64::MAX, ..Usage::default() }), &book);
    assert_eq!(absurd.cost, Err(Unpriced::OutOfRange));
    let mut early = big();
    early.timestamp = at("2025-12-31T23:59:59.999Z");
    assert_eq!(rate(&early, &book).cost, Err(Unpriced::NoPrice));
    let mut lost = big();
    lost.attempts.insert(0, failed_attempt("openai/no-price", Some(big().usage)));
    assert_eq!(rate(&lost, &book).cost, Err(Unpriced::NoPrice));
}

#[test]
fn baselines_are_unknown_for_a_reason() {
    let book = price_book();
    let failed = rate(&failed_event(1, "timeout"), &book);
    assert_eq!((failed.cost, failed.baseline), (Ok(Pico(0)), Baseline::Unknown(NoEstimate::Failed)));
    let mut none = big();
    none.requested_model = None;
    assert_eq!(rate(&none, &book).baseline, Baseline::Unknown(NoEstimate::NoBaseline));
    none.baseline = Some(target("openai/no-price"));
    assert_eq!(rate(&none, &book).baseline, Baseline::Unknown(NoEstimate::BaselineUnpriced));
}

#[test]
fn a_response_cache_costs_nothing_and_saves_its_tokens() {
    let mut event = big();
    (event.cache_hit, event.attempts) = (true, Vec::new());
    let rating = rate(&event, &price_book());
    assert_eq!((rating.cost, rating.savings), (Ok(Pico(0)), Some(Pico(14_200_000_000))));
    assert_eq!(rating.drivers, Drivers { response_cache: 14_200_000_000, ..Drivers::default() });
}

#[test]
fn an_answer_nobody_read_is_overhead() {
    let mut event = big();
    event.client_gone = true;
    let rating = rate(&event, &price_book());
    assert_eq!((rating.cost, rating.overhead), (Ok(Pico(14_200_000_000)), Pico(14_200_000_000)));
}

#[test]
fn tiers_and_reasoning_are_priced_as_their_row_says() {
    let mut row = price_row(9, "openai", "gpt-5.4", [Some(10), Some(1), None, Some(40)]);
    let mut long = RateTier { above_input_tokens: 200_000, ..row.tiers[0].clone() };
    long.rates.input = Some(20_000_000);
    let mut batch = RateTier { service_tier: Some(token("batch")), ..row.tiers[0].clone() };
    (batch.rates.input, batch.rates.output) = (Some(5_000_000), None);
    row.tiers[0].rates.reasoning = Some(50_000_000);
    row.tiers.extend([long, batch]);
    let book = PriceBook::new(vec![row], vec![provider_info("openai")]);
    let cost = |usage, tier: Option<&str>| {
        let event = UsageEvent { service_tier: tier.map(token), ..served_by("openai/gpt-5.4", usage) };
        rate(&event, &book).cost
    };
    let input = |tokens| Usage { input_uncached: tokens, ..Usage::default() };
    assert_eq!(cost(input(200_000), None), Ok(Pico(200_000 * 10_000_000)));
    assert_eq!(cost(input(200_001), None), Ok(Pico(200_001 * 20_000_000)));
    assert_eq!(cost(input(10), Some("batch")), Ok(Pico(10 * 5_000_000)));
    let thinking = Usage { output: 10, reasoning: 4, ..Usage::default() };
    assert_eq!(cost(thinking, None), Ok(Pico(6 * 40_000_000 + 4 * 50_000_000)));
    assert_eq!(cost(input(10), Some("default")), Ok(Pico(10 * 10_000_000)));
    // A tier that the row does not know may cost half or double: no figure.
    assert_eq!(cost(input(10), Some("flex")), Err(Unpriced::NoPrice));
}

#[test]
fn a_tier_that_prices_output_prices_the_reasoning_in_it() {
    let catalogue = metering::catalogue::builtin();
    let price =
        catalogue.prices().find(|one| one.model.as_str() == "gemini-2.5-flash" && one.catalogue.as_str() == "gemini");
    let mut row = price_row(9, "openai", "gpt-5.4", [None; 4]);
    row.tiers = price.expect("in the catalogue").tiers;
    let book = PriceBook::new(vec![row], vec![provider_info("openai")]);
    let usage = Usage { output: 1_000, reasoning: 400, ..Usage::default() };
    let mut event = served_by("openai/gpt-5.4", usage);
    assert_eq!(rate(&event, &book).cost, Ok(Pico(1_000 * 2_500_000)));
    event.service_tier = Some(token("batch"));
    assert_eq!(rate(&event, &book).cost, Ok(Pico(1_000 * 1_250_000)));
}

proptest! {
    #[test]
    fn drivers_sum_to_savings_and_overhead_is_inside_cost(event in any_event()) {
        let rating = rate(&event, &price_book());
        let cost = rating.cost.map(|cost| cost.0).unwrap_or(0);
        prop_assert!(rating.overhead.0 >= 0 && rating.overhead.0 <= cost);
        prop_assert!(rating.earlier.iter().map(|part| part.cost_pico).sum::<i64>() <= cost);
        prop_assert_eq!(rating.earlier.len(), event.attempts.len().saturating_sub(1));
        match (rating.baseline, rating.savings) {
            (Baseline::Known { cost: baseline, .. }, Some(savings)) => {
                prop_assert!(rating.cost.is_ok() && event.succeeded);
                prop_assert_eq!(savings.0, baseline.0 - cost);
                prop_assert_eq!(rating.drivers.sum(), i128::from(savings.0));
            }
            (Baseline::Unknown(_), None) => prop_assert_eq!(rating.drivers, Drivers::default()),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_model_named_and_served_saves_exactly_minus_its_overheads(event in any_event()) {
        let mut event = event;
        event.baseline = None;
        event.requested_model = Some(target(&format!("{}/{}", event.provider, event.model)));
        event.cache_hit = false;
        let rating = rate(&event, &price_book());
        if let Some(savings) = rating.savings {
            let earlier: i64 = rating.earlier.iter().map(|part| part.cost_pico).sum();
            prop_assert_eq!(savings.0, -earlier - event.routing_cost.unwrap_or(Pico(0)).0);
        }
    }
}

//! The built-in catalogue: nothing of its source was lost or rounded. Counts and sums were taken from the source itself.

use metering::catalogue::{Mode, builtin};
use metering::{ClassRates, RateTier};
use test_support::{at, token};

/// How many tiers have a figure, and their sum in pico-dollars a token.
fn total(tiers: &[RateTier], class: fn(&ClassRates) -> Option<i64>) -> (usize, i64) {
    let figures: Vec<i64> = tiers.iter().filter_map(|tier| class(&tier.rates)).collect();
    (figures.len(), figures.iter().sum())
}

#[test]
fn every_figure_of_the_source_is_there_exactly() {
    let catalogue = builtin();
    assert_eq!((catalogue.len(), catalogue.prices().count(), catalogue.date()), (1_007, 979, "2026-11"));
    let all: Vec<RateTier> = catalogue.prices().flat_map(|price| price.tiers).collect();
    let pick = |keep: fn(&RateTier) -> bool| all.iter().filter(|tier| keep(tier)).cloned().collect::<Vec<_>>();
    let standard = pick(|tier| tier.service_tier.is_none() && tier.above_input_tokens == 0);
    let batch = pick(|tier| tier.service_tier.is_some());
    let above = pick(|tier| tier.above_input_tokens == 200_000);
    assert_eq!(standard.len() + batch.len() + above.len(), all.len());
    assert_eq!(total(&standard, |rates| rates.input), (975, 2_888_571_500));
    assert_eq!(total(&standard, |rates| rates.cache_read), (492, 211_911_900));
    assert_eq!(total(&standard, |rates| rates.cache_write_5m), (139, 711_925_000));
    assert_eq!(total(&standard, |rates| rates.cache_write_1h), (60, 589_880_000));
    assert_eq!(total(&standard, |rates| rates.output), (975, 11_873_700_000));
    assert_eq!(total(&standard, |rates| rates.reasoning), (18, 76_400_000));
    assert_eq!(total(&batch, |rates| rates.input), (230, 595_722_500));
    assert_eq!(total(&batch, |rates| rates.output), (228, 2_823_965_000));
    assert_eq!(total(&above, |rates| rates.input), (63, 186_400_000));
    assert_eq!(total(&above, |rates| rates.output), (63, 509_300_000));
}

#[test]
fn every_limit_of_the_source_is_there() {
    let catalogue = builtin();
    let catalogues = ["anthropic", "openai", "bedrock", "gemini", "voyage"];
    let counts: Vec<usize> = catalogues.iter().map(|name| catalogue.models(name).count()).collect();
    assert_eq!(counts, [22, 126, 205, 43, 23]);
    let (mut input, mut output, mut ending) = (0, 0, 0);
    let mut seen = std::collections::BTreeSet::new();
    for price in catalogue.prices() {
        seen.insert(price.catalogue.as_str().to_owned());
    }
    for name in &seen {
        for model in catalogue.models(name) {
            let facts = catalogue.facts(name, model.as_str()).expect("listed");
            input += facts.max_input_tokens.unwrap_or(0);
            output += facts.max_output_tokens.unwrap_or(0);
            ending += usize::from(facts.deprecation_date.is_some());
        }
    }
    assert_eq!((seen.len(), input, output, ending), (22, 318_459_926, 88_824_648, 323));
}

#[test]
fn a_model_is_found_by_its_catalogue_and_name() {
    let catalogue = builtin();
    let tiers = catalogue.tiers("openai", "gpt-5.4").expect("priced");
    let standard = ClassRates {
        input: Some(2_500_000),
        cache_read: Some(250_000),
        output: Some(15_000_000),
        ..ClassRates::default()
    };
    let batch = ClassRates { input: Some(1_250_000), output: Some(7_500_000), ..ClassRates::default() };
    assert_eq!(tiers.iter().map(|tier| tier.rates).collect::<Vec<_>>(), [standard, batch]);
    assert_eq!(tiers[1].service_tier, Some(token("batch")));
    let facts = catalogue.facts("openai", "gpt-5.4").expect("known");
    assert_eq!((facts.mode, facts.max_input_tokens, facts.tools), (Mode::Chat, Some(1_050_000), true));
    let having: Vec<_> = catalogue.catalogues_with("gpt-5.4").map(|name| name.as_str().to_owned()).collect();
    assert_eq!(having, ["azure", "github_copilot", "openai"]);
    assert_eq!(catalogue.facts("openai", "gpt-nothing"), None);
    // Embeddings have no output: a real zero. A container has no price: none, not zero.
    let embedding = catalogue.tiers("openai", "text-embedding-3-small").expect("priced");
    assert_eq!(embedding[0].rates.output, Some(0));
    assert!(catalogue.facts("openai", "container").is_some());
    assert_eq!(catalogue.tiers("openai", "container"), None);
}

#[test]
fn prices_hold_for_all_of_2026() {
    assert!(builtin().prices().all(|price| price.effective_from == at("2026-01-01T00:00:00Z")));
}

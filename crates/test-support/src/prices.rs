//! A small price book with round figures, so that a test can work a cost out by hand.

use crate::{at, model, provider};
use domain::{PriceId, UsageEvent};
use metering::{ClassRates, LedgerRow, PriceBook, PriceRow, ProviderInfo, RateTier, rate};

/// A list price from 2026-01-01 on: US dollars a million tokens for input, cache read, cache write and output.
///
/// A million pico-dollars a token is a dollar a million tokens.
#[must_use]
pub fn price_row(id: i64, catalogue: &str, model_name: &str, usd_per_mtok: [Option<i64>; 4]) -> PriceRow {
    let [input, cache_read, cache_write, output] = usd_per_mtok.map(|price| price.map(|usd| usd * 1_000_000));
    PriceRow {
        id: PriceId(id),
        tenant_id: None,
        catalogue: provider(catalogue),
        model: model(model_name),
        effective_from: at("2026-01-01T00:00:00Z"),
        effective_to: None,
        tiers: vec![RateTier {
            service_tier: None,
            above_input_tokens: 0,
            rates: ClassRates {
                input,
                cache_read,
                cache_write_5m: cache_write,
                cache_write_1h: cache_write.map(|price| price * 2),
                output,
                reasoning: None,
            },
        }],
        source: "test".to_owned(),
    }
}

/// A provider of this name with the catalogue of the same name.
#[must_use]
pub fn provider_info(name: &str) -> ProviderInfo {
    ProviderInfo { name: provider(name), kind: name.to_owned(), catalogue: provider(name), simulated: false }
}

/// Prices of `openai/gpt-5.4` (10/1/–/40), `openai/gpt-5.4-mini` (2/1/–/8), `anthropic/claude-haiku-4-5` (1/–/2/5) and
/// `azure/gpt-5.4` (9/1/–/36) in US dollars a million tokens: input, cache read, cache write, output.
#[must_use]
pub fn price_book() -> PriceBook {
    PriceBook::new(
        vec![
            price_row(1, "openai", "gpt-5.4", [Some(10), Some(1), None, Some(40)]),
            price_row(2, "openai", "gpt-5.4-mini", [Some(2), Some(1), None, Some(8)]),
            price_row(3, "anthropic", "claude-haiku-4-5", [Some(1), None, Some(2), Some(5)]),
            price_row(4, "azure", "gpt-5.4", [Some(9), Some(1), None, Some(36)]),
        ],
        vec![provider_info("openai"), provider_info("anthropic"), provider_info("azure")],
    )
}

/// An event with its money by `price_book()`.
#[must_use]
pub fn ledger_row(event: UsageEvent) -> LedgerRow {
    let rating = rate(&event, &price_book());
    LedgerRow { event, rating }
}

//! Tokens times price, exactly, for one attempt; and which tokens of an event were billed at all.

use super::Unpriced;
use crate::{ClassRates, PriceBook, PriceRow};
use domain::{ModelName, Pico, PriceId, ProviderName, Token, Usage, UsageEvent};

/// More tokens than any request can have; beyond it figures are absurd and sums could overflow.
const MOST_TOKENS: u64 = 1 << 50;

/// What one attempt cost, or why that is not known, and the price behind it.
pub(super) struct Part {
    pub(super) price_id: Option<PriceId>,
    pub(super) cost: Result<Pico, Unpriced>,
}

impl Part {
    fn free(row: Option<&PriceRow>) -> Self {
        Self { price_id: row.map(|row| row.id), cost: Ok(Pico::ZERO) }
    }
}

/// What these tokens cost at these rates.
///
/// Reasoning is priced apart where the rates have a reasoning price; otherwise as the output it is a part of.
///
/// # Errors
/// `ClassUnpriced` when a class has tokens and no price, `OutOfRange` when the product leaves the range of a row.
pub fn price_tokens(rates: &ClassRates, usage: &Usage) -> Result<Pico, Unpriced> {
    let (plain_output, reasoning) = match rates.reasoning {
        Some(_) => (usage.output.saturating_sub(usage.reasoning), usage.reasoning.min(usage.output)),
        None => (usage.output, 0),
    };
    let classes = [
        (usage.input_uncached, rates.input),
        (usage.cache_read, rates.cache_read),
        (usage.cache_write_5m, rates.cache_write_5m),
        (usage.cache_write_1h, rates.cache_write_1h),
        (plain_output, rates.output),
        (reasoning, rates.reasoning),
    ];
    let mut sum = 0_i128;
    for (tokens, price) in classes.into_iter().filter(|(tokens, _)| *tokens > 0) {
        if tokens > MOST_TOKENS {
            return Err(Unpriced::OutOfRange);
        }
        // 2^50 tokens at 2^63 pico-dollars six times over stays below 2^116, far inside an i128.
        sum += i128::from(tokens) * i128::from(price.ok_or(Unpriced::ClassUnpriced)?);
    }
    i64::try_from(sum).map(Pico).map_err(|_| Unpriced::OutOfRange)
}

/// What these tokens would cost on a baseline: a prompt-cache class that the baseline does not price (reads as well as
/// writes) is priced as uncached input, because without that cache the tokens would have been plain input there.
///
/// # Errors
/// As `price_tokens`.
pub fn price_tokens_as_baseline(rates: &ClassRates, usage: &Usage) -> Result<Pico, Unpriced> {
    let filled = ClassRates {
        cache_read: rates.cache_read.or(rates.input),
        cache_write_5m: rates.cache_write_5m.or(rates.input),
        cache_write_1h: rates.cache_write_1h.or(rates.input),
        ..*rates
    };
    price_tokens(&filled, usage)
}

/// The rates a row has for a usage, unless the usage is absurd or the row does not know the service tier.
pub(super) fn rates_for(row: &PriceRow, usage: &Usage, tier: Option<&Token>) -> Result<ClassRates, Unpriced> {
    let classes = [usage.input_uncached, usage.cache_read, usage.cache_write_5m, usage.cache_write_1h, usage.output];
    if classes.into_iter().any(|tokens| tokens > MOST_TOKENS) {
        return Err(Unpriced::OutOfRange);
    }
    if row.prices_tier(tier) { Ok(row.rates_for(usage, tier)) } else { Err(Unpriced::NoPrice) }
}

fn priced(row: Option<&PriceRow>, usage: &Usage, tier: Option<&Token>) -> Part {
    let cost = row.ok_or(Unpriced::NoPrice).and_then(|row| price_tokens(&rates_for(row, usage, tier)?, usage));
    Part { price_id: row.map(|row| row.id), cost }
}

/// The tokens of the event that its final provider billed: none where a response cache answered or the final attempt
/// is not billed.
pub(crate) fn billed_usage(event: &UsageEvent) -> Usage {
    let unbilled = event.cache_hit || event.attempts.last().is_some_and(|last| last.usage_source.is_none());
    if unbilled { Usage::default() } else { event.usage }
}

fn find<'a>(
    event: &UsageEvent,
    book: &'a PriceBook,
    provider: &ProviderName,
    model: &ModelName,
) -> Option<&'a PriceRow> {
    book.find(event.tenant_id, provider, model, event.timestamp)
}

/// The final attempt. A failure without tokens costs nothing, whether its model has a price or not; a success without a
/// price has no figure, even without tokens.
pub(super) fn final_part(event: &UsageEvent, book: &PriceBook) -> Part {
    let row = find(event, book, &event.provider, &event.model);
    let usage = billed_usage(event);
    let asked_nothing = event.cache_hit || event.attempts.last().is_some_and(|last| last.usage_source.is_none());
    if asked_nothing || (!event.succeeded && usage == Usage::default()) {
        return Part::free(row);
    }
    priced(row, &usage, event.service_tier.as_ref())
}

/// Every attempt before the final one, in order; those that are not billed cost nothing.
pub(super) fn earlier_parts(event: &UsageEvent, book: &PriceBook) -> Vec<Part> {
    let earlier = event.attempts.split_last().map_or(&[][..], |(_, earlier)| earlier);
    earlier
        .iter()
        .map(|attempt| {
            let row = find(event, book, &attempt.target.provider, &attempt.target.model);
            if attempt.usage_source.is_none() || attempt.usage == Usage::default() {
                Part::free(row)
            } else {
                priced(row, &attempt.usage, event.service_tier.as_ref())
            }
        })
        .collect()
}

//! A corrected price on a bucket whose raw rows are gone: its money is made again from its token classes.
//!
//! A bucket holds sums, so this is possible only where the sums prove what the rows were. Where they do not, the bucket
//! is refused and keeps its figures: a stale figure that says so is better than one that is guessed.

use super::{Dims, Measures};
use crate::PriceRow;
use crate::rating::{price_tokens, price_tokens_as_baseline};
use domain::{ModelName, PicoSum, Usage};

/// Why a bucket cannot be priced again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RepriceError {
    /// It was priced with another row.
    #[error("the bucket was not priced with the corrected price")]
    OtherPrice,
    /// Some of its requests had no price.
    #[error("some requests of the bucket had no price, and a bucket does not say which tokens were theirs")]
    Unpriced,
    /// Its money is not its tokens times the standard rates: other tiers, cached answers or routing costs are in it.
    #[error(
        "the bucket's money is not its tokens at the old standard rates, so the tokens do not say what it would be"
    )]
    NotFromTokens,
    /// Only a part of its money is overhead or has a baseline.
    #[error(
        "only a part of the bucket's money is overhead or has a baseline, and it does not say which tokens were theirs"
    )]
    Mixed,
    /// The corrected price lacks a class, or has conditions that the sums cannot decide.
    #[error("the corrected price lacks a token class or has a tier that the bucket's sums cannot decide")]
    Undecided,
}

/// The bucket as it would be had `new` been in force instead of `old`. `baseline` is the model of the bucket's baseline
/// price, where it has one.
///
/// # Errors
/// See `RepriceError`; the bucket is then left as it is.
pub fn reprice(
    (dims, measures): (&Dims, &Measures),
    old: &PriceRow,
    new: &PriceRow,
    baseline: Option<&ModelName>,
) -> Result<(Dims, Measures), RepriceError> {
    let (mut dims, mut next) = (dims.clone(), *measures);
    let bills = dims.price_id == Some(old.id);
    let compares = dims.baseline_price_id == Some(old.id);
    if !bills && !compares {
        return Err(RepriceError::OtherPrice);
    }
    if measures.unpriced > 0 || measures.no_estimate_unpriced > 0 {
        return Err(RepriceError::Unpriced);
    }
    // Tokens that cost something, all at the standard tier, and no cached answer: then sums say what rows were.
    only_standard(old, &measures.tokens)?;
    only_standard(new, &measures.tokens)?;
    if measures.saved_response_cache != PicoSum(0) {
        return Err(RepriceError::NotFromTokens);
    }
    let covered = dims.baseline_price_id.is_some();
    let (mut cost_moves, mut baseline_moves) = (0, 0);
    if bills {
        let (before, after) = money(old, new, measures, false)?;
        if PicoSum(before) != measures.cost + measures.saved_classifier {
            return Err(RepriceError::NotFromTokens);
        }
        cost_moves = after - before;
        dims.price_id = Some(new.id);
    }
    if compares {
        let (before, after) = money(old, new, measures, true)?;
        if PicoSum(before) != measures.baseline {
            return Err(RepriceError::NotFromTokens);
        }
        baseline_moves = after - before;
        dims.baseline_price_id = Some(new.id);
    }
    let moved = PicoSum(cost_moves);
    next.cost += moved;
    next.overhead += share(measures.overhead, measures.cost, moved)?;
    let covered_moved = share(measures.covered_cost, measures.cost, moved)?;
    next.covered_cost += covered_moved;
    next.baseline += PicoSum(baseline_moves);
    let gross = PicoSum(baseline_moves) - covered_moved;
    if !covered {
        // Covered money without a baseline of its own: failed attempts of requests that have one elsewhere.
        next.saved_failed_attempts += gross;
    } else if gross != PicoSum(0) {
        let reference = if compares { Some(&old.model) } else { baseline };
        match reference {
            Some(model) if *model == dims.model => next.saved_provider_price += gross,
            Some(_) => next.saved_routing += gross,
            None => return Err(RepriceError::Undecided),
        }
    }
    Ok((dims, next))
}

/// What the bucket's tokens cost before and after, at standard rates.
fn money(old: &PriceRow, new: &PriceRow, measures: &Measures, as_baseline: bool) -> Result<(i128, i128), RepriceError> {
    let price = |row: &PriceRow| {
        let rates = row.tiers.first().map(|tier| tier.rates).unwrap_or_default();
        let cost = if as_baseline {
            price_tokens_as_baseline(&rates, &measures.tokens)
        } else {
            price_tokens(&rates, &measures.tokens)
        };
        cost.map(|cost| i128::from(cost.0))
    };
    let after = price(new).map_err(|_| RepriceError::Undecided)?;
    Ok((price(old).map_err(|_| RepriceError::NotFromTokens)?, after))
}

/// Whether every row of the bucket must have been at the standard tier: no service tier is priced apart, and all input
/// together does not reach a tier for long prompts. Every class with tokens must cost something, so that money that is 0
/// proves that there were no tokens.
fn only_standard(row: &PriceRow, tokens: &Usage) -> Result<(), RepriceError> {
    let conditional = row.tiers.iter().skip(1);
    let mut reachable =
        conditional.filter(|tier| tier.service_tier.is_some() || tokens.input_total() > tier.above_input_tokens);
    if reachable.next().is_some() {
        return Err(RepriceError::Undecided);
    }
    let rates = row.tiers.first().map(|tier| tier.rates).unwrap_or_default();
    let free = [
        (tokens.input_uncached, rates.input),
        (tokens.cache_read, rates.cache_read),
        (tokens.cache_write_5m, rates.cache_write_5m),
        (tokens.cache_write_1h, rates.cache_write_1h),
        (tokens.output, rates.output),
        (tokens.reasoning, rates.reasoning),
    ];
    if free.into_iter().any(|(tokens, rate)| tokens > 0 && rate == Some(0)) {
        return Err(RepriceError::Undecided);
    }
    Ok(())
}

/// How much of a movement a part takes: none or all of it.
fn share(part: PicoSum, whole: PicoSum, moved: PicoSum) -> Result<PicoSum, RepriceError> {
    match (part.0 == 0, part == whole) {
        (true, _) => Ok(PicoSum(0)),
        (false, true) => Ok(moved),
        (false, false) => Err(RepriceError::Mixed),
    }
}

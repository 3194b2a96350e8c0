//! The columns of a sum, in one list: every statement over sums is made from it, whatever the backend.

use crate::StoreError;
use crate::cells::Cells;
use crate::error::Result;
use domain::{PicoSum, Usage};
use metering::{Grain, Measures};

/// How many figures a sum has.
pub const COUNT: usize = 34;

/// The columns, in the order of [`to_figures`].
pub const COLUMNS: [&str; COUNT] = [
    "requests",
    "succeeded",
    "failed_client",
    "failed_other",
    "client_gone",
    "streamed",
    "attempts",
    "estimated",
    "unpriced",
    "measured",
    "modelled",
    "no_estimate_failed",
    "no_estimate_no_baseline",
    "no_estimate_unpriced",
    "input_uncached_tokens",
    "cache_read_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "output_tokens",
    "reasoning_tokens",
    "latency_ms_sum",
    "ttft_ms_sum",
    "ttft_count",
    "cost_pico",
    "overhead_pico",
    "covered_cost_pico",
    "baseline_pico",
    "saved_response_cache_pico",
    "saved_provider_price_pico",
    "saved_routing_pico",
    "saved_prompt_cache_pico",
    "saved_classifier_pico",
    "saved_failed_attempts_pico",
    "saved_cold_cache_pico",
];

/// The table of a grain; hours are folded from quarters and have none.
#[must_use]
pub const fn table(grain: Grain) -> &'static str {
    match grain {
        Grain::Quarter | Grain::Hour => "usage_rollup_quarter",
        Grain::Day => "analytics_daily",
        Grain::Week => "analytics_weekly",
        Grain::Month => "analytics_monthly",
    }
}

/// A sum as plain figures, wide enough for any number of rows and for taking away.
pub type Figures = [i128; COUNT];

/// Figures as columns.
///
/// # Errors
/// `Refused`, naming the column, for a figure that leaves 64 bits.
pub fn to_columns(figures: &Figures) -> Result<[i64; COUNT]> {
    let mut written = [0; COUNT];
    for ((to, from), column) in written.iter_mut().zip(figures).zip(COLUMNS) {
        *to = i64::try_from(*from)
            .map_err(|_| StoreError::Refused(format!("the sum of {column} leaves the range of a column")))?;
    }
    Ok(written)
}

/// Reads a sum's figures.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Figures> {
    let mut figures = [0; COUNT];
    for figure in &mut figures {
        *figure = i128::from(cells.plain::<i64>()?);
    }
    Ok(figures)
}

/// The figures of measures, in the order of [`COLUMNS`].
#[must_use]
pub fn to_figures(measures: &Measures) -> Figures {
    let m = measures;
    let t = &m.tokens;
    let counts = [
        m.requests,
        m.succeeded,
        m.failed_client,
        m.failed_other,
        m.client_gone,
        m.streamed,
        m.attempts,
        m.estimated,
        m.unpriced,
        m.measured,
        m.modelled,
        m.no_estimate_failed,
        m.no_estimate_no_baseline,
        m.no_estimate_unpriced,
        t.input_uncached,
        t.cache_read,
        t.cache_write_5m,
        t.cache_write_1h,
        t.output,
        t.reasoning,
        m.latency_ms_sum,
        m.ttft_ms_sum,
        m.ttft_count,
    ];
    let money = [
        m.cost,
        m.overhead,
        m.covered_cost,
        m.baseline,
        m.saved_response_cache,
        m.saved_provider_price,
        m.saved_routing,
        m.saved_prompt_cache,
        m.saved_classifier,
        m.saved_failed_attempts,
        m.saved_cold_cache,
    ];
    let mut figures = [0; COUNT];
    let all = counts.into_iter().map(i128::from).chain(money.into_iter().map(|sum| sum.0));
    figures.iter_mut().zip(all).for_each(|(figure, value)| *figure = value);
    figures
}

/// Measures from figures.
///
/// # Errors
/// A count that is negative or beyond 64 bits: the sums are damaged.
pub fn from_figures(figures: &Figures) -> Result<Measures> {
    let count = |at: usize| {
        u64::try_from(figures[at])
            .map_err(|_| StoreError::Failed(format!("the sum of {} is {}: out of range", COLUMNS[at], figures[at])))
    };
    let money = |at: usize| PicoSum(figures[at]);
    Ok(Measures {
        requests: count(0)?,
        succeeded: count(1)?,
        failed_client: count(2)?,
        failed_other: count(3)?,
        client_gone: count(4)?,
        streamed: count(5)?,
        attempts: count(6)?,
        estimated: count(7)?,
        unpriced: count(8)?,
        measured: count(9)?,
        modelled: count(10)?,
        no_estimate_failed: count(11)?,
        no_estimate_no_baseline: count(12)?,
        no_estimate_unpriced: count(13)?,
        tokens: Usage {
            input_uncached: count(14)?,
            cache_read: count(15)?,
            cache_write_5m: count(16)?,
            cache_write_1h: count(17)?,
            output: count(18)?,
            reasoning: count(19)?,
        },
        latency_ms_sum: count(20)?,
        ttft_ms_sum: count(21)?,
        ttft_count: count(22)?,
        cost: money(23),
        overhead: money(24),
        covered_cost: money(25),
        baseline: money(26),
        saved_response_cache: money(27),
        saved_provider_price: money(28),
        saved_routing: money(29),
        saved_prompt_cache: money(30),
        saved_classifier: money(31),
        saved_failed_attempts: money(32),
        saved_cold_cache: money(33),
    })
}

/// Adds `other` to `figures`, `times` times (once, or minus once).
pub fn add(figures: &mut Figures, other: &Figures, times: i128) {
    figures.iter_mut().zip(other).for_each(|(figure, value)| *figure += times * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_measures_are_the_same_thing() {
        let mut figures = [0; COUNT];
        figures.iter_mut().zip(1..).for_each(|(figure, value)| *figure = value);
        let measures = from_figures(&figures).expect("in range");
        assert_eq!((measures.requests, measures.ttft_count, measures.saved_cold_cache), (1, 23, PicoSum(34)));
        assert_eq!(to_figures(&measures), figures);
        figures[3] = -1;
        assert!(from_figures(&figures).expect_err("is negative").to_string().contains("failed_other"));
    }
}

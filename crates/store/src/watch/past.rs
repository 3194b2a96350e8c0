//! The windows of the past, from one read of the sums: each moves a step on, adds what enters and takes away what leaves.

use super::{performance, sums};
use crate::error::Result;
use crate::figures::{self, from_figures, to_figures};
use crate::{Store, StoreError, TenantScope};
use domain::Timestamp;
use metering::alert::{Figures, Rule};
use metering::{Grain, Measures, PerfMeasures};
use std::collections::BTreeMap;

/// What a rule would have watched in a span.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Past {
    /// Every moment on the grid of the metric's steps, ascending, with the figures of the window that ends there.
    pub looks: Vec<(Timestamp, Figures)>,
    /// The sums of the span itself.
    pub total: Measures,
    /// Whether any sandbox row is among them.
    pub simulated: bool,
}

/// What `rule` would have watched from `from` to `to`, both looked at where they lie on the grid, seen at `now`: what comes
/// after it has not been looked at. Where the window is whole steps, the figures are those of [`super::figures`].
///
/// # Errors
/// `Refused` for a rule whose past is not kept ([`Rule::has_a_past`]); what the store says.
pub async fn past(
    store: &dyn Store,
    scope: TenantScope,
    rule: &Rule,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Past> {
    if !rule.has_a_past() {
        return Err(StoreError::Refused("percentiles of the past are not kept apart by route".into()));
    }
    let step_ms = i64::from(rule.metric.step_minutes()) * 60_000;
    let window_ms = i64::from(rule.past_window_minutes()) * 60_000;
    let first = from.plus_millis(step_ms - 1).floor_to(step_ms);
    let begin = first.plus_millis(-window_ms);
    let mut past = Past::default();
    let points = sums(store, scope, rule, (begin, to), Some(Grain::Quarter)).await?;
    for point in points.iter().filter(|point| point.start >= from) {
        past.total += point.measures;
        past.simulated |= point.simulated;
    }
    let mut hours = BTreeMap::<_, PerfMeasures>::new();
    if rule.metric.is_percentile() {
        for point in performance(store, scope, rule, (begin, to), Some(Grain::Hour)).await? {
            hours.entry(point.start).or_default().merge(&point.measures);
        }
    }
    let mut quarters = Slide::over(points.iter().map(|point| (point.start, to_figures(&point.measures))).collect());
    let mut hours = Slide::over(hours.into_iter().collect());
    let (mut sum, mut merged) = ([0; figures::COUNT], PerfMeasures::default());
    let mut at = first;
    while at <= to.min(now) {
        let window = (at.plus_millis(-window_ms), at);
        let (entered, left) = quarters.to(window);
        entered.iter().for_each(|(_, quarter)| figures::add(&mut sum, quarter, 1));
        left.iter().for_each(|(_, quarter)| figures::add(&mut sum, quarter, -1));
        let (entered, left) = hours.to(window);
        entered.iter().for_each(|(_, hour)| merged.merge(hour));
        for (_, hour) in left {
            let rest = merged.without(hour);
            merged = rest.ok_or_else(|| StoreError::Failed("an hour left a window that it was not in".into()))?;
        }
        past.looks.push((at, Figures::of(&from_figures(&sum)?, &merged)));
        at = at.plus_millis(step_ms);
    }
    Ok(past)
}

/// Neighbours in a series, each with when it begins.
type Parts<'a, T> = &'a [(Timestamp, T)];

/// A window that moves on over a series, so that every part is touched twice however wide the window is.
struct Slide<T> {
    series: Vec<(Timestamp, T)>,
    /// The parts inside now: from here to there.
    inside: (usize, usize),
}

impl<T> Slide<T> {
    /// A window that has not begun; the series ascends.
    fn over(series: Vec<(Timestamp, T)>) -> Self {
        Self { series, inside: (0, 0) }
    }

    /// Moves on to a window, and tells what enters it and what leaves it.
    fn to(&mut self, (from, to): (Timestamp, Timestamp)) -> (Parts<'_, T>, Parts<'_, T>) {
        let (begin, end) = self.inside;
        let before = |moment: Timestamp, at: usize| {
            at + self.series[at..].iter().take_while(|(start, _)| *start < moment).count()
        };
        self.inside = (before(from, begin), before(to, end));
        (&self.series[end..self.inside.1], &self.series[begin..self.inside.0])
    }
}

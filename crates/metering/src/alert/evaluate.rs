//! One evaluation of a rule: figures and memory in, state and memory out.

use super::{Comparison, Limits, Metric, Rule};
use crate::{Measures, PerfMeasures};
use domain::{PicoSum, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// Within its bounds.
    Ok,
    /// Outside them.
    Alert,
    /// Too little data to tell.
    #[default]
    NoData,
}

/// What is kept between evaluations; a new rule begins with the default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Where it stands.
    pub state: State,
    /// Since when the figure has been in trouble without a break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble_since: Option<Timestamp>,
    /// Since when, in an alert, the figure has been back without a break.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_since: Option<Timestamp>,
}

/// What happened in the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Requests.
    pub requests: u64,
    /// Requests that got a complete answer.
    pub succeeded: u64,
    /// Failures that are not the client's.
    pub failed_other: u64,
    /// Requests without a price.
    pub unpriced: u64,
    /// The known cost.
    pub cost: PicoSum,
    /// The 95th percentile of latency, where there is one.
    pub latency_p95_ms: Option<u64>,
    /// The 95th percentile of the time to the first token, where there is one.
    pub ttft_p95_ms: Option<u64>,
}

impl Figures {
    /// The figures of a window's sums.
    #[must_use]
    pub fn of(measures: &Measures, performance: &PerfMeasures) -> Self {
        Self {
            requests: measures.requests,
            succeeded: measures.succeeded,
            failed_other: measures.failed_other,
            unpriced: measures.unpriced,
            cost: measures.cost,
            latency_p95_ms: performance.latency_ms.quantile(0.95),
            ttft_p95_ms: performance.ttft_ms.quantile(0.95),
        }
    }

    /// The metric as a fraction whose numerator is in 10⁻¹² of its unit, or `None` without data. A cost as fraction of 1
    /// and a rate as failures of requests are both exact.
    fn reading(&self, metric: Metric) -> Option<(i128, i128)> {
        let unit = domain::money::PICO_PER_USD;
        let whole = |count: u64| (i128::from(count) * unit, 1);
        match metric {
            Metric::Cost => Some((self.cost.0, 1)),
            Metric::Unpriced => Some(whole(self.unpriced)),
            Metric::Requests => Some(whole(self.requests)),
            Metric::LatencyP95 => self.latency_p95_ms.map(whole),
            Metric::TtftP95 => self.ttft_p95_ms.map(whole),
            Metric::ErrorRate => {
                let of = i128::from(self.succeeded) + i128::from(self.failed_other);
                (of > 0).then_some((i128::from(self.failed_other) * unit, of))
            }
        }
    }
}

/// What an evaluation found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evaluation {
    /// To keep for the next one.
    pub memory: Memory,
    /// The state before, where it changed.
    pub changed_from: Option<State>,
    /// The figure as decimal text in the metric's unit, a rate to six places; `None` without data.
    pub value: Option<String>,
}

/// Evaluates a rule whose checked bounds are `limits` at `now`.
///
/// Trouble that has not yet lasted `for_minutes` leaves the state as it was. Too little data is said at once and forgets
/// what was pending, because silence proves neither trouble nor health.
#[must_use]
pub fn evaluate(rule: &Rule, limits: Limits, figures: &Figures, memory: Memory, now: Timestamp) -> Evaluation {
    let reading = figures.reading(rule.metric).filter(|_| figures.requests >= rule.min_requests);
    let next = match reading {
        None => Memory::default(),
        Some(reading) => step(rule, limits, reading, memory, now),
    };
    Evaluation {
        memory: next,
        changed_from: (next.state != memory.state).then_some(memory.state),
        value: reading.map(|reading| text(rule.metric, reading)),
    }
}

fn step(rule: &Rule, limits: Limits, reading: (i128, i128), memory: Memory, now: Timestamp) -> Memory {
    let alerting = memory.state == State::Alert;
    let bound = if alerting { limits.recovery } else { limits.threshold };
    let (value, of) = reading;
    let trouble = match rule.comparison {
        Comparison::Above => value > bound.0 * of,
        Comparison::Below => value < bound.0 * of,
    };
    let lasted = |since: Timestamp, minutes: u32| now.as_millis() - since.as_millis() >= i64::from(minutes) * 60_000;
    match (alerting, trouble) {
        (true, true) => Memory { clear_since: None, ..memory },
        (true, false) => {
            let since = memory.clear_since.unwrap_or(now);
            if lasted(since, rule.recovery_minutes) {
                Memory { state: State::Ok, ..Memory::default() }
            } else {
                Memory { clear_since: Some(since), ..memory }
            }
        }
        (false, true) => {
            let since = memory.trouble_since.unwrap_or(now);
            let state = if lasted(since, rule.for_minutes) { State::Alert } else { memory.state };
            Memory { state, trouble_since: Some(since), clear_since: None }
        }
        (false, false) => Memory { state: State::Ok, ..Memory::default() },
    }
}

fn text(metric: Metric, (value, of): (i128, i128)) -> String {
    let exact = value / of;
    let shown = match metric {
        // Six places say enough of a rate; the comparison itself never rounds.
        Metric::ErrorRate => (exact + 500_000) / 1_000_000 * 1_000_000,
        _ => exact,
    };
    PicoSum(shown).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(metric: Metric, threshold: &str) -> Rule {
        serde_json::from_value(serde_json::json!({
            "metric": metric, "comparison": "above", "threshold": threshold, "window_minutes": 5,
        }))
        .expect("a rule")
    }

    fn figures(failed: u64, succeeded: u64) -> Figures {
        Figures { requests: failed + succeeded, succeeded, failed_other: failed, ..Figures::default() }
    }

    /// The states after one evaluation a minute.
    fn states(rule: &Rule, minutes: &[Figures]) -> Vec<State> {
        let limits = rule.limits().expect("valid");
        let mut memory = Memory::default();
        let run = minutes.iter().zip(0..).map(|(figures, minute)| {
            memory = evaluate(rule, limits, figures, memory, Timestamp::from_millis(minute * 60_000)).memory;
            memory.state
        });
        run.collect()
    }

    #[test]
    fn the_bound_itself_is_no_trouble_and_a_rate_is_compared_exactly() {
        let rule = rule(Metric::ErrorRate, "0.333333333333");
        assert_eq!(states(&rule, &[figures(1, 2)]), [State::Alert]);
        let half = Rule { threshold: "0.5".into(), ..rule };
        assert_eq!(
            states(&half, &[figures(1, 1), figures(2, 1), figures(0, 0)]),
            [State::Ok, State::Alert, State::NoData]
        );
        let told = evaluate(
            &half,
            half.limits().expect("valid"),
            &figures(2, 1),
            Memory::default(),
            Timestamp::from_millis(0),
        );
        assert_eq!((told.value.as_deref(), told.changed_from), (Some("0.666667"), Some(State::NoData)));
    }

    #[test]
    fn it_waits_before_it_speaks_and_before_the_all_clear() {
        let mut rule = Rule { for_minutes: 2, recovery_minutes: 2, ..rule(Metric::Requests, "10") };
        rule.recovery_threshold = Some("5".into());
        let minutes = [0, 11, 11, 0, 11, 11, 11, 7, 5, 11, 5, 5, 5].map(|requests| figures(0, requests));
        use State::{Alert as A, Ok as O};
        assert_eq!(states(&rule, &minutes), [O, O, O, O, O, O, A, A, A, A, A, A, O]);
    }

    #[test]
    fn too_few_requests_say_nothing() {
        let rule = Rule { min_requests: 10, ..rule(Metric::LatencyP95, "100") };
        let slow = |requests| Figures { latency_p95_ms: Some(500), ..figures(0, requests) };
        assert_eq!(states(&rule, &[slow(9), slow(10), slow(3)]), [State::NoData, State::Alert, State::NoData]);
    }

    #[test]
    fn bad_rules_name_the_field_and_the_fix() {
        let message = |rule: &Rule| rule.limits().expect_err("bad").to_string();
        assert!(message(&rule(Metric::Cost, "ten")).contains("threshold `ten`"));
        assert!(message(&rule(Metric::ErrorRate, "5")).contains("at most 1"));
        assert!(message(&rule(Metric::Cost, "-1")).contains("0 or more"));
        let mut base = rule(Metric::Cost, "10");
        base.recovery_threshold = Some("11".into());
        assert!(message(&base).contains("wrong side"));
        base.window_minutes = 0;
        assert!(message(&base).contains("window_minutes of 0"));
    }

    proptest! {
        #[test]
        fn without_waiting_the_state_is_the_figure(cost in 0..100_i128, bound in 0..100_i128) {
            let rule = rule(Metric::Cost, &bound.to_string());
            let figures = Figures { cost: PicoSum(cost * domain::money::PICO_PER_USD), ..figures(0, 1) };
            prop_assert_eq!(states(&rule, &[figures])[0] == State::Alert, cost > bound);
        }
    }
}

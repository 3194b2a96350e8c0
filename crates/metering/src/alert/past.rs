//! What a rule would have done: its state machine, stepped over figures of the past.

use super::{Evaluation, Figures, Limits, Memory, Metric, Rule, State, evaluate};
use domain::Timestamp;

/// One evaluation of the past.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// When; its figures are those of the window that ends there.
    pub at: Timestamp,
    /// Where the rule would have stood from then on.
    pub state: State,
    /// The figure as decimal text in the metric's unit; `None` without data.
    pub value: Option<String>,
}

/// A change of state that would have happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// From.
    pub from: State,
    /// To.
    pub to: State,
    /// The figure that would have caused it.
    pub value: Option<String>,
}

/// What a rule would have done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preview {
    /// Every evaluation, in order.
    pub looks: Vec<Look>,
    /// The changes among them, in order.
    pub changes: Vec<Change>,
    /// How often it would have begun to alert.
    pub alerts: u64,
    /// Whole minutes in which it would have stood in an alert.
    pub minutes_in_alert: u64,
    /// What the rule goes on from.
    pub memory: Memory,
}

impl Metric {
    /// How finely the past can be told: sums are kept by quarter hours, histograms by UTC hours.
    #[must_use]
    pub const fn step_minutes(self) -> u32 {
        if self.is_percentile() { 60 } else { 15 }
    }
}

impl Rule {
    /// The window as the past can tell it: whole steps, in minutes.
    #[must_use]
    pub const fn past_window_minutes(&self) -> u32 {
        let step = self.metric.step_minutes();
        self.window_minutes.div_ceil(step) * step
    }

    /// Whether the past can be told at all: histograms are not kept apart by route.
    #[must_use]
    pub const fn has_a_past(&self) -> bool {
        self.route.is_none() || !self.metric.is_percentile()
    }

    /// How a preview differs from what the rule itself would see, in sentences; none where it does not.
    #[must_use]
    pub fn past_notes(&self) -> Vec<String> {
        let step = self.metric.step_minutes();
        let mut notes = Vec::new();
        if self.past_window_minutes() != self.window_minutes {
            notes.push(format!(
                "Past figures of this metric are kept in steps of {step} minutes, so the window of {} minutes counts as {} \
                 here.",
                self.window_minutes,
                self.past_window_minutes()
            ));
        }
        for (name, minutes) in [("for_minutes", self.for_minutes), ("recovery_minutes", self.recovery_minutes)] {
            if minutes % step != 0 {
                notes.push(format!(
                    "The past is looked at every {step} minutes, so {name} of {minutes} ends at the first look after it."
                ));
            }
        }
        notes
    }
}

/// Steps a new rule over the figures of past windows, each with the moment at which its window ends, ascending. `end` is
/// where the last state stops to count in `minutes_in_alert`.
#[must_use]
pub fn preview(rule: &Rule, limits: Limits, past: &[(Timestamp, Figures)], end: Timestamp) -> Preview {
    let mut preview = Preview::default();
    let mut in_alert_ms = 0;
    let untils = past.iter().skip(1).map(|(at, _)| *at).chain([end]);
    for ((at, figures), until) in past.iter().zip(untils) {
        let at = *at;
        let Evaluation { memory: next, changed_from, value } = evaluate(rule, limits, figures, preview.memory, at);
        preview.memory = next;
        if next.state == State::Alert {
            preview.alerts += u64::from(changed_from.is_some());
            in_alert_ms += until.as_millis() - at.as_millis();
        }
        if let Some(from) = changed_from {
            preview.changes.push(Change { at, from, to: next.state, value: value.clone() });
        }
        preview.looks.push(Look { at, state: next.state, value });
    }
    preview.minutes_in_alert = u64::try_from(in_alert_ms / 60_000).unwrap_or(0);
    preview
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::PicoSum;
    use domain::money::PICO_PER_USD;
    use proptest::prelude::*;
    use serde_json::json;

    const STEP_MS: i64 = 900_000;

    fn rule(more: serde_json::Value) -> Rule {
        let mut rule = json!({"metric": "cost", "comparison": "above", "threshold": "50", "window_minutes": 60});
        let fields = more.as_object().expect("fields").clone();
        rule.as_object_mut().expect("an object").extend(fields);
        serde_json::from_value(rule).expect("a rule")
    }

    fn past(costs_usd: &[u8]) -> Vec<(Timestamp, Figures)> {
        let look = |(step, cost): (i64, &u8)| {
            let cost_usd = i128::from(*cost);
            let requests = u64::from(*cost);
            let figures = Figures { requests, cost: PicoSum(cost_usd * PICO_PER_USD), ..Figures::default() };
            (Timestamp::from_millis(step * STEP_MS), figures)
        };
        (0..).zip(costs_usd).map(look).collect()
    }

    #[test]
    fn a_preview_counts_alerts_and_the_minutes_in_them() {
        let rule = rule(json!({"for_minutes": 15, "recovery_threshold": "20"}));
        let past = past(&[60, 10, 60, 60, 30, 10, 60, 70]);
        let end = Timestamp::from_millis(8 * STEP_MS - 1);
        let told = preview(&rule, rule.limits().expect("valid"), &past, end);
        let moves: Vec<_> = told.changes.iter().map(|change| (change.at.as_millis() / STEP_MS, change.to)).collect();
        assert_eq!(moves, [(1, State::Ok), (3, State::Alert), (5, State::Ok), (7, State::Alert)]);
        assert_eq!((told.alerts, told.minutes_in_alert), (2, 44), "two steps, and one that lacks a millisecond");
        assert_eq!((told.changes[1].from, told.changes[1].value.as_deref()), (State::Ok, Some("60")));
        assert_eq!(preview(&rule, rule.limits().expect("valid"), &[], end), Preview::default());
    }

    #[test]
    fn what_the_past_cannot_tell_is_said() {
        assert!(rule(json!({"for_minutes": 30})).past_notes().is_empty());
        let short = rule(json!({"window_minutes": 5, "recovery_minutes": 10}));
        assert_eq!(short.past_window_minutes(), 15);
        let notes = short.past_notes();
        assert!(
            notes[0].contains("5 minutes counts as 15") && notes[1].contains("recovery_minutes of 10"),
            "{notes:?}"
        );
        let slow = rule(json!({"metric": "ttft_p95", "window_minutes": 90}));
        assert_eq!((slow.past_window_minutes(), slow.has_a_past()), (120, true));
        assert!(!Rule { route: Some("auto".parse().expect("a name")), ..slow }.has_a_past());
    }

    proptest! {
        #[test]
        fn stepping_is_evaluating(
            costs in prop::collection::vec(0..100_u8, 0..60), wait in 0..60_u32, back in 0..60_u32, least in 0..40_u64,
        ) {
            let rule = rule(json!({
                "for_minutes": wait, "recovery_minutes": back, "recovery_threshold": "30", "min_requests": least,
            }));
            let limits = rule.limits().expect("valid");
            let past = past(&costs);
            let end = Timestamp::from_millis(i64::try_from(costs.len()).expect("few") * STEP_MS);
            let told = preview(&rule, limits, &past, end);
            let mut memory = Memory::default();
            let (mut changes, mut alerting) = (Vec::new(), 0);
            for ((at, figures), look) in past.iter().zip(&told.looks) {
                let before = memory.state;
                let outcome = evaluate(&rule, limits, figures, memory, *at);
                memory = outcome.memory;
                prop_assert_eq!((look.at, look.state, &look.value), (*at, memory.state, &outcome.value));
                if before != memory.state {
                    changes.push(Change { at: *at, from: before, to: memory.state, value: outcome.value });
                }
                alerting += u64::from(memory.state == State::Alert);
            }
            let begun = changes.iter().filter(|change| change.to == State::Alert).count();
            prop_assert_eq!(told.looks.len(), past.len());
            prop_assert_eq!(told.minutes_in_alert, alerting * 15);
            prop_assert_eq!((told.alerts, told.changes), (begun as u64, changes));
        }
    }
}

//! What alert rules watch, held against the rows, and the past against what was watched then.

use super::Opened;
use super::sample::{end, fill, rows, scope, settle};
use crate::watch::{Folded, add, figures, past};
use crate::{Store, StoreError};
use domain::Timestamp;
use metering::LedgerRow;
use metering::alert::{Figures, Rule};
use serde_json::{Value, json};
use test_support::tenant;

/// Not on any grid, so that every window is cut.
fn now() -> Timestamp {
    end().plus_millis(-1_234_567)
}

/// Rows of the two days before now.
async fn newest(store: &dyn Store) -> Vec<LedgerRow> {
    settle(store).await;
    let mut rows = rows(300);
    for (index, row) in (0..).zip(&mut rows) {
        row.event.timestamp = now().plus_millis(-1 - index * 600_000);
    }
    fill(store, &rows).await;
    rows
}

fn rule(mut shape: Value, window_minutes: u32) -> Rule {
    shape["comparison"] = "above".into();
    shape["threshold"] = "0.5".into();
    shape["window_minutes"] = window_minutes.into();
    serde_json::from_value(shape).expect("a rule")
}

fn shapes() -> [Value; 6] {
    [
        json!({"metric": "cost"}),
        json!({"metric": "latency_p95"}),
        json!({"metric": "requests", "provider": "openai", "model": "gpt-5.4"}),
        json!({"metric": "ttft_p95", "model": "gpt-5.4"}),
        json!({"metric": "error_rate", "route": "auto"}),
        json!({"metric": "latency_p95", "route": "auto"}),
    ]
}

pub(super) async fn a_window_holds_the_rows_in_it_and_no_other(one: Opened, _two: Opened) {
    let store = &*one.store;
    let rows = newest(store).await;
    for shape in shapes() {
        for minutes in [1, 15, 30, 61, 240, 1_500] {
            let rule = rule(shape.clone(), minutes);
            let from = now().plus_millis(-i64::from(minutes) * 60_000);
            let mut wanted = Folded::default();
            rows.iter()
                .filter(|row| row.event.tenant_id == tenant(1) && row.event.timestamp >= from)
                .filter(|row| rule.route.is_none() || row.event.route == rule.route)
                .for_each(|row| add(&rule, row, &mut wanted));
            let mut found = figures(store, scope(1), &rule, now()).await.expect("reads");
            let mut wanted = Figures::of(&wanted.measures, &wanted.performance);
            if !rule.metric.is_percentile() {
                // Latency is fetched whole only for rules on it.
                for figures in [&mut found, &mut wanted] {
                    (figures.latency_p95_ms, figures.ttft_p95_ms) = (None, None);
                }
            }
            assert_eq!(found, wanted, "{rule:?}");
        }
    }
}

pub(super) async fn the_past_is_what_was_watched_then(one: Opened, _two: Opened) {
    let store = &*one.store;
    newest(store).await;
    let span = (now().plus_millis(-93_600_000), end());
    for shape in shapes() {
        for minutes in [60, 240, 1_500] {
            let rule = rule(shape.clone(), minutes);
            let told = past(store, scope(1), &rule, span, now()).await;
            if !rule.has_a_past() {
                assert!(matches!(told, Err(StoreError::Refused(_))));
                continue;
            }
            let told = told.expect("reads");
            let step_ms = i64::from(rule.metric.step_minutes()) * 60_000;
            assert_eq!(told.looks.len() as i64, 93_600_000 / step_ms, "{rule:?}");
            assert!(told.looks.iter().any(|(_, figures)| figures.requests > 0));
            // Coprime to a day's looks, so that they fall on every part of the hour.
            for (at, found) in told.looks.iter().step_by(7) {
                assert_eq!(*found, figures(store, scope(1), &rule, *at).await.expect("reads"), "{rule:?} at {at}");
            }
        }
    }
}

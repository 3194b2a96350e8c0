//! `compare`: the second span against its rows, and the first untouched by it.

use crate::house::{House, KEY_ONE};
use domain::{PicoSum, Timestamp};
use metering::{LedgerRow, Measures, contributions};
use serde_json::{Value, json};
use store::ledger::Batch;
use test_support::{event, failed_event, ledger_row, target};

/// Rows over 800 days before the house's noon, more of them the nearer they are; models and users come and go.
async fn filled(house: &House) -> Vec<LedgerRow> {
    let noon = test_support::at("2026-11-02T12:00:00Z");
    let row = |n: u64| {
        let mut event = if n.is_multiple_of(9) { failed_event(n, "overloaded") } else { event(n) };
        let back = i64::try_from((n - 100) * (n - 100) * 1_300).expect("small");
        event.timestamp = noon.plus_millis(-back * 1_000 - 7);
        let names = ["openai/gpt-5.4", "openai/gpt-5.4-mini", "openai/nobody-priced-this", "azure/gpt-5.4"];
        let served = target(names[usize::try_from(n / 7 % 4).expect("small")]);
        (event.provider, event.model) = (served.provider.clone(), served.model.clone());
        event.attempts[0].target = served;
        if n.is_multiple_of(5) {
            event.user_id = None;
        }
        ledger_row(event)
    };
    let rows: Vec<_> = (100..330).map(row).collect();
    house.state.store.ledger().apply(Batch { rows: rows.clone().into(), ..Batch::default() }).await.expect("applied");
    crate::house::rows().into_iter().filter(|row| row.event.tenant_id == test_support::tenant(1)).chain(rows).collect()
}

fn moment(value: &Value) -> Timestamp {
    Timestamp::parse(value.as_str().expect("a moment")).expect("a moment")
}

fn sums(rows: &[LedgerRow], period: &Value) -> Measures {
    let (from, to) = (moment(&period["from"]), moment(&period["to"]));
    let within = rows.iter().filter(|row| (from..to).contains(&row.event.timestamp));
    within.flat_map(|row| contributions(row)).map(|(_, sums)| sums).sum()
}

fn added(parts: &Value, path: &[&str]) -> (PicoSum, u64) {
    let parts = parts.as_array().expect("a list").iter().map(|part| path.iter().fold(part, |part, name| &part[*name]));
    parts.fold((PicoSum(0), 0), |(money, count), value| match value {
        Value::String(text) => (money + text.parse().expect("money"), count),
        value => (money, count + value.as_u64().unwrap_or(0)),
    })
}

#[tokio::test]
async fn a_second_span_has_its_own_figures_and_leaves_the_first_as_it_is() {
    let house = House::new().await;
    let rows = filled(&house).await;
    let spans = ["today", "24h", "7d", "30d", "90d", "mtd", "12mo"].map(|name| format!("period={name}"));
    let dates = ["start_date=2026-10-01&end_date=2026-10-31".to_owned()];
    for (span, by) in spans.iter().chain(&dates).flat_map(|span| {
        ["", "&group_by=model&top=1", "&group_by=user", "&group_by=user&top=2&tz=Asia/Kolkata"].map(|by| (span, by))
    }) {
        for (metric, compare) in
            [("costs", "previous"), ("costs", "last_year"), ("usage", "previous"), ("usage", "last_year")]
        {
            let path = format!("/api/v1/analytics/{metric}?{span}{by}");
            let (_, alone) = house.get(&path, KEY_ONE).await;
            let (_, mut with) = house.get(&format!("{path}&compare={compare}"), KEY_ONE).await;
            let then = with.as_object_mut().and_then(|answer| answer.insert("compared".into(), json!(null)));
            assert_eq!(with, alone, "{path}: what was asked for");
            let then = then.expect("is there");
            let wanted = sums(&rows, &then["period"]);
            assert_eq!(then["coverage"]["requests"], wanted.requests, "{path} {compare}: {}", then["period"]);
            if metric == "costs" {
                assert_eq!(then["total"]["cost_usd"].as_str().unwrap_or("0"), wanted.cost.to_string(), "{path}");
                assert_eq!(added(&then["buckets"], &["cost_usd"]).0, wanted.cost, "{path}");
            } else {
                assert_eq!(then["total"]["requests"], wanted.requests, "{path}");
            }
            assert_eq!(added(&then["buckets"], &["requests"]).1, wanted.requests, "{path}");
            let groups = then["groups"].as_array().expect("a list");
            if by.is_empty() {
                assert!(groups.is_empty(), "{path}");
                continue;
            }
            let name = |group: &Value| (group["kind"].clone(), group["key"].clone(), group["label"].clone());
            let mut names: Vec<_> = alone["groups"].as_array().expect("a list").iter().map(name).collect();
            if groups.len() > names.len() {
                names.push((json!("other"), json!(null), json!("other")));
            }
            assert_eq!(groups.iter().map(name).collect::<Vec<_>>(), names, "{path} {compare}");
            assert_eq!(added(&then["groups"], &["coverage", "requests"]).1, wanted.requests, "{path} {compare}");
            if metric == "costs" {
                assert_eq!(added(&then["groups"], &["total", "cost_usd"]).0, wanted.cost, "{path} {compare}");
            }
        }
    }
}

#[tokio::test]
async fn a_second_span_is_what_asking_for_it_gives() {
    let house = House::new().await;
    filled(&house).await;
    let asked = "start_date=2026-10-01&end_date=2026-10-15&tz=Europe/Berlin";
    for (compare, dates) in [
        ("previous", "start_date=2026-09-16&end_date=2026-09-30&tz=Europe/Berlin"),
        ("last_year", "start_date=2025-10-01&end_date=2025-10-15&tz=Europe/Berlin"),
    ] {
        for metric in ["costs", "usage"] {
            let (_, with) = house.get(&format!("/api/v1/analytics/{metric}?{asked}&compare={compare}"), KEY_ONE).await;
            let (_, direct) = house.get(&format!("/api/v1/analytics/{metric}?{dates}"), KEY_ONE).await;
            assert!(direct["coverage"]["requests"].as_u64().is_some_and(|requests| requests > 0), "{direct}");
            for part in ["period", "coverage", "simulated", "total", "buckets"] {
                assert_eq!(with["compared"][part], direct[part], "{metric} {compare} {part}");
            }
        }
    }
}

#[tokio::test]
async fn a_span_that_is_not_over_is_compared_up_to_the_same_moment() {
    let house = House::new().await;
    let ends = async |path: &str| {
        let (_, answer) = house.get(&format!("/api/v1/analytics/{path}"), KEY_ONE).await;
        let period = &answer["compared"]["period"];
        (period["from"].clone(), period["to"].clone())
    };
    let pair = |from: &str, to: &str| (json!(from), json!(to));
    assert_eq!(ends("costs/mtd?compare=previous").await, pair("2026-10-01T00:00:00.000Z", "2026-10-02T12:00:00.000Z"));
    assert_eq!(ends("costs/mtd?compare=last_year").await, pair("2025-11-01T00:00:00.000Z", "2025-11-02T12:00:00.000Z"));
    assert_eq!(
        ends("usage?period=today&compare=last_year&tz=America/New_York").await,
        // Clocks went back on that night in 2025, not in 2026: it is seven in the morning on both days.
        pair("2025-11-02T04:00:00.000Z", "2025-11-02T12:00:00.000Z")
    );
    // A kept answer must not outlive the moment that it ends at.
    house.clock.advance_ms(3_600_000);
    assert_eq!(ends("costs/mtd?compare=last_year").await, pair("2025-11-01T00:00:00.000Z", "2025-11-02T13:00:00.000Z"));
    let (status, problem) = house.get("/api/v1/analytics/costs?compare=lastyear", KEY_ONE).await;
    assert_eq!((status.as_u16(), &problem["field"]), (400, &json!("compare")));
}

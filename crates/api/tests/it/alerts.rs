//! What a rule would have done, held against what it does.

use crate::house::{House, KEY_ONE, KEY_TWO};
use domain::Clock;
use events::JournalFeed;
use events::memory::MemoryLog;
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use store::ledger::Batch;
use test_support::{at, event, failed_event, ledger_row};
use worker::jobs::run_now;
use worker::{Context, Deps, Settings};

const HOUR_MS: i64 = 3_600_000;

/// A house with three days of traffic that comes and goes, before its clock's 2026-11-02T12:00:00Z.
async fn busy() -> House {
    let house = House::new().await;
    let rows: Vec<_> = (100..400_u64)
        .map(|seed| {
            let mut event = if seed % 5 < 2 { failed_event(seed, "timeout") } else { event(seed) };
            // Bursts of a few hours, and hours of silence between them.
            let minutes = i64::try_from(seed * seed % 4_320).expect("small");
            event.timestamp = house.clock.now().plus_millis(-(minutes - minutes % 7 + 1) * 60_000);
            ledger_row(event)
        })
        .collect();
    house.state.store.ledger().apply(Batch { rows: rows.into(), ..Batch::default() }).await.expect("applied");
    house
}

fn jobs(house: &House) -> Arc<Context> {
    Arc::new(Context::new(Deps {
        feed: Arc::new(JournalFeed::new(Arc::new(MemoryLog::new()))),
        store: Arc::clone(&house.state.store),
        prices: Arc::clone(&house.state.prices),
        live: Arc::new(|_| {}),
        breakers: Arc::new(|| None),
        clock: Arc::new(house.clock.clone()),
        settings: Settings::default(),
    }))
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().unwrap_or_else(|| panic!("{name} in {answer}"))
}

#[tokio::test]
async fn a_preview_says_what_the_rule_does_at_the_same_moments() {
    let rules = [
        json!({ "metric": "requests", "threshold": "3", "window_minutes": 60, "for_minutes": 15, "recovery_minutes": 30 }),
        json!({ "metric": "error_rate", "threshold": "0.4", "window_minutes": 120, "min_requests": 3 }),
        json!({ "metric": "cost", "comparison": "below", "threshold": "0.004", "window_minutes": 240 }),
        json!({ "metric": "latency_p95", "threshold": "1800", "recovery_threshold": "1500", "window_minutes": 180 }),
    ];
    let path = "/api/v1/analytics/alerts/preview?start_date=2026-10-31&end_date=2026-11-01";
    let mut moved = 0;
    for mut rule in rules {
        let house = busy().await;
        rule["name"] = json!("watched");
        let (status, told) = house.ask("POST", path, KEY_ONE, Some(rule.clone())).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!(told["notes"], json!([]));

        let (begin, step_ms) = (at("2026-10-31T00:00:00Z"), told["step_minutes"].as_i64().expect("minutes") * 60_000);
        house.clock.set(begin);
        let (status, made) = house.ask("POST", "/api/v1/analytics/alerts", KEY_ONE, Some(rule)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let path = format!("/api/v1/analytics/alerts/{}", made["id"].as_str().expect("an id"));
        let context = jobs(&house);
        let points = list(&told, "points");
        assert_eq!(points.len() as i64, 48 * HOUR_MS / step_ms + 1, "both ends are looked at");
        for (step, point) in (0..).zip(points) {
            house.clock.set(begin.plus_millis(step * step_ms));
            run_now(&context, "alerts").await.expect("evaluates");
            let (_, alert) = house.get(&path, KEY_ONE).await;
            let alert = &alert["alert"];
            let seen = (&alert["evaluated_at"], &alert["state"], &alert["value"]);
            assert_eq!(seen, (&point["at"], &point["state"], &point["value"]));
        }
        let (_, alert) = house.get(&path, KEY_ONE).await;
        let mut history = list(&alert, "history").clone();
        history.reverse();
        assert_eq!(&history, list(&told, "changes"));
        let begun = history.iter().filter(|change| change["to"] == "ALERT").count();
        assert_eq!(told["alerts"], json!(begun));
        moved += begun;
    }
    assert!(moved > 4, "rules that never speak prove little");
}

#[tokio::test]
async fn a_preview_is_bounded_by_tenant_and_says_what_it_cannot_see() {
    let house = busy().await;
    let rule = json!({ "name": "x", "metric": "requests", "threshold": "0", "window_minutes": 5, "min_requests": 0 });
    let path = "/api/v1/analytics/alerts/preview";
    let ask = async |query: &str, key: &str, rule: &Value| {
        house.ask("POST", &format!("{path}{query}"), key, Some(rule.clone())).await
    };
    let (status, told) = ask("", KEY_ONE, &rule).await;
    assert_eq!((status, &told["period"]["name"], &told["step_minutes"]), (StatusCode::OK, &json!("7d"), &json!(15)));
    assert_eq!(list(&told, "notes").len(), 1, "a window of 5 minutes is seen as 15");
    assert_eq!(told["coverage"]["requests"], 303);
    assert!(told["minutes_in_alert"].as_u64().is_some_and(|minutes| minutes >= 15), "{}", told["minutes_in_alert"]);
    let last = list(&told, "points").last().expect("has points");
    assert_eq!(last["at"], "2026-11-02T12:00:00.000Z", "nothing after now");
    let (_, theirs) = ask("", KEY_TWO, &rule).await;
    assert_eq!(theirs["coverage"]["requests"], 1);

    let month = "?start_date=2026-10-02&end_date=2026-11-01&tz=Europe/Berlin";
    let (_, longest) = ask(month, KEY_ONE, &rule).await;
    assert_eq!(list(&longest, "points").len(), 2_981, "31 days, one of them of 25 hours");
    let (_, future) = ask("?start_date=2026-12-01&end_date=2026-12-02", KEY_ONE, &rule).await;
    assert!(list(&future, "points").is_empty());

    let mut by_route = rule.clone();
    (by_route["metric"], by_route["route"]) = (json!("ttft_p95"), json!("auto"));
    let mut wrong = rule.clone();
    wrong["threshold"] = json!("much");
    let mut recovers_above = rule.clone();
    recovers_above["recovery_threshold"] = json!("999999");
    let mut too_long = rule.clone();
    too_long["window_minutes"] = json!(44_641);
    for (query, rule, field) in [
        ("?period=90d", &rule, "period"),
        ("?start_date=2026-10-01&end_date=2026-11-01", &rule, "end_date"),
        ("?grain=hour", &rule, "grain"),
        ("", &by_route, "route"),
        ("", &wrong, "threshold"),
        ("", &recovers_above, "recovery_threshold"),
        ("", &too_long, "window_minutes"),
    ] {
        let (status, problem) = ask(query, KEY_ONE, rule).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{query}: {problem}");
    }
    let (_, none) = house.get("/api/v1/analytics/alerts", KEY_ONE).await;
    assert_eq!(none["items"], json!([]), "a preview keeps nothing");
}

#[tokio::test]
async fn the_first_screen_tells_what_an_alert_that_is_on_watches() {
    let house = busy().await;
    for (metric, threshold) in [("requests", "3"), ("cost", "1000000")] {
        let rule = json!({ "name": metric, "metric": metric, "threshold": threshold, "window_minutes": 44_640 });
        let (status, made) = house.ask("POST", "/api/v1/analytics/alerts", KEY_ONE, Some(rule)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
    }
    run_now(&jobs(&house), "alerts").await.expect("evaluates");
    let (_, first) = house.get("/api/v1/analytics/dashboard", KEY_ONE).await;
    let alerts = &first["alerts"];
    assert_eq!((&alerts["alert"], &alerts["ok"], list(alerts, "firing").len()), (&json!(1), &json!(1), 1), "{alerts}");
    let on = &alerts["firing"][0];
    assert_eq!((&on["metric"], &on["name"], &on["value"]), (&json!("requests"), &json!("requests"), &json!("303")));
}

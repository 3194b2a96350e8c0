//! Performance over time, outages and routes.

use crate::house::{House, KEY_ONE, KEY_TWO, OPERATOR};
use domain::{ErrorCode, PicoSum};
use http::StatusCode;
use serde_json::{Value, json};
use store::ledger::Batch;
use store::outages::{Outage, OutageState};
use store::routes::{ConfiguredRoute, RouteCandidate};
use test_support::{at, event, failed_event, ledger_row, model, provider, target};

const SERIES: &str = "/api/v1/analytics/providers/series";

/// Rows over the last weeks at two providers, some of a model that nobody has prices for.
async fn filled(house: &House) {
    let row = |n: u64| {
        let mut event = if n.is_multiple_of(7) { failed_event(n, "timeout") } else { event(n) };
        event.timestamp = at("2026-11-02T11:59:00Z").plus_millis(-i64::try_from(n - 100).expect("small") * 3_700_000);
        let names = ["openai/gpt-5.4", "azure/gpt-5.4", "openai/vendor/unpriced"];
        let served = target(names[usize::try_from(n % 3).expect("small")]);
        (event.provider, event.model) = (served.provider.clone(), served.model.clone());
        event.attempts[0].target = served;
        ledger_row(event)
    };
    let rows: Vec<_> = (100..400).map(row).collect();
    house.state.store.ledger().apply(Batch { rows: rows.into(), ..Batch::default() }).await.expect("applied");
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect("a list")
}

fn count(parts: &[Value], name: &str) -> u64 {
    parts.iter().map(|part| part[name].as_u64().expect("a count")).sum()
}

fn cost(parts: &[Value]) -> PicoSum {
    let amounts = parts.iter().filter_map(|part| part["cost_usd"].as_str());
    amounts.map(|text| text.parse::<PicoSum>().expect("money")).sum()
}

#[tokio::test]
async fn buckets_add_up_to_the_figures_of_the_span() {
    let house = House::new().await;
    filled(&house).await;
    for span in ["period=24h", "period=today", "period=7d", "period=30d&tz=Asia/Kolkata", "period=mtd&grain=month"] {
        let (_, whole) = house
            .get(&format!("/api/v1/analytics/providers?{}", span.split("&grain").next().expect("one")), KEY_ONE)
            .await;
        let (status, series) = house.get(&format!("{SERIES}?{span}"), KEY_ONE).await;
        assert_eq!(status, StatusCode::OK, "{span}: {series}");
        for name in ["period", "as_of", "coverage", "simulated"] {
            assert_eq!(series[name], whole[name], "{span} {name}");
        }
        assert_eq!(list(&series, "providers").len(), list(&whole, "providers").len());
        for (row, total) in list(&series, "providers").iter().zip(list(&whole, "providers")) {
            assert_eq!((&row["provider"], &row["model"]), (&total["provider"], &Value::Null), "{span}");
            let buckets = list(row, "buckets");
            for name in
                ["requests", "attempts", "succeeded", "failed_client", "failed_other", "rate_limited", "timed_out"]
            {
                assert_eq!(count(buckets, name), total[name].as_u64().expect("a count"), "{span} {name}");
            }
            let n: u64 = buckets.iter().map(|bucket| bucket["latency_ms"]["n"].as_u64().expect("a count")).sum();
            assert_eq!(n, total["latency_ms"]["n"], "{span}");
            assert_eq!(cost(buckets).to_string(), total["cost_usd"].as_str().expect("is known"), "{span}");
        }
    }
    let (_, week) = house.get(&format!("{SERIES}?tz=Asia/Kolkata"), KEY_ONE).await;
    assert_eq!((&week["grain"], list(&week["providers"][0], "buckets").len()), (&json!("day"), 7), "by default");
    let (_, month) = house.get(&format!("{SERIES}?period=90d&provider=azure"), KEY_ONE).await;
    assert_eq!((list(&month, "providers").len(), &month["providers"][0]["provider"]), (1, &json!("azure")));
    let empty = &month["providers"][0]["buckets"][0];
    assert_eq!((&empty["attempts"], &empty["success_percent"]), (&json!(0), &Value::Null), "there, and unknown");
    assert_eq!(empty["latency_ms"], json!({ "n": 0, "p50": null, "p95": null, "p99": null }));
    let (_, theirs) = house.get(&format!("{SERIES}?period=30d"), KEY_TWO).await;
    assert_eq!(count(list(&theirs["providers"][0], "buckets"), "attempts"), 1, "another tenant's own");
}

#[tokio::test]
async fn models_of_one_provider_add_up_to_it() {
    let house = House::new().await;
    filled(&house).await;
    let path = format!("{SERIES}?period=30d&provider=openai");
    let (_, whole) = house.get(&path, KEY_ONE).await;
    let (_, models) = house.get(&format!("{path}&by=model"), KEY_ONE).await;
    let names: Vec<_> = list(&models, "providers").iter().map(|row| row["model"].as_str().expect("a model")).collect();
    assert!(names.contains(&"vendor/unpriced") && names.contains(&"gpt-5.4"), "{names:?}");
    let one = list(&whole["providers"][0], "buckets");
    for (at, bucket) in one.iter().enumerate() {
        let parts: Vec<_> = list(&models, "providers").iter().map(|row| row["buckets"][at].clone()).collect();
        assert_eq!(count(&parts, "attempts"), bucket["attempts"].as_u64().expect("a count"));
        assert_eq!(cost(&parts), cost(std::slice::from_ref(bucket)));
    }
    for (query, field) in [
        ("by=model", "by"),
        ("by=model&provider=openai&provider=azure", "by"),
        ("by=colour", "by"),
        ("grain=quarter", "grain"),
        ("start_date=2025-01-01&end_date=2025-12-31&grain=hour", "grain"),
        ("model=gpt-5.4", "model"),
    ] {
        let (status, problem) = house.get(&format!("{SERIES}?{query}"), KEY_ONE).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{query}: {problem}");
    }
}

#[tokio::test]
async fn outages_of_the_span_are_there_at_once_and_for_every_tenant() {
    let house = House::new().await;
    let outage = |name: &str, began: &str, ended: Option<&str>| Outage {
        provider: provider(name),
        model: (name == "openai").then(|| model("gpt-5.4")),
        began_at: at(began),
        ended_at: ended.map(at),
        reason: ErrorCode::new("unavailable").ok(),
        last_state: OutageState::Open,
        seen_at: at(began),
    };
    let outages = house.state.store.outages();
    let old = outage("azure", "2026-09-01T10:00:00Z", Some("2026-09-01T11:00:00Z"));
    let now = outage("openai", "2026-11-02T09:00:00Z", None);
    let asked = async |query: &str, key: &str| house.get(&format!("{SERIES}?{query}"), key).await.1["outages"].clone();
    assert_eq!(asked("period=24h", KEY_ONE).await, json!([]));
    outages.put(&[old, now.clone()]).await.expect("filed");
    let shown = |to: Value, state: &str| {
        json!([{ "provider": "openai", "model": "gpt-5.4", "from": "2026-11-02T09:00:00.000Z", "to": to,
            "reason": "unavailable", "last_state": state }])
    };
    // An answer without it was kept a moment ago.
    for key in [KEY_ONE, KEY_TWO] {
        assert_eq!(asked("period=24h", key).await, shown(Value::Null, "open"));
    }
    let ended = Outage { ended_at: Some(at("2026-11-02T10:00:00Z")), last_state: OutageState::HalfOpen, ..now };
    outages.put(&[ended]).await.expect("filed");
    assert_eq!(asked("period=24h", KEY_ONE).await, shown(json!("2026-11-02T10:00:00.000Z"), "half_open"));
    assert_eq!(asked("period=24h&provider=azure", KEY_ONE).await, json!([]));
    assert_eq!(asked("period=90d&provider=azure", KEY_ONE).await[0]["model"], Value::Null);
    assert_eq!(asked("period=90d", KEY_ONE).await.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn routes_are_the_operators_to_see_and_providers_name_theirs() {
    let house = House::new().await;
    let candidate = |name: &str, weight| RouteCandidate { target: target(name), weight, max_complexity: None };
    let route = ConfiguredRoute {
        name: "auto".parse().expect("a name"),
        strategy: "weighted".into(),
        candidates: vec![candidate("openai/gpt-5.4-mini", 3), candidate("openai/gpt-5.4", 1)],
        baseline: Some(target("openai/gpt-5.4")),
        seen_at: at("2026-11-02T10:00:00Z"),
    };
    house.state.store.routes().replace(&[route]).await.expect("filed");
    let providers = ["openai", "azure"].map(test_support::provider_info);
    house.state.store.prices().put_providers(&providers).await.expect("filed");
    let path = "/api/v1/admin/routes";
    assert_eq!(house.get(path, KEY_ONE).await.0, StatusCode::FORBIDDEN);
    let (_, found) = house.get(path, OPERATOR).await;
    let wanted = json!({ "items": [{
        "name": "auto", "strategy": "weighted", "baseline": "openai/gpt-5.4", "seen_at": "2026-11-02T10:00:00.000Z",
        "candidates": [
            { "model": "openai/gpt-5.4-mini", "weight": 3, "max_complexity": null },
            { "model": "openai/gpt-5.4", "weight": 1, "max_complexity": null },
        ],
    }], "next_cursor": null });
    assert_eq!(found, wanted);
    let (_, providers) = house.get("/api/v1/admin/providers", OPERATOR).await;
    let named: Vec<_> = list(&providers, "items").iter().map(|item| (&item["name"], &item["routes"])).collect();
    assert_eq!(named, [(&json!("azure"), &json!([])), (&json!("openai"), &json!(["auto"]))]);
}

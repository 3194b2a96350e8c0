//! Figures over a fixed ledger, worked out by hand from its rows.

use crate::house::{House, KEY_ONE, KEY_TWO, rows};
use http::StatusCode;
use metering::contributions;
use serde_json::{Value, json};
use store::ledger::Batch;
use test_support::tenant;

#[tokio::test]
async fn totals_are_the_rows_and_every_part_sums_to_its_whole() {
    let house = House::new().await;
    let mine = rows().into_iter().filter(|row| row.event.tenant_id == tenant(1));
    let sums: metering::Measures = mine.flat_map(|row| contributions(&row)).map(|(_, sums)| sums).sum();
    let (_, costs) = house.get("/api/v1/analytics/costs/7d?group_by=key&top=1", KEY_ONE).await;
    assert_eq!(costs["total"]["cost_usd"], json!(sums.cost.to_string()));
    assert_eq!(costs["total"]["savings_usd"], json!(sums.saved().to_string()));
    assert_eq!(costs["coverage"]["requests"], 3);
    assert_eq!(costs["coverage"]["no_estimate"]["failed"], 1);
    let add = |parts: &serde_json::Value, money: &[&str]| -> domain::PicoSum {
        let parts = parts.as_array().expect("a list").iter();
        let amounts = parts.map(|part| money.iter().fold(part, |part, name| &part[*name]));
        amounts.filter_map(|amount| amount.as_str()).map(|text| text.parse().expect("money")).sum()
    };
    assert_eq!(add(&costs["buckets"], &["cost_usd"]), sums.cost);
    assert_eq!(add(&costs["groups"], &["total", "cost_usd"]), sums.cost);
    assert_eq!(costs["groups"][1]["kind"], "other");
    assert_eq!(costs["buckets"].as_array().map(Vec::len), Some(7), "seven days, empty ones included");
    let (_, savings) = house.get("/api/v1/analytics/savings?period=7d", KEY_ONE).await;
    assert_eq!(savings["drivers"].as_array().map(Vec::len), Some(7));
    assert_eq!(add(&savings["drivers"], &["amount_usd"]), sums.saved());
    assert_eq!(savings["provenance"], json!({ "measured": 1, "modelled": 1, "no_estimate": 1 }));
    let (_, board) = house.get("/api/v1/analytics/dashboard", KEY_ONE).await;
    assert_eq!(board["month"]["money"]["savings_usd"], json!(sums.saved().to_string()));
    assert_eq!(board["recent"].as_array().map(Vec::len), Some(3));
    assert_eq!(board["recent"][0]["error_code"], "overloaded");
    assert_eq!(board["recent"][0]["savings_usd"], json!(null), "no estimate is not 0");
    let (_, providers) = house.get("/api/v1/analytics/providers", KEY_ONE).await;
    assert_eq!(providers["providers"][0]["latency_ms"]["n"], 2);
    assert_eq!(providers["providers"][0]["success_percent"], 66.67);
}

#[tokio::test]
async fn a_provider_has_the_requests_of_models_without_attempts_too() {
    let house = House::new().await;
    // Another producer's name for the model that answered, and an answer from a cache: neither has an attempt by its name.
    let mut dated = test_support::event(20);
    dated.model = "gpt-5.4-mini-2026-03-17".parse().expect("a name");
    let mut cached = test_support::event(21);
    (cached.model, cached.cache_hit, cached.attempts) = ("gpt-5.4".parse().expect("a name"), true, Vec::new());
    let rows: Vec<_> = [dated, cached].map(test_support::ledger_row).into();
    house.state.store.ledger().apply(Batch { rows: rows.into(), ..Batch::default() }).await.expect("applied");
    let (_, answer) = house.get("/api/v1/analytics/providers", KEY_ONE).await;
    assert_eq!(answer["coverage"]["requests"], 5);
    assert_eq!(answer["providers"].as_array().map(Vec::len), Some(1));
    let provider = &answer["providers"][0];
    assert_eq!((&provider["requests"], &provider["attempts"]), (&json!(5), &json!(4)));
    let (_, costs) = house.get("/api/v1/analytics/costs/7d", KEY_ONE).await;
    assert_eq!(provider["cost_usd"], costs["total"]["cost_usd"]);
    assert_eq!(provider["models"][0]["requests"], 3, "a model has its own requests only");
    let cost: domain::PicoSum = provider["cost_usd"].as_str().expect("is known").parse().expect("money");
    // All but the model that has no price, and the failure that cost nothing.
    let priced = answer["coverage"]["priced"].as_u64().expect("a count");
    assert_eq!((priced, &provider["unpriced"]), (4, &json!(1)));
    assert_eq!(provider["cost_per_1k_requests_usd"], json!(cost.shared(1_000, priced).map(|mean| mean.to_string())));
}

/// Two nodes on one store and one cache: a name that one of them read before it changed is not kept under the new one.
#[tokio::test]
async fn a_screen_made_with_an_old_name_is_not_what_others_get() {
    let house = House::new().await;
    let other = house.beside();
    let name_at = async |house: &House| house.get("/api/v1/analytics/dashboard", KEY_ONE).await.1["tenant"].clone();
    // The other node reads the tenant without keeping an answer of the first screen.
    other.get("/api/v1/analytics/costs", KEY_ONE).await;
    let path = format!("/api/v1/admin/tenants/{}", tenant(1));
    let (status, _) = house.ask("PATCH", &path, crate::house::OPERATOR, Some(json!({"name": "renamed"}))).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(name_at(&other).await["name"], "one", "for as long as a tenant is kept");
    assert_eq!(name_at(&house).await["name"], "renamed");
    house.clock.advance_ms(cache::tenants::KEPT_MS);
    assert_eq!(name_at(&other).await["name"], "renamed");
}

#[tokio::test]
async fn rows_page_by_cursor_and_filters_narrow_them() {
    let house = House::new().await;
    let (_, first) = house.get("/api/v1/analytics/events?limit=2", KEY_ONE).await;
    let cursor = first["next_cursor"].as_str().expect("there is more");
    let (_, second) = house.get(&format!("/api/v1/analytics/events?limit=2&cursor={cursor}"), KEY_ONE).await;
    assert_eq!((first["items"].as_array().map(Vec::len), second["items"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert_eq!(second["next_cursor"], json!(null));
    let (_, failed) = house.get("/api/v1/analytics/events?succeeded=false", KEY_ONE).await;
    assert_eq!(failed["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn days_begin_where_the_zone_says() {
    let house = House::new().await;
    let (_, own) = house.get("/api/v1/analytics/costs/today", KEY_TWO).await;
    assert_eq!(own["period"]["from"], "2026-11-01T18:30:00.000Z");
    let (_, utc) = house.get("/api/v1/analytics/costs/today?tz=UTC", KEY_TWO).await;
    assert_eq!(utc["period"]["from"], "2026-11-02T00:00:00.000Z");
}

#[tokio::test]
async fn bad_questions_are_refused_by_name_with_the_fix() {
    let house = House::new().await;
    for (path, field) in [
        ("costs/99d", "period"),
        ("costs?period=7d&start_date=2026-01-01", "period"),
        ("costs?start_date=2026-01-01", "end_date"),
        ("costs?start_date=1990-01-01&end_date=2026-01-01", "end_date"),
        ("costs?start_date=2020-01-01&end_date=2024-12-31&grain=quarter", "grain"),
        ("costs?tz=Mars/Base", "tz"),
        ("costs?group_by=colour", "group_by"),
        ("costs?perod=7d", "perod"),
        ("events?limit=0", "limit"),
        ("events?limit=1001", "limit"),
        ("events?cursor=zz", "cursor"),
        ("events?model=has%20space", "model"),
    ] {
        let (status, problem) = house.get(&format!("/api/v1/analytics/{path}"), KEY_ONE).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{path}: {problem}");
        assert!(problem["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{path}");
    }
    assert_eq!(house.get("/api/v1/nothing", KEY_ONE).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask("DELETE", "/api/v1/analytics/costs", KEY_ONE, None).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn answers_are_kept_until_something_changes() {
    let house = House::new().await;
    house.get("/api/v1/analytics/savings", KEY_ONE).await;
    house.get("/api/v1/analytics/savings", KEY_ONE).await;
    assert_eq!(house.state.answers.counts().hits, 1);
    house.state.live.publish(tenant(1));
    house.get("/api/v1/analytics/savings", KEY_ONE).await;
    assert_eq!(house.state.answers.counts().hits, 1);
}

#[tokio::test]
async fn roi_comes_from_prices_and_alert_rules_come_and_go() {
    let house = House::new().await;
    let ask = json!({ "requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 0,
        "current_model": "openai/gpt-5.4", "candidates": [{ "model": "openai/gpt-5.4-mini", "share_percent": 100 }] });
    let (priced, mut unpriced) = (ask.clone(), ask.clone());
    let candidates = unpriced["candidates"].as_array_mut().expect("a list");
    candidates.push(json!({ "model": "openai/none", "share_percent": 0 }));
    let (status, answer) = house.ask("POST", "/api/v1/analytics/roi-calculator", KEY_ONE, Some(ask)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(
        (&answer["current_monthly_cost_usd"], &answer["cases"][2]["monthly_savings_usd"]),
        (&json!("10"), &json!("8"))
    );
    let with = |field: &str, value: Value| {
        let mut body = priced.clone();
        body[field] = value;
        body
    };
    let mut hourly = with("minutes_won_per_month", json!(60));
    hourly["hourly_rate_usd"] = json!("-1");
    for (body, field) in [
        (unpriced, "candidates[1].model"),
        (with("requests_per_month", json!(u64::MAX)), "requests_per_month"),
        (with("platform_cost_usd_per_month", json!("-1")), "platform_cost_usd_per_month"),
        (with("setup_cost_usd", json!("1000000000001")), "setup_cost_usd"),
        (with("input_tokens", json!(1_000_000_000_000_u64)), "input_tokens"),
        (with("output_tokens", json!(1_000_000_000_000_u64)), "output_tokens"),
        (hourly, "hourly_rate_usd"),
    ] {
        let (status, problem) = house.ask("POST", "/api/v1/analytics/roi-calculator", KEY_ONE, Some(body)).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{problem}");
    }
    let rule = json!({ "name": "dear day", "metric": "cost", "threshold": "5", "window_minutes": 60 });
    let (status, made) = house.ask("POST", "/api/v1/analytics/alerts", KEY_ONE, Some(rule.clone())).await;
    assert_eq!((status, &made["state"]), (StatusCode::CREATED, &json!("NO_DATA")), "{made}");
    let path = format!("/api/v1/analytics/alerts/{}", made["id"].as_str().expect("an id"));
    assert_eq!(house.get(&path, KEY_ONE).await.0, StatusCode::OK);
    assert_eq!(house.get(&path, KEY_TWO).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask("DELETE", &path, KEY_TWO, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask("PUT", &path, KEY_ONE, Some(rule)).await.0, StatusCode::OK);
    assert_eq!(house.ask("DELETE", &path, KEY_ONE, None).await.0, StatusCode::NO_CONTENT);
}

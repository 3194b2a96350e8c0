//! The rows behind a figure, between two moments.

use crate::house::{House, KEY_ONE};
use axum::http::StatusCode;
use serde_json::{Value, json};

fn ids(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().expect("rows");
    items.iter().map(|row| row["event_id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn moments_hold_the_first_and_leave_out_the_last() {
    let house = House::new().await;
    let (_, all) = house.get("/api/v1/analytics/events", KEY_ONE).await;
    let all_ids = ids(&all);
    let moments: Vec<_> = [0, 2].map(|at: usize| all["items"][at]["timestamp"].as_str().expect("a moment")).into();
    let (newest, oldest) = (moments[0], moments[1]);
    let path = format!("/api/v1/analytics/events?from={oldest}&to={newest}&tz=Asia/Kolkata");
    let (status, answer) = house.get(&path, KEY_ONE).await;
    assert_eq!((status, ids(&answer)), (StatusCode::OK, all_ids[1..].to_vec()), "{answer}");
    let period = json!({ "name": null, "from": oldest, "to": newest, "tz": "Asia/Kolkata" });
    assert_eq!(answer["period"], period);
    let (_, first) = house.get(&format!("{path}&limit=1"), KEY_ONE).await;
    let cursor = first["next_cursor"].as_str().expect("there is more");
    let (_, second) = house.get(&format!("{path}&limit=1&cursor={cursor}"), KEY_ONE).await;
    assert_eq!([ids(&first), ids(&second)].concat(), all_ids[1..]);
    let (_, failed) = house.get(&format!("{path}&succeeded=true"), KEY_ONE).await;
    assert!(failed["items"].as_array().is_some_and(|rows| rows.iter().all(|row| row["succeeded"] == true)));
}

#[tokio::test]
async fn moments_that_are_no_span_are_refused_by_name_with_the_fix() {
    let house = House::new().await;
    let (day, next) = ("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z");
    for (query, field) in [
        (format!("from={day}"), "to"),
        (format!("to={day}"), "from"),
        (format!("from={day}&to={next}&period=24h"), "period"),
        (format!("from={day}&start_date=2026-11-02"), "start_date"),
        (format!("to={next}&end_date=2026-11-02"), "end_date"),
        (format!("from={next}&to={day}"), "to"),
        (format!("from={day}&to={day}"), "to"),
        (format!("from=2025-11-01T23:59:59Z&to={next}"), "to"),
        (format!("from=2026-11-02&to={next}"), "from"),
        (format!("from={day}&to=now"), "to"),
        (format!("from={day}&from={day}&to={next}"), "from"),
    ] {
        let (status, problem) = house.get(&format!("/api/v1/analytics/events?{query}"), KEY_ONE).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{query}: {problem}");
        assert!(problem["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{query}");
    }
    let (status, problem) = house.get(&format!("/api/v1/analytics/costs?from={day}&to={next}"), KEY_ONE).await;
    assert_eq!(
        (status, &problem["field"]),
        (StatusCode::BAD_REQUEST, &json!("from")),
        "only rows are asked by moments"
    );
}

#[tokio::test]
async fn a_file_of_an_hour_is_asked_for_as_its_rows_are() {
    let house = House::new().await;
    let span = "from=2026-11-02T10:00:00Z&to=2026-11-02T12:00:00%2B01:00";
    let (status, made) = house.ask("POST", &format!("/api/v1/analytics/exports?{span}"), KEY_ONE, None).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{made}");
    let (_, rows) = house.get(&format!("/api/v1/analytics/events?{span}"), KEY_ONE).await;
    assert_eq!(made["period"], rows["period"]);
    assert_eq!(rows["period"]["to"], "2026-11-02T11:00:00.000Z");
}

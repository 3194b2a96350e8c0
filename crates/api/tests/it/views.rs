//! Saved views: kept, replaced, deleted, bounded, and nobody else's.

use crate::house::{House, KEY_ONE, KEY_TWO, OPERATOR};
use http::StatusCode;
use serde_json::{Value, json};
use test_support::tenant;

const PATH: &str = "/api/v1/analytics/views";

fn view(name: &str, query: &str) -> Option<Value> {
    Some(json!({ "name": name, "page": "costs", "query": query }))
}

#[tokio::test]
async fn views_come_and_go_and_are_their_tenants_own() {
    let house = House::new().await;
    let (status, made) = house.ask("POST", PATH, KEY_ONE, view("Models", "period=7d&tenant_id=x&model=a%2Fb")).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!((&made["page"], &made["query"]), (&json!("costs"), &json!("period=7d&model=a%2Fb")));
    house.ask("POST", PATH, KEY_ONE, view("Keys", "")).await;
    let (_, list) = house.get(PATH, KEY_ONE).await;
    assert_eq!((&list["items"][0]["name"], &list["items"][1]), (&json!("Keys"), &made));
    assert_eq!(list["next_cursor"], json!(null));

    let path = format!("{PATH}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(house.get(PATH, KEY_TWO).await.1["items"], json!([]));
    assert_eq!(house.ask("PUT", &path, KEY_TWO, view("Mine", "")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask("DELETE", &path, KEY_TWO, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.get(PATH, OPERATOR).await.0, StatusCode::BAD_REQUEST, "the operator says whose");
    let of_one = format!("{PATH}?tenant_id={}", tenant(1));
    assert_eq!(house.get(&of_one, OPERATOR).await.1["items"].as_array().map(Vec::len), Some(2));

    house.clock.advance_ms(1_000);
    let (status, changed) = house.ask("PUT", &path, KEY_ONE, view("Dear models", "period=30d")).await;
    assert_eq!((status, &changed["created_at"]), (StatusCode::OK, &made["created_at"]));
    assert_eq!(house.get(PATH, KEY_ONE).await.1["items"][0], changed, "by name");
    assert_eq!(house.ask("DELETE", &path, KEY_ONE, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.ask("DELETE", &path, KEY_ONE, None).await.0, StatusCode::NOT_FOUND);

    let acts = house.state.store.audit().list(Some(tenant(1)), 10).await.expect("lists");
    let acts: Vec<_> = acts.into_iter().map(|entry| entry.action).collect();
    assert_eq!(acts, ["view.delete", "view.replace", "view.create", "view.create"]);
}

#[tokio::test]
async fn what_cannot_be_a_view_is_refused_with_the_fix() {
    let house = House::new().await;
    for (body, field) in [
        (view(&"x".repeat(101), ""), "name"),
        (view("", ""), "name"),
        (view("a\nb", ""), "name"),
        (view("x", "a=\u{1}"), "query"),
        (view("x", &"a".repeat(2_001)), "query"),
    ] {
        let (status, problem) = house.ask("POST", PATH, KEY_ONE, body).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{problem}");
        assert!(problem["fix"].is_string(), "{problem}");
    }
    let unknown = json!({ "name": "x", "page": "settings", "query": "" });
    assert_eq!(house.ask("POST", PATH, KEY_ONE, Some(unknown)).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_tenant_has_two_hundred_at_most() {
    let house = House::new().await;
    for number in 0..200 {
        assert_eq!(house.ask("POST", PATH, KEY_ONE, view(&format!("{number}"), "")).await.0, StatusCode::CREATED);
    }
    let (status, problem) = house.ask("POST", PATH, KEY_ONE, view("one more", "")).await;
    assert_eq!((status, problem["fix"].is_string()), (StatusCode::CONFLICT, true), "{problem}");
    assert_eq!(house.ask("POST", PATH, KEY_TWO, view("theirs", "")).await.0, StatusCode::CREATED);
}

//! What the operator changes holds when the answer leaves.

use crate::house::{House, KEY_ONE, OPERATOR};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::json;
use store::jobs::{Ended, Reason, Turn};

#[tokio::test]
async fn a_key_works_from_its_answer_on_and_not_after_it_was_revoked() {
    let house = House::new().await;
    let name = json!({ "name": "three", "timezone": "Europe/Berlin" });
    assert_eq!(house.ask("POST", "/api/v1/admin/tenants", KEY_ONE, Some(name.clone())).await.0, StatusCode::FORBIDDEN);
    let (status, tenant) = house.ask("POST", "/api/v1/admin/tenants", OPERATOR, Some(name.clone())).await;
    assert_eq!(status, StatusCode::CREATED, "{tenant}");
    assert_eq!(house.ask("POST", "/api/v1/admin/tenants", OPERATOR, Some(name)).await.0, StatusCode::CONFLICT);
    let keys = format!("/api/v1/admin/tenants/{}/keys", tenant["id"].as_str().expect("an id"));
    let (status, made) = house.ask("POST", &keys, OPERATOR, Some(json!({ "name": "ci" }))).await;
    assert_eq!(status, StatusCode::CREATED);
    let key = made["key"].as_str().expect("shown this once");
    assert!(key.starts_with("tk_") && key.len() == 67);
    assert_eq!(house.get("/api/v1/analytics/dashboard", key).await.0, StatusCode::OK);
    assert!(!house.get(&keys, OPERATOR).await.1.to_string().contains(key));
    let path = format!("{keys}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(house.ask("DELETE", &path, OPERATOR, None).await.0, StatusCode::OK);
    assert_eq!(house.get("/api/v1/analytics/dashboard", key).await.0, StatusCode::UNAUTHORIZED);
    let (_, audit) = house.get("/api/v1/admin/audit", OPERATOR).await;
    let acts: Vec<_> = audit["items"].as_array().expect("a list").iter().map(|item| item["action"].as_str()).collect();
    assert!(acts.contains(&Some("key.revoke")) && acts.contains(&Some("tenant.create")), "{acts:?}");
}

#[tokio::test]
async fn a_price_is_exact_and_its_change_is_passed_on() {
    let house = House::new().await;
    let price = |usd: &str| {
        json!({ "catalogue": "openai", "model": "new", "source": "test",
        "tiers": [{ "rates": { "input_usd_per_mtok": usd, "output_usd_per_mtok": "1" } }] })
    };
    let (status, made) = house.ask("POST", "/api/v1/admin/prices", OPERATOR, Some(price("0.075"))).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["tiers"][0]["rates"]["input_usd_per_mtok"], "0.075");
    assert_eq!(*house.hooks.prices.lock().expect("not poisoned"), vec![made["id"].as_i64().expect("an id")]);
    for bad in ["-1", "0.0000001", "abc"] {
        let (status, _) = house.ask("POST", "/api/v1/admin/prices", OPERATOR, Some(price(bad))).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let (_, listed) = house.get("/api/v1/admin/prices?model=new", OPERATOR).await;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    for path in ["prices/unpriced", "providers", "dead-letters", "tenants?limit=1"] {
        assert_eq!(house.get(&format!("/api/v1/admin/{path}"), OPERATOR).await.0, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_malformed_body_is_placed_but_never_repeated() {
    let house = House::new().await;
    let body = r#"{"name": "x", "canary-field": "canary"}"#;
    let request = Request::post("/api/v1/admin/tenants").header("authorization", format!("Bearer {OPERATOR}"));
    let request = request.header("content-type", "application/json").body(Body::from(body)).expect("a request");
    let (status, problem) = crate::house::read(house.send(request).await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(problem["detail"].as_str().is_some_and(|text| text.contains("column")), "{problem}");
    assert!(!problem.to_string().contains("canary"));
}

#[tokio::test]
async fn the_page_answers_signed_in_or_not_with_a_strict_policy() {
    let house = House::new().await;
    for path in ["/", "/ui/costs"] {
        for method in ["GET", "HEAD"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
            let response = house.send(request).await;
            assert_eq!(response.status(), StatusCode::OK);
            let policy = response.headers()["content-security-policy"].to_str().expect("text");
            assert!(policy.starts_with("default-src 'none'"), "{policy}");
        }
    }
}

#[tokio::test]
async fn a_job_is_asked_for_by_its_name_and_only_one_that_is_known() {
    let house = House::new().await;
    let jobs = house.state.store.jobs();
    let (owner, every) = (uuid::Uuid::from_u128(7), std::time::Duration::from_secs(60));
    let run = async || jobs.begin("retention", owner, Reason::Schedule(every), every, house.state.clock.now()).await;
    assert_eq!(run().await.expect("answers"), Turn::Yours);
    let ended = Ended { ok: true, changed: 3 };
    jobs.end("retention", owner, ended, house.state.clock.now()).await.expect("ends");
    assert_eq!(run().await.expect("answers"), Turn::NotDue);

    let path = "/api/v1/admin/jobs/retention/run";
    assert_eq!(house.ask("POST", path, KEY_ONE, None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask("POST", "/api/v1/admin/jobs/banana/run", OPERATOR, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask("POST", path, OPERATOR, None).await.0, StatusCode::ACCEPTED);
    let (_, listed) = house.get("/api/v1/admin/jobs", OPERATOR).await;
    let job = &listed["items"][0];
    assert_eq!((&job["name"], &job["ok"], &job["changed"]), (&json!("retention"), &json!(true), &json!(3)));
    assert_eq!(job["asked"], true);
    assert_eq!(run().await.expect("answers"), Turn::Yours, "what was asked for is due");
}

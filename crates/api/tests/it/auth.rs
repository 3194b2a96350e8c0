//! Who gets in, and to what.

use crate::house::{House, KEY_ONE, KEY_TWO, OPERATOR, read};
use axum::body::Body;
use domain::KeyId;
use http::{Request, StatusCode};
use serde_json::json;
use test_support::{event, tenant};
use uuid::Uuid;

const READS: &[&str] = &[
    "/api/v1/analytics/dashboard",
    "/api/v1/analytics/costs/30d",
    "/api/v1/analytics/costs?group_by=model",
    "/api/v1/analytics/savings",
    "/api/v1/analytics/providers",
    "/api/v1/analytics/usage?group_by=key",
    "/api/v1/analytics/events",
    "/api/v1/analytics/alerts",
    "/api/v1/metrics/current",
];

#[tokio::test]
async fn every_reading_needs_a_working_key_and_the_operator_a_tenant() {
    let house = House::new().await;
    let two = tenant(2);
    for path in READS {
        for key in ["", "tk_wrong"] {
            let (status, problem) = house.get(path, key).await;
            assert_eq!(
                (status, &problem["type"]),
                (StatusCode::UNAUTHORIZED, &json!("/problems/unauthorized")),
                "{path}"
            );
        }
        let (status, answer) = house.get(path, KEY_ONE).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        for part in ["period", "as_of", "coverage", "simulated"] {
            assert!(!answer[part].is_null(), "{path} lacks {part}");
        }
        let (status, problem) = house.get(path, OPERATOR).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!("tenant_id")), "{path}");
        let named = format!("{path}{}tenant_id={two}", if path.contains('?') { '&' } else { '?' });
        assert_eq!(house.get(&named, OPERATOR).await.0, StatusCode::OK, "{path}");
        assert_eq!(house.get(&named, KEY_ONE).await.0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(
            house.get(&named.replace(&two.to_string(), &tenant(7).to_string()), OPERATOR).await.0,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn no_answer_of_one_tenant_holds_anything_of_another_cached_or_not() {
    let house = House::new().await;
    let theirs = event(9).event_id;
    for path in READS {
        for _ in 0..2 {
            let one = house.get(path, KEY_ONE).await.1.to_string();
            assert!(!one.contains(&theirs.to_string()) && !one.contains(&tenant(2).to_string()), "{path}");
            let two = house.get(path, KEY_TWO).await.1.to_string();
            assert!(!two.contains(&tenant(1).to_string()), "{path}");
        }
    }
    let path = format!("/api/v1/analytics/events/{theirs}");
    assert_eq!(house.get(&path, KEY_TWO).await.0, StatusCode::OK);
    let (status, other) = house.get(&path, KEY_ONE).await;
    let (missing, none) = house.get(&format!("/api/v1/analytics/events/{}", Uuid::nil()), KEY_ONE).await;
    assert_eq!((status, other), (missing, none), "another tenant's row and no row are told apart");
}

#[tokio::test]
async fn a_session_lives_as_long_as_its_key_and_only_our_page_may_use_it_to_change() {
    let house = House::new().await;
    let sign_in = |key: &str| {
        let body = json!({ "key": key }).to_string();
        let request = Request::post("/api/v1/session").header("content-type", "application/json");
        request.body(Body::from(body)).expect("a request")
    };
    assert_eq!(house.send(sign_in("tk_wrong")).await.status(), StatusCode::UNAUTHORIZED);
    let response = house.send(sign_in(KEY_ONE)).await;
    let cookie = response.headers()["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.contains("HttpOnly; SameSite=Strict") && !cookie.contains("Secure"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    let with = |method: &str, path: &str, origin: Option<&str>| {
        let request = Request::builder().method(method).uri(path).header("cookie", &cookie).header("host", "here:1");
        let request = origin.into_iter().fold(request, |request, origin| request.header("origin", origin));
        request.body(Body::empty()).expect("a request")
    };
    let (status, me) = read(house.send(with("GET", "/api/v1/session", None)).await).await;
    assert_eq!((status, &me["tenant"]["name"]), (StatusCode::OK, &json!("one")));
    for origin in [None, Some("http://elsewhere:1")] {
        let response = house.send(with("DELETE", "/api/v1/session", origin)).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    house.clock.advance_ms(house.state.settings.session_ms);
    assert_eq!(house.send(with("GET", "/api/v1/session", None)).await.status(), StatusCode::UNAUTHORIZED, "expired");
    house.clock.advance_ms(-house.state.settings.session_ms);
    assert_eq!(house.send(with("GET", "/api/v1/session", None)).await.status(), StatusCode::OK);
    house.state.keys.revoke(KeyId(Uuid::from_u128(1)));
    assert_eq!(house.send(with("GET", "/api/v1/session", None)).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_link_signs_in_once() {
    use store::sessions::{Session, SessionOwner};
    let house = House::new().await;
    let expires_at = domain::Timestamp::from_millis(i64::MAX / 2);
    let session = Session { owner: SessionOwner::Operator, expires_at, one_time: true };
    house.state.store.sessions().create(api::auth::hash::hash("once"), session).await.expect("kept");
    let follow = || Request::get("/ui/sign-in?link=once").body(Body::empty()).expect("a request");
    let first = house.send(follow()).await;
    assert_eq!((first.status(), first.headers()["location"].as_bytes()), (StatusCode::SEE_OTHER, b"/".as_slice()));
    let cookie = first.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    let list = Request::get("/api/v1/admin/tenants").header("cookie", cookie).body(Body::empty()).expect("a request");
    assert_eq!(house.send(list).await.status(), StatusCode::OK);
    assert!(!house.send(follow()).await.headers().contains_key("set-cookie"));
}

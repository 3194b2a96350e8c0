//! Large exports over HTTP: asked for, followed, read in either form, bounded, and nobody else's.

use crate::house::{House, KEY_ONE, KEY_TWO, OPERATOR};
use api::auth::hash::hash;
use axum::body::Body;
use domain::PicoSum;
use flate2::read::GzDecoder;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::io::Read as _;
use store::exports::KEPT_MS;
use store::gzip::Piece;
use store::{OperatorKey, TenantScope, csv};
use test_support::tenant;

const PATH: &str = "/api/v1/analytics/exports";
const WEEK: &str = "/api/v1/analytics/exports?period=7d";

fn scope() -> TenantScope {
    OperatorKey::new(hash(OPERATOR)).verify(&hash(OPERATOR)).expect("the operator").scope(tenant(1))
}

/// Makes a file as the job does, a row a part.
async fn make(house: &House, id: &str) {
    let exports = house.state.store.exports();
    let mut export = exports.get(scope(), id.parse().expect("an id")).await.expect("is there").counted(3);
    export.query.limit = 1;
    assert!(exports.record(scope(), &export, None).await.expect("files"));
    while export.state.is_unfinished() {
        let page = house.state.store.usage().events(scope(), &export.query).await.expect("reads");
        let mut text = String::new();
        if export.parts == 0 {
            csv::head(&mut text);
        }
        page.items.iter().for_each(|row| csv::line(&mut text, row).expect("writes"));
        let piece = Piece::of(text.as_bytes()).expect("compresses");
        export = export.grown(&piece, 1, page.next, house.state.clock.now());
        assert!(exports.record(scope(), &export, Some(piece)).await.expect("files"));
    }
}

async fn file(house: &House, path: &str, encoding: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).header("authorization", format!("Bearer {KEY_ONE}"));
    let request = request.header("accept-encoding", encoding).body(Body::empty()).expect("a request");
    let (parts, body) = house.send(request).await.into_parts();
    (parts.status, parts.headers, body.collect().await.expect("is whole").to_bytes().to_vec())
}

#[tokio::test]
async fn a_file_has_the_rows_and_the_total_that_the_answers_have() {
    let house = House::new().await;
    let (status, asked) = house.ask("POST", WEEK, KEY_ONE, None).await;
    assert_eq!((status, &asked["state"], &asked["rows_total"]), (StatusCode::ACCEPTED, &json!("queued"), &json!(null)));
    assert_eq!(asked["file_name"], "tollkeeper-requests-2026-10-27-to-2026-11-02.csv");
    let id = asked["id"].as_str().expect("an id");
    let path = format!("{PATH}/{id}/file");
    let (status, problem) = house.get(&path, KEY_ONE).await;
    assert_eq!((status, problem["fix"].is_string()), (StatusCode::CONFLICT, true), "{problem}");
    make(&house, id).await;
    let (_, done) = house.get(&format!("{PATH}/{id}"), KEY_ONE).await;
    assert_eq!((&done["state"], &done["rows_total"], &done["rows_done"]), (&json!("done"), &json!(3), &json!(3)));

    let (status, headers, plain) = file(&house, &path, "br, gzip;q=0").await;
    assert_eq!((status, headers["content-type"].to_str().expect("text")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(headers["content-disposition"].to_str().expect("text").contains(done["file_name"].as_str().expect("text")));
    assert_eq!(
        (headers.get("content-encoding"), &headers["cache-control"]),
        (None, &"no-store".parse().expect("text"))
    );
    assert_eq!(done["bytes"], json!(plain.len()));
    let (_, headers, packed) = file(&house, &path, "gzip, br").await;
    assert_eq!(
        (&headers["content-encoding"], &headers["vary"]),
        (&"gzip".parse().expect("text"), &"Accept-Encoding".parse().expect("text"))
    );
    // A browser reads the first member and nothing after it.
    let (mut unpacked, mut first) = (Vec::new(), GzDecoder::new(&packed[..]));
    first.read_to_end(&mut unpacked).expect("a gzip file");
    assert!(unpacked == plain && first.into_inner().is_empty());

    let lines = csv::parse(std::str::from_utf8(&plain).expect("text"));
    let at = |name: &str| csv::COLUMNS.iter().position(|column| *column == name).expect("a column");
    let (_, costs) = house.get("/api/v1/analytics/costs/7d", KEY_ONE).await;
    for (column, total) in [("cost_usd", "cost_usd"), ("savings_usd", "savings_usd")] {
        let cells = lines[1..].iter().map(|line| &line[at(column)]).filter(|cell| !cell.is_empty());
        let sum: PicoSum = cells.map(|cell| cell.parse::<PicoSum>().expect("money")).sum();
        assert_eq!(json!(sum.to_string()), costs["total"][total], "{column}");
    }
    // Each cell is what the API says of that field.
    let (_, events) = house.get("/api/v1/analytics/events?period=7d", KEY_ONE).await;
    let events = events["items"].as_array().expect("a list");
    assert_eq!(lines.len(), events.len() + 1);
    for (line, event) in lines[1..].iter().zip(events) {
        for (name, cell) in csv::COLUMNS.iter().zip(line) {
            let said = match &event[name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                Value::Array(attempts) => attempts.len().to_string(),
                other => other.to_string(),
            };
            assert_eq!(*cell, said, "{name}");
        }
        let others: Vec<_> = event.as_object().expect("an object").keys().collect();
        let missing: Vec<_> = others.into_iter().filter(|name| !csv::COLUMNS.contains(&name.as_str())).collect();
        assert_eq!(missing, ["drivers"], "every other field has a column");
    }
}

#[tokio::test]
async fn an_export_keeps_the_question_and_is_its_tenants_own() {
    let house = House::new().await;
    let question = "start_date=2026-10-01&end_date=2026-10-31&tz=Europe/Berlin&model=a&model=b&succeeded=true";
    let (_, asked) = house.ask("POST", &format!("{PATH}?{question}"), KEY_ONE, None).await;
    let period = json!({ "name": null, "from": "2026-09-30T22:00:00.000Z", "to": "2026-10-31T23:00:00.000Z", "tz": "Europe/Berlin" });
    assert_eq!(asked["period"], period);
    assert_eq!(asked["file_name"], "tollkeeper-requests-2026-10-01-to-2026-10-31.csv");
    assert_eq!((&asked["filters"]["model"], &asked["filters"]["succeeded"]), (&json!(["a", "b"]), &json!(true)));
    assert_eq!((&asked["filters"]["provider"], &asked["filters"]["priced"]), (&json!([]), &json!(null)));
    let path = format!("{PATH}/{}", asked["id"].as_str().expect("an id"));
    assert_eq!(house.get(&path, KEY_ONE).await, (StatusCode::OK, asked.clone()));

    for (method, path) in [("GET", path.clone()), ("GET", format!("{path}/file")), ("DELETE", path.clone())] {
        assert_eq!(house.ask(method, &path, KEY_TWO, None).await.0, StatusCode::NOT_FOUND, "{method} {path}");
    }
    assert_eq!(house.get(PATH, KEY_TWO).await.1["items"], json!([]));
    assert_eq!(house.ask("POST", WEEK, OPERATOR, None).await.0, StatusCode::BAD_REQUEST, "the operator says whose");
    let of_one = format!("{PATH}?tenant_id={}", tenant(1));
    assert_eq!(house.get(&of_one, OPERATOR).await.1["items"], json!([asked]));
    for (bad, field) in [("limit=5", "limit"), ("perod=7d", "perod"), ("model=a%20b", "model"), ("period=9y", "period")]
    {
        let (status, problem) = house.ask("POST", &format!("{PATH}?{bad}"), KEY_ONE, None).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{problem}");
    }
    assert_eq!(house.ask("DELETE", &path, KEY_ONE, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.get(&path, KEY_ONE).await.0, StatusCode::NOT_FOUND);
    let acts = house.state.store.audit().list(Some(tenant(1)), 10).await.expect("lists");
    assert_eq!(acts.into_iter().map(|entry| entry.action).collect::<Vec<_>>(), ["export.delete", "export.create"]);
}

#[tokio::test]
async fn too_many_at_once_and_one_that_failed_are_refused_with_the_fix() {
    let house = House::new().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let (status, asked) = house.ask("POST", WEEK, KEY_ONE, None).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        ids.push(asked["id"].as_str().expect("an id").to_owned());
    }
    let (status, problem) = house.ask("POST", WEEK, KEY_ONE, None).await;
    assert_eq!((status, problem["fix"].is_string()), (StatusCode::TOO_MANY_REQUESTS, true), "{problem}");
    assert_eq!(house.ask("POST", WEEK, KEY_TWO, None).await.0, StatusCode::ACCEPTED, "another tenant's own");

    let exports = house.state.store.exports();
    let export = exports.get(scope(), ids[0].parse().expect("an id")).await.expect("is there");
    let failed = export.failed("There are too many rows: choose a shorter span.".into(), house.state.clock.now());
    assert!(exports.record(scope(), &failed, None).await.expect("files"));
    let (_, item) = house.get(&format!("{PATH}/{}", ids[0]), KEY_ONE).await;
    assert_eq!((&item["state"], &item["error"]), (&json!("failed"), &json!(failed.error)));
    let (status, problem) = house.get(&format!("{PATH}/{}/file", ids[0]), KEY_ONE).await;
    assert_eq!((status, &problem["fix"]), (StatusCode::CONFLICT, &json!(failed.error)));
    assert_eq!(house.ask("POST", WEEK, KEY_ONE, None).await.0, StatusCode::ACCEPTED, "there is room again");
}

/// A part that is gone breaks the file off: what a client has then is not taken for the whole.
#[tokio::test]
async fn a_file_that_goes_while_it_is_read_breaks_off() {
    let house = House::new().await;
    let (_, asked) = house.ask("POST", WEEK, KEY_ONE, None).await;
    let id = asked["id"].as_str().expect("an id");
    make(&house, id).await;
    let request = Request::get(format!("{PATH}/{id}/file")).header("authorization", format!("Bearer {KEY_ONE}"));
    let mut body = house.send(request.body(Body::empty()).expect("a request")).await.into_body();
    assert!(body.frame().await.expect("a part").is_ok());
    let later = house.state.clock.now().plus_millis(KEPT_MS);
    while house.state.store.exports().sweep(scope(), later, 1).await.expect("sweeps") > 0 {}
    assert!(body.frame().await.expect("not the end").is_err());
}

//! Questions to an API node, and to any node's health.

use super::node::{Node, OPERATOR};
use crate::program::ask;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What a node answers to a request with this key.
pub fn call(node: &Node, method: &str, path: &str, key: &str, body: Option<&Value>) -> (u16, String) {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let host = node.address().trim_start_matches("http://");
    ask(host, method, path, &headers, &body.map(ToString::to_string).unwrap_or_default())
}

/// An answer that must be well.
pub fn answer(node: &Node, path: &str, key: &str) -> Value {
    let (status, text) = call(node, "GET", path, key, None);
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

/// A tenant and a key, made as an operator makes them.
pub fn tenant(node: &Node) -> (uuid::Uuid, String) {
    let made = |path: &str, body: Value| -> Value {
        let (status, text) = call(node, "POST", path, OPERATOR, Some(&body));
        assert!((200..300).contains(&status), "{path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    };
    let tenant = made("/api/v1/admin/tenants", json!({"name": "chaos", "timezone": "Asia/Kolkata"}));
    let id = tenant["id"].as_str().expect("an id").to_owned();
    let key = made(&format!("/api/v1/admin/tenants/{id}/keys"), json!({"name": "clients"}));
    (id.parse().expect("a UUID"), key["key"].as_str().expect("shown this once").to_owned())
}

/// Every row of the last two days, newest first.
pub fn rows(node: &Node, key: &str) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = answer(node, &format!("/api/v1/analytics/events?period=7d&limit=1000{cursor}"), key);
        rows.extend(page["items"].as_array().expect("a list").iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

/// Requests that the rollups count.
pub fn counted(node: &Node, key: &str) -> usize {
    let usage = answer(node, "/api/v1/analytics/usage?period=7d", key);
    usage["coverage"]["requests"].as_u64().expect("a count") as usize
}

/// Waits for something, which is looked at now and then.
pub fn wait_until(what: &str, limit: Duration, mut done: impl FnMut() -> bool) {
    let until = Instant::now() + limit;
    while !done() {
        assert!(Instant::now() < until, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(250));
    }
}

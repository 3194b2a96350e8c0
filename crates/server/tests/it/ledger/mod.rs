//! The ledger's promise, kept or broken in the open: one upstream with an account of its own, ten thousand requests over
//! every scene, a process that is killed in the middle; then row against bill, token class by token class.

#![allow(clippy::print_stdout, reason = "the counts are what a person runs this test to read")]

pub mod binary;
pub mod scenes;
pub mod traffic;

use binary::Gateway;
use sandbox::{Billing, Entry, Sandbox, SandboxConfig, Tokens};
use scenes::Scene;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use traffic::{Door, Fate, Sent};
use uuid::Uuid;

/// Requests in all; SIGKILL falls where a third of them is under way.
const REQUESTS: usize = 10_000;
/// Clients at a time, and so the most requests that a kill can interrupt.
const CLIENTS: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_and_a_kill_leave_one_true_row_each() {
    let config = SandboxConfig {
        script: Some(Arc::new(|seen| Scene::of(seen.marker.as_deref()).script(seen))),
        entries_kept: 4 * REQUESTS,
        ..SandboxConfig::default()
    };
    let upstream = Sandbox::start(config).await.expect("a free port");
    let mut gateway = Gateway::start(&upstream).await;
    let (tenant, key) = gateway.tenant().await;

    let door = Door::default();
    door.open(&gateway.address);
    let underway = traffic::begin(std::slice::from_ref(&door), &key, REQUESTS, CLIENTS, Duration::ZERO);
    underway.reached(REQUESTS / 3).await;
    door.shut();
    gateway.kill_and_restart().await;
    door.open(&gateway.address);
    let fates = underway.done().await;
    let rows = gateway.all_rows(&key, expected_rows(&fates)).await;
    let bill = upstream.billed();
    gateway.search_for_content(&tenant).await;

    one_row_each(&fates, &rows, CLIENTS);
    rows_agree_with_the_bill(&tenant, &fates, &rows, &bill, CLIENTS);
    let [usage, costs] = ["usage", "costs"].map(|what| format!("/api/v1/analytics/{what}?period=today"));
    the_sums_agree(&gateway.get(&usage, &key).await, &gateway.get(&costs, &key).await, &rows);
}

/// How many rows there are at least: every request that was answered after admission.
pub fn expected_rows(fates: &[Sent]) -> usize {
    fates.iter().filter(|sent| sent.fate.admitted().is_some()).count()
}

/// Every admitted request has its row, and no row stands twice.
pub fn one_row_each(fates: &[Sent], rows: &[Value], most_lost: usize) {
    let mut ids = HashSet::new();
    for row in rows {
        assert!(ids.insert(row["event_id"].as_str().expect("an id")), "a row is doubled: {row}");
    }
    for sent in fates {
        if let Some(request_id) = sent.fate.admitted() {
            assert!(ids.contains(request_id), "request {} was answered and has no row", sent.number);
        }
    }
    let refused = fates.iter().filter(|sent| matches!(sent.fate, Fate::Answered { admitted: false, .. })).count();
    let lost = fates.iter().filter(|sent| matches!(sent.fate, Fate::Lost)).count();
    assert!(lost <= most_lost, "{lost} requests were lost, at most {most_lost} were under way at kills");
    assert!(rows.len() <= fates.len() - refused, "{} rows for {} requests", rows.len(), fates.len());
    // Whoever left before any answer may have left before the gateway had read the request; the bill decides below.
    let unheard = fates.iter().filter(|sent| matches!(sent.fate, Fate::Left { request_id: None })).count();
    assert!(rows.len() + refused + lost + unheard >= fates.len(), "{} rows for {} requests", rows.len(), fates.len());
    println!(
        "{} requests: {} rows, {refused} refused before admission, {lost} under way at the kill, {unheard} left unheard",
        fates.len(),
        rows.len()
    );
}

/// A row's figure for one attempt.
fn tokens(of: &Value) -> Tokens {
    let class = |name: &str| of[name].as_u64().unwrap_or_else(|| panic!("{name} is missing in {of}"));
    let cached = class("cache_read_tokens") + class("cache_write_5m_tokens") + class("cache_write_1h_tokens");
    Tokens {
        input_uncached: class("input_tokens") - cached,
        cache_read: class("cache_read_tokens"),
        cache_write_5m: class("cache_write_5m_tokens"),
        cache_write_1h: class("cache_write_1h_tokens"),
        output: class("output_tokens"),
        reasoning: class("reasoning_tokens"),
    }
}

/// Row against bill, token class by token class.
pub fn rows_agree_with_the_bill(tenant: &Uuid, fates: &[Sent], rows: &[Value], bill: &Billing, most_lost: usize) {
    let of_user: HashMap<&str, &Value> =
        rows.iter().map(|row| (row["user_id"].as_str().expect("every request names its user"), row)).collect();
    assert_eq!(of_user.len(), rows.len(), "two rows of one request");
    let mut billed: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in &bill.entries {
        billed.entry(entry.marker.as_deref().expect("every request is marked")).or_default().push(entry);
    }
    let mut unseen = 0;
    for sent in fates {
        let marker = scenes::marker(sent.number);
        let user = domain::UserId::derive(domain::TenantId(*tenant), &marker).to_string();
        let entries = billed.get(marker.as_str()).map_or(&[][..], Vec::as_slice);
        let Some(row) = of_user.get(user.as_str()) else {
            assert!(entries.is_empty(), "request {} reached the provider and has no row", sent.number);
            continue;
        };
        let reported = entries.iter().filter(|entry| entry.reported).map(|entry| entry.charged);
        let reported = reported.fold(Tokens::default(), |sum, one| sum + one);
        let attempts = row["attempts"].as_array().expect("a list");
        let provided = attempts.iter().filter(|attempt| attempt["usage_source"] == "provider").map(tokens);
        let provided = provided.fold(Tokens::default(), |sum, one| sum + one);
        if provided == reported {
            continue;
        }
        // The provider had finished and the process was killed before it knew: one estimated row stands for it.
        assert_eq!(
            row["error_code"], "interrupted",
            "request {} differs from its bill {entries:?}: {row}",
            sent.number
        );
        assert_eq!(row["usage_source"], "estimated", "{row}");
        unseen += 1;
    }
    assert!(unseen <= most_lost, "{unseen} bills were missed, at most {most_lost} requests were under way at kills");
    let interrupted = rows.iter().filter(|row| row["error_code"] == "interrupted").count();
    assert!(interrupted <= most_lost, "{interrupted} interrupted rows, at most {most_lost} were under way at kills");
    println!("{interrupted} rows interrupted by the kill, {unseen} of them had a finished bill");

    let sum = |source: &str| {
        let attempts = rows.iter().flat_map(|row| row["attempts"].as_array().expect("a list"));
        attempts.filter(|attempt| attempt["usage_source"] == source).map(tokens).fold(Tokens::default(), |a, b| a + b)
    };
    println!("billed and reported {:?}\nledger by provider  {:?}", bill.total().billed, sum("provider"));
    println!(
        "billed, not reported {:?}\nledger estimated     {:?}",
        bill.total().billed_without_report,
        sum("estimated")
    );
}

/// The rollups' totals are the rows' totals, to the last digit.
pub fn the_sums_agree(usage: &Value, costs: &Value, rows: &[Value]) {
    assert_eq!(usage["coverage"]["requests"].as_u64(), Some(rows.len() as u64), "{}", usage["coverage"]);
    let pico = |amount: &Value| {
        amount.as_str().map(|text| text.parse::<domain::PicoSum>().expect("exact decimal")).unwrap_or_default()
    };
    let cost: domain::PicoSum = rows.iter().map(|row| pico(&row["cost_usd"])).sum();
    assert_eq!(pico(&costs["total"]["cost_usd"]), cost, "{}", costs["coverage"]);
    println!("{} rows cost ${cost}, and the rollups say the same", rows.len());
}

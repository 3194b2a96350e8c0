//! Outages.

use super::Opened;
use super::sample::begin;
use crate::outages::{Outage, OutageQuery, OutageState};
use domain::{ErrorCode, Timestamp};
use test_support::{model, provider};

fn after(minutes: i64) -> Timestamp {
    begin().plus_millis(minutes * 60_000)
}

fn outage(name: &str, of: Option<&str>, began: i64, ended: Option<i64>) -> Outage {
    Outage {
        provider: provider(name),
        model: of.map(model),
        began_at: after(began),
        ended_at: ended.map(after),
        reason: ErrorCode::new("unavailable").ok(),
        last_state: OutageState::Open,
        seen_at: after(ended.unwrap_or(began)),
    }
}

fn span(from: i64, to: i64) -> OutageQuery {
    OutageQuery { from: after(from), to: after(to), providers: Vec::new(), limit: 1_000 }
}

pub(super) async fn are_found_by_what_they_overlap(one: Opened, _two: Opened) {
    let outages = one.store.outages();
    let whole = outage("openai", None, 10, Some(20));
    let part = outage("openai", Some("gpt-5.4"), 10, None);
    let other = outage("azure", Some("gpt-5.4"), 15, Some(30));
    outages.put(&[whole.clone(), part.clone(), other.clone()]).await.expect("files");
    let list = async |query: OutageQuery| outages.list(&query).await.expect("lists");
    assert_eq!(list(span(0, 60)).await, [other.clone(), whole.clone(), part.clone()], "the newest begin first");
    assert_eq!(list(span(20, 60)).await, [other.clone(), part.clone()], "an end is excluded");
    assert_eq!(list(span(0, 15)).await, [whole.clone(), part.clone()], "a begin is included");
    assert!(list(span(0, 10)).await.is_empty());
    assert_eq!(list(span(500, 600)).await, std::slice::from_ref(&part), "one that lasts");
    let far =
        OutageQuery { from: Timestamp::from_millis(i64::MIN), to: Timestamp::from_millis(i64::MAX), ..span(0, 0) };
    assert_eq!(list(OutageQuery { limit: 2, ..far.clone() }).await, [other.clone(), whole.clone()]);
    let azure = OutageQuery { providers: vec![provider("azure"), provider("nobody")], ..far };
    assert_eq!(list(azure).await, std::slice::from_ref(&other));

    let ended = Outage {
        ended_at: Some(after(40)),
        reason: None,
        last_state: OutageState::HalfOpen,
        seen_at: after(39),
        ..part.clone()
    };
    let again = outage("openai", Some("gpt-5.4"), 50, None);
    outages.put(&[ended.clone(), again.clone()]).await.expect("files");
    outages.put(&[ended.clone(), again.clone()]).await.expect("changes nothing");
    assert_eq!(list(span(0, 60)).await, [again.clone(), other.clone(), whole.clone(), ended.clone()]);

    assert_eq!(outages.sweep(after(30)).await.expect("sweeps"), 1, "what ended before");
    assert_eq!(outages.sweep(after(1_000_000)).await.expect("sweeps"), 2);
    assert_eq!(list(span(0, 60)).await, [again], "one that lasts is kept, however old");
}

//! Many requests of every kind at once, half of whose clients leave: each admitted one has one row, none stays open, and
//! what providers reported is what the rows hold.

use crate::world::{Setup, TENANT, World};
use domain::{Usage, UsageEvent, UsageSource, UserId};
use events::EventLog;
use http_body_util::BodyExt;
use sandbox::{Ending, Refusal, Scene, Seen, Tokens};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

const REQUESTS: u64 = 500;

/// Chance that is the same in every run.
fn chance(marker: u64, what: u64) -> u64 {
    let mixed = (marker + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ what.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
}

fn marker_of(seen: &Seen) -> u64 {
    seen.marker.as_deref().and_then(|text| text.strip_prefix("m-")).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn script(seen: &Seen) -> Scene {
    let marker = marker_of(seen);
    let base = Scene {
        tokens: Some(Tokens { cache_read: chance(marker, 1) % 50, ..Tokens::plain(10 + marker, 5 + marker % 40) }),
        chunks: Some(5),
        first_byte_delay_ms: chance(marker, 2) % 300,
        between_chunks_delay_ms: 10 + chance(marker, 3) % 30,
        ..Scene::default()
    };
    match chance(marker, 4 + seen.sequence) % 20 {
        0 => Scene { refuse: Some(Refusal::ServerError), ..base },
        1 => Scene { refuse: Some(Refusal::RateLimited { retry_after_s: 1 }), ..base },
        2 => Scene { ending: Ending::CutAfter(2), ..base },
        3 => Scene { ending: Ending::HangUp, ..base },
        4 => Scene { hide_usage: true, ..base },
        _ => base,
    }
}

/// The path and the body of a request, and whether it is one that is refused before it is admitted.
fn question(marker: u64) -> (&'static str, Value, bool) {
    let user = format!("m-{marker}");
    let stream = chance(marker, 5).is_multiple_of(2);
    let chat = |model: &str| {
        json!({"model": model, "stream": stream, "user": user, "max_tokens": 90,
        "messages": [{"role": "user", "content": "hello"}]})
    };
    let messages = |model: &str| {
        json!({"model": model, "stream": stream, "metadata": {"user_id": user},
        "max_tokens": 90, "messages": [{"role": "user", "content": "hello"}]})
    };
    match chance(marker, 6) % 10 {
        0 | 1 => ("/v1/chat/completions", chat("openai/gpt-5.4"), false),
        2 => ("/v1/chat/completions", chat("auto"), false),
        3 => ("/v1/chat/completions", chat("across"), false),
        4 => ("/v1/chat/completions", chat("anthropic/claude-haiku-4-5"), false),
        5 => ("/v1/messages", messages("anthropic/claude-haiku-4-5"), false),
        6 => ("/v1/messages", messages("openai/gpt-5.4"), false),
        7 => ("/v1/messages", messages("across"), false),
        8 => (
            "/v1/completions",
            json!({"model": "openai/gpt-5.4", "stream": stream, "user": user, "prompt": "hello"}),
            false,
        ),
        _ => ("/v1/chat/completions", chat("nobody/knows"), true),
    }
}

/// Sends one request. Every fourth client leaves after a while, every fourth as soon as the answer begins. Gives the status and the id if headers came.
async fn client(world: &World, marker: u64) -> Option<(u16, String)> {
    let (path, body, _) = question(marker);
    let leaves = chance(marker, 7) % 4;
    let mut head = None;
    let whole = async {
        let mut response = world.post(path, &body).await;
        let id = response.headers()["x-tollkeeper-request-id"].to_str().expect("text").to_owned();
        head = Some((response.status().as_u16(), id));
        if leaves == 1 {
            let _ = response.body_mut().frame().await;
        } else {
            let _ = response.into_body().collect().await;
        }
    };
    let patience_ms = if leaves == 0 { chance(marker, 8) % 700 } else { 60_000 };
    let _ = tokio::time::timeout(Duration::from_millis(patience_ms), whole).await;
    head
}

/// Whether a row tells a true ending for a client that read no head. Most left before there was one; but an answer or a
/// refusal may be written while its client leaves, and is then a row like that of any client that stayed.
fn ended_with_its_provider_or_client(row: &UsageEvent) -> bool {
    let last = row.attempts.last().and_then(|attempt| attempt.error_code.as_ref());
    row.client_gone || if row.succeeded { last.is_none() } else { last.is_some() && last == row.error_code.as_ref() }
}

#[tokio::test]
async fn five_hundred_at_once_leave_one_row_each_and_none_open() {
    let mut setup = Setup::default();
    let patient = Duration::from_secs(60);
    (setup.limits.first_byte_time, setup.limits.full_answer_time) = (patient, patient);
    (setup.limits.between_bytes_time, setup.limits.drain_time) = (patient, patient);
    setup.limits.drains = 1_000;
    let world = Arc::new(World::with(setup, script).await);
    let clients: Vec<_> = (0..REQUESTS)
        .map(|marker| {
            let world = world.clone();
            tokio::spawn(async move { client(&world, marker).await })
        })
        .collect();
    let mut heads = Vec::new();
    for task in clients {
        heads.push(task.await.expect("no panic"));
    }
    let mut world = Arc::into_inner(world).expect("all clients are done");
    world.end().await;
    assert_eq!(world.journal_open(), 0);
    assert_eq!(world.journal.stats().deferred, 0);

    let events = world.events().await;
    let mut rows: HashMap<UserId, u64> = HashMap::new();
    for event in &events {
        *rows.entry(event.user_id.expect("named by its marker")).or_default() += 1;
    }
    assert!(rows.values().all(|count| *count == 1), "a request has two rows");
    for (marker, head) in (0..REQUESTS).zip(&heads) {
        let user = UserId::derive(TENANT, &format!("m-{marker}"));
        let (_, _, refused) = question(marker);
        let row = events.iter().find(|event| event.user_id == Some(user));
        match head {
            _ if refused => assert!(row.is_none(), "{marker}: refused before admission"),
            Some((_, id)) => assert_eq!(row.map(|row| row.event_id.to_string()).as_ref(), Some(id), "{marker}"),
            None => assert!(row.is_none_or(ended_with_its_provider_or_client), "{marker}: {row:?}"),
        }
    }
    let left = events.iter().filter(|event| event.client_gone).count();
    assert!(left > 0, "no client left while it was answered");

    // Everything was drained to its end, so the rows hold every figure that was reported, and no other.
    let billed = world.sandbox.billed();
    let reported = events
        .iter()
        .flat_map(|event| &event.attempts)
        .filter(|attempt| attempt.usage_source == Some(UsageSource::Provider));
    let mut recorded = (0, Tokens::default());
    for attempt in reported {
        let Usage { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning } = attempt.usage;
        recorded.0 += 1;
        recorded.1 += Tokens { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning };
    }
    let total = billed.total();
    assert_eq!(recorded, (total.reported_requests, total.billed));
    let estimated = events.iter().flat_map(|event| &event.attempts);
    let estimated = estimated.filter(|attempt| attempt.usage_source == Some(UsageSource::Estimated)).count() as u64;
    assert!(estimated >= total.unreported_requests, "{estimated} estimates for {} bills", total.unreported_requests);
}

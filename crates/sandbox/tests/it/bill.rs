//! What is billed, token class by token class.

use crate::client::{Got, ask, send, start};
use sandbox::{Ended, Ending, Scene, Seen, Tokens, Wire};
use serde_json::{Value, json};

const EXACT: Tokens =
    Tokens { input_uncached: 100, cache_read: 30, cache_write_5m: 20, cache_write_1h: 10, output: 50, reasoning: 5 };

fn exact(_: &Seen) -> Scene {
    Scene::billing(EXACT)
}

fn body(wire: Wire, stream: bool, marker: &str) -> (&'static str, Value) {
    let messages = json!([{"role": "user", "content": "hi"}]);
    match wire {
        Wire::OpenAi => (
            "/v1/chat/completions",
            json!({"model": "a", "messages": messages, "stream": stream, "user": marker, "stream_options": {"include_usage": true}}),
        ),
        Wire::Anthropic => (
            "/v1/messages",
            json!({"model": "b", "max_tokens": 900, "messages": messages, "stream": stream, "metadata": {"user_id": marker}}),
        ),
    }
}

/// The classes a client reads out of an answer, as each wire means them.
fn reported(wire: Wire, got: &Got) -> Tokens {
    let whole = serde_json::from_str::<Value>(&got.body).ok();
    let field = |usage: &Value, path: &str| usage.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    match wire {
        Wire::OpenAi => {
            let usage = whole.unwrap_or_else(|| got.events().pop().unwrap())["usage"].clone();
            let read = field(&usage, "/prompt_tokens_details/cached_tokens");
            let written = field(&usage, "/prompt_tokens_details/cache_write_tokens");
            Tokens {
                input_uncached: field(&usage, "/prompt_tokens") - read - written,
                cache_read: read,
                cache_write_5m: written,
                cache_write_1h: 0,
                output: field(&usage, "/completion_tokens"),
                reasoning: field(&usage, "/completion_tokens_details/reasoning_tokens"),
            }
        }
        Wire::Anthropic => {
            let (start, last) = match whole {
                Some(whole) => (whole["usage"].clone(), whole["usage"].clone()),
                None => {
                    let events = got.events();
                    (events[0]["message"]["usage"].clone(), events[events.len() - 2]["usage"].clone())
                }
            };
            Tokens {
                input_uncached: field(&start, "/input_tokens"),
                cache_read: field(&last, "/cache_read_input_tokens"),
                cache_write_5m: field(&start, "/cache_creation/ephemeral_5m_input_tokens"),
                cache_write_1h: field(&start, "/cache_creation/ephemeral_1h_input_tokens"),
                output: field(&last, "/output_tokens"),
                reasoning: field(&last, "/output_tokens_details/thinking_tokens"),
            }
        }
    }
}

#[tokio::test]
async fn what_is_billed_is_what_is_reported_on_both_wires() {
    for script in [None, Some(exact as fn(&Seen) -> Scene)] {
        let running = start(script).await;
        for wire in [Wire::OpenAi, Wire::Anthropic] {
            for stream in [false, true] {
                let (path, body) = body(wire, stream, "row");
                let got = reported(wire, &ask(&running, path, body).await);
                let entry = running.billed().entries.pop().unwrap();
                let mut charged = entry.charged;
                if wire == Wire::OpenAi {
                    // OpenAI knows one lifetime of cache writes only.
                    charged.cache_write_5m += std::mem::take(&mut charged.cache_write_1h);
                }
                assert_eq!(got, charged, "{wire:?} stream {stream}");
                assert!(entry.reported && entry.marker.as_deref() == Some("row"));
            }
        }
        assert_eq!(running.billed().total().reported_requests, 4);
    }
}

#[tokio::test]
async fn a_bill_is_entered_before_the_last_byte_can_be_read() {
    let running = start(None).await;
    for round in 1..=50 {
        let (path, body) = body(Wire::Anthropic, round % 2 == 0, "x");
        ask(&running, path, body).await;
        assert_eq!(running.billed().total().reported_requests, round);
    }
}

#[tokio::test]
async fn what_was_generated_before_a_cut_is_billed_apart() {
    let running =
        start(Some(|_| Scene { chunks: Some(10), ..Scene { ending: Ending::CutAfter(4), ..exact_scene() } })).await;
    let (path, body) = body(Wire::OpenAi, true, "cut");
    ask(&running, path, body).await;
    let total = running.billed().total();
    // 5 reasoning tokens and four tenths of the 45 visible ones.
    assert_eq!(total.billed_without_report, Tokens { output: 5 + 18, ..EXACT });
    assert_eq!((total.unreported_requests, total.reported_requests, total.billed), (1, 0, Tokens::default()));
}

fn exact_scene() -> Scene {
    Scene::billing(EXACT)
}

#[tokio::test]
async fn a_client_that_leaves_pays_what_was_sent() {
    let running = start(Some(|_| Scene { chunks: Some(50), between_chunks_delay_ms: 20, ..exact_scene() })).await;
    let (path, body) = body(Wire::Anthropic, true, "gone");
    send(&running, path, Some(body), Some(8)).await.unwrap();
    let mut waited = 0;
    while running.billed().entries.is_empty() && waited < 500 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        waited += 1;
    }
    let entry = running.billed().entries.pop().unwrap();
    assert_eq!((entry.ended, entry.reported), (Ended::ClientGone, false));
    assert!(entry.charged.output < EXACT.output && entry.charged.input_total() == EXACT.input_total());
}

#[tokio::test]
async fn an_answer_without_usage_is_billed_and_not_reported() {
    let running = start(Some(|_| Scene { hide_usage: true, ..exact_scene() })).await;
    for stream in [false, true] {
        let (path, body) = body(Wire::OpenAi, stream, "quiet");
        assert!(!ask(&running, path, body).await.body.contains("prompt_tokens"));
    }
    let total = running.billed().total();
    assert_eq!((total.unreported_requests, total.billed_without_report), (2, EXACT + EXACT));
}

#[tokio::test]
async fn the_prompt_cache_is_billed_in_its_own_classes() {
    let running = start(None).await;
    let system =
        json!([{"type": "text", "text": "s".repeat(4000), "cache_control": {"type": "ephemeral", "ttl": "1h"}}]);
    let body =
        json!({"model": "b", "max_tokens": 9, "system": system, "messages": [{"role": "user", "content": "hi"}]});
    ask(&running, "/v1/messages", body.clone()).await;
    ask(&running, "/v1/messages", body).await;
    let total = running.billed().total().billed;
    assert_eq!(total.cache_write_1h, total.cache_read);
    assert!(total.cache_read >= 1000);
}

#[tokio::test]
async fn a_stream_without_its_end_mark_has_reported_its_usage() {
    let running = start(Some(|_| Scene { ending: Ending::CutBeforeEnd, ..exact_scene() })).await;
    for (wire, end) in [(Wire::OpenAi, "[DONE]"), (Wire::Anthropic, "message_stop")] {
        let (path, body) = body(wire, true, "end");
        let got = ask(&running, path, body).await;
        assert!(!got.whole && !got.body.contains(end) && got.body.contains("\"usage\":{"));
    }
    let total = running.billed().total();
    assert_eq!((total.reported_requests, total.billed), (2, EXACT + EXACT));
}

#[tokio::test]
async fn a_client_that_leaves_before_the_first_byte_pays_a_whole_answer_only_where_one_was_made() {
    let running = start(Some(|_| Scene { first_byte_delay_ms: 60_000, ..exact_scene() })).await;
    for stream in [true, false] {
        let (path, body) = body(Wire::OpenAi, stream, "early");
        let asked = send(&running, path, Some(body), None);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(50), asked).await.is_err());
    }
    for _ in 0..500 {
        if running.billed().entries.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let outputs: Vec<u64> = running.billed().entries.iter().map(|entry| entry.charged.output).collect();
    assert_eq!(outputs, [0, EXACT.output]);
}

#[tokio::test]
async fn every_request_of_a_crowd_is_entered_once_and_sums_are_the_sums_of_entries() {
    let running = start(Some(|seen| {
        let number: u64 = seen.marker.as_deref().and_then(|marker| marker.parse().ok()).unwrap();
        let scene = Scene::billing(Tokens::plain(number, 10));
        match number % 5 {
            0 => Scene { refuse: Some(sandbox::Refusal::Overloaded), ..scene },
            1 => Scene { hide_usage: true, ..scene },
            2 => Scene { ending: Ending::CutAfter(1), ..scene },
            _ => scene,
        }
    }))
    .await;
    let asked = (0..300u64).map(|number| {
        let wire = if number % 2 == 0 { Wire::OpenAi } else { Wire::Anthropic };
        let (path, body) = body(wire, number % 3 == 0, &number.to_string());
        ask(&running, path, body)
    });
    futures_util::future::join_all(asked).await;
    let billing = running.billed();
    let mut markers: Vec<u64> =
        billing.entries.iter().map(|entry| entry.marker.as_ref().unwrap().parse().unwrap()).collect();
    markers.sort_unstable();
    assert_eq!(markers, (0..300).collect::<Vec<_>>());
    let sum = |reported: bool| {
        let chosen = billing.entries.iter().filter(|entry| entry.reported == reported);
        chosen.fold(Tokens::default(), |sum, entry| sum + entry.charged)
    };
    let total = billing.total();
    assert_eq!((sum(true), sum(false)), (total.billed, total.billed_without_report));
    assert_eq!((total.free_requests, total.reported_requests, total.unreported_requests), (60, 120, 120));
}

//! What goes wrong at providers: before the first byte the next candidate has its chance, after it the stream ends with
//! the dialect's own error, and the row tells the truth.

use crate::world::{Setup, World, provider, text};
use domain::{Outcome, UsageSource};
use sandbox::{Ending, Refusal, Scene, Tokens};
use serde_json::{Value, json};
use std::time::Duration;

fn chat(model: &str, stream: bool) -> Value {
    json!({"model": model, "stream": stream, "messages": [{"role": "user", "content": "hello"}]})
}

fn good() -> Scene {
    Scene { tokens: Some(Tokens::plain(10, 20)), chunks: Some(6), ..Scene::default() }
}

/// The first provider does as it is told, the others answer well.
async fn first(scene: Scene) -> World {
    World::of(move |seen| if seen.persona == "one" { scene.clone() } else { good() }).await
}

fn codes(world_event: &domain::UsageEvent) -> Vec<String> {
    world_event
        .attempts
        .iter()
        .map(|attempt| attempt.error_code.as_ref().map_or("ok".to_owned(), ToString::to_string))
        .collect()
}

#[tokio::test]
async fn every_failure_before_the_first_byte_falls_back_and_bills_what_was_billed() {
    for (scene, code) in [
        (Scene::refusing(Refusal::ServerError), "server_error"),
        (Scene::refusing(Refusal::Overloaded), "overloaded"),
        (Scene::refusing(Refusal::RateLimited { retry_after_s: 30 }), "rate_limited"),
        (Scene::refusing(Refusal::Unauthorized), "unauthorized"),
        (Scene::refusing(Refusal::InsufficientQuota), "forbidden"),
        (Scene::refusing(Refusal::ModelNotFound("gpt-5.4-mini".into())), "not_found"),
        (Scene::ending(Ending::HangUp), "unavailable"),
        (Scene::ending(Ending::Silent), "timeout"),
        (Scene::ending(Ending::GarbageAfter(0, b"<html>".to_vec())), "bad_response"),
        (Scene::ending(Ending::CutAfter(0)), "bad_response"),
        (Scene::ending(Ending::ErrorAfter(0)), "server_error"),
    ] {
        for stream in [false, true] {
            let only_in_streams = matches!(scene.ending, Ending::CutAfter(_) | Ending::ErrorAfter(_));
            if only_in_streams && !stream {
                continue;
            }
            let name = format!("{scene:?} stream={stream}");
            let world = first(scene.clone()).await;
            let response = world.post("/v1/chat/completions", &chat("auto", stream)).await;
            assert_eq!(response.status(), 200, "{name}");
            assert_eq!(response.headers()["x-tollkeeper-provider"], "second", "{name}");
            assert_eq!(response.headers()["x-tollkeeper-attempts"], "2", "{name}");
            text(response).await;
            let events = world.settled(1).await;
            let [event] = events.as_slice() else { panic!("{name}: {} events", events.len()) };
            assert!(event.succeeded, "{name}");
            assert_eq!(event.provider, provider("second"), "{name}");
            assert_eq!((event.usage.output, event.usage_source), (20, UsageSource::Provider), "{name}");
            let tried = codes(event);
            assert_eq!(tried.len(), 2, "{name}");
            let same_family = tried[0] == code || (only_in_streams && event.attempts[0].outcome == Outcome::Error);
            assert!(same_family, "{name}: {tried:?}");
        }
    }
}

#[tokio::test]
async fn the_callers_own_mistakes_are_not_retried() {
    let world = first(Scene::refusing(Refusal::BadRequest("messages: canary".into()))).await;
    let response = world.post("/v1/chat/completions", &chat("auto", false)).await;
    assert_eq!(response.status(), 400);
    assert!(text(response).await.contains("canary"), "the provider's own words reach the caller");
    let events = world.settled(1).await;
    assert_eq!(codes(&events[0]), ["invalid_request"]);
    assert!(!events[0].succeeded);
}

#[tokio::test]
async fn a_stream_that_breaks_after_its_first_byte_never_ends_clean() {
    for ending in [
        Ending::CutAfter(3),
        Ending::GarbageAfter(3, b"data: {\"id\": garbage\n\n".to_vec()),
        Ending::StallAfter(3),
        Ending::ErrorAfter(3),
    ] {
        let world = first(Scene { ending: ending.clone(), ..good() }).await;
        let answer = text(world.post("/v1/chat/completions", &chat("auto", true)).await).await;
        assert!(!answer.contains("[DONE]") && answer.contains("\"error\""), "{ending:?}: {answer}");
        let events = world.settled(1).await;
        assert_eq!(events.len(), 1, "{ending:?}");
        assert!(!events[0].succeeded && events[0].error_code.is_some(), "{ending:?}");
        assert_eq!(events[0].usage_source, UsageSource::Estimated, "{ending:?}");
        assert!(events[0].usage.output > 0, "{ending:?}: what came is estimated");

        let world = World::of(move |_| Scene { ending: ending.clone(), ..good() }).await;
        let body = json!({"model": "anthropic/claude-haiku-4-5", "max_tokens": 50, "stream": true,
            "messages": [{"role": "user", "content": "hello"}]});
        let answer = text(world.post("/v1/messages", &body).await).await;
        assert!(!answer.contains("message_stop") && answer.contains("event: error"), "{answer}");
        assert_eq!(world.settled(1).await.len(), 1);
    }
}

#[tokio::test]
async fn a_directly_named_model_is_tried_once_more_and_its_silence_not() {
    let world = World::of(|seen| if seen.sequence == 0 { Scene::refusing(Refusal::ServerError) } else { good() }).await;
    let response = world.post("/v1/chat/completions", &chat("openai/gpt-5.4", false)).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["x-tollkeeper-attempts"]),
        (200, &"2".parse().expect("value"))
    );
    assert_eq!(codes(&world.settled(1).await[0]), ["server_error", "ok"]);

    let world = World::of(|_| Scene::ending(Ending::Silent)).await;
    let response = world.post("/v1/chat/completions", &chat("openai/gpt-5.4", false)).await;
    assert_eq!(response.status(), 504);
    let events = world.settled(1).await;
    assert_eq!(codes(&events[0]), ["timeout"]);
    assert_eq!(events[0].usage_source, UsageSource::Estimated, "it may have been at work");
}

#[tokio::test]
async fn a_broken_provider_is_left_alone_until_it_is_back() {
    let world = first(Scene::refusing(Refusal::ServerError)).await;
    for _ in 0..12 {
        assert_eq!(world.post("/v1/chat/completions", &chat("auto", false)).await.status(), 200);
    }
    let asked = world.sandbox.billed().entries.iter().filter(|entry| entry.persona == "one").count();
    assert!((5..12).contains(&asked), "the breaker opened after {asked} failures");
    assert_eq!(world.settled(12).await.len(), 12);
}

#[tokio::test]
async fn odd_framing_is_read_right() {
    for (crlf, comments, write_bytes) in [(true, false, None), (false, true, Some(7)), (true, true, Some(17))] {
        let framing = sandbox::Framing { crlf, comments, write_bytes };
        // A byte at a time takes its time: only what is read matters here, not when.
        let mut setup = Setup::default();
        setup.limits.first_byte_time = Duration::from_secs(30);
        let world = World::with(setup, move |_| Scene { framing, ..good() }).await;
        text(world.post("/v1/chat/completions", &chat("openai/gpt-5.4", true)).await).await;
        let event = &world.settled(1).await[0];
        assert!(event.succeeded, "{framing:?}");
        assert_eq!((event.usage.output, event.usage_source), (20, UsageSource::Provider), "{framing:?}");
    }
}

#[tokio::test]
async fn missing_usage_is_estimated_and_says_so() {
    let world = World::of(|_| Scene { hide_usage: true, ..good() }).await;
    for stream in [false, true] {
        text(world.post("/v1/chat/completions", &chat("openai/gpt-5.4", stream)).await).await;
    }
    let events = world.settled(2).await;
    assert!(events.iter().all(|event| event.succeeded && event.usage_source == UsageSource::Estimated));
    assert!(events.iter().all(|event| event.usage.output > 0 && event.usage.input_uncached > 0));
}

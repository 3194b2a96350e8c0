//! Every way to fail, as a client sees it.

use crate::client::{ask, send, start};
use sandbox::{Ended, Ending, Framing, Profile, Refusal, Sandbox, SandboxConfig, Scene};
use serde_json::{Value, json};
use std::time::Duration;

fn chat(stream: bool) -> Value {
    json!({"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": "hi"}], "stream": stream})
}

fn message(stream: bool) -> Value {
    json!({"model": "claude-haiku-4-5", "max_tokens": 64, "messages": [{"role": "user", "content": "hi"}], "stream": stream})
}

const CHAT: &str = "/v1/chat/completions";
const MESSAGES: &str = "/v1/messages";

#[tokio::test]
async fn refusals_have_the_status_and_body_of_their_wire() {
    let expected = [
        ("bad", 400, "invalid_request_error", 400, "invalid_request_error"),
        ("key", 401, "invalid_request_error", 401, "authentication_error"),
        ("model", 404, "invalid_request_error", 404, "not_found_error"),
        ("rate", 429, "requests", 429, "rate_limit_error"),
        ("quota", 429, "insufficient_quota", 400, "invalid_request_error"),
        ("error", 500, "server_error", 500, "api_error"),
        ("away", 503, "server_error", 503, "api_error"),
        ("busy", 503, "server_error", 529, "overloaded_error"),
    ];
    let running = start(Some(|seen| {
        Scene::refusing(match seen.marker.as_deref().unwrap() {
            "bad" => Refusal::BadRequest("because".into()),
            "key" => Refusal::Unauthorized,
            "model" => Refusal::ModelNotFound("m".into()),
            "rate" => Refusal::RateLimited { retry_after_s: 7 },
            "quota" => Refusal::InsufficientQuota,
            "error" => Refusal::ServerError,
            "away" => Refusal::Unavailable,
            _ => Refusal::Overloaded,
        })
    }))
    .await;
    for (marker, openai_status, openai_type, anthropic_status, anthropic_type) in expected {
        let mut body = chat(true);
        body["user"] = json!(marker);
        let got = ask(&running, CHAT, body).await;
        assert_eq!((got.status.as_u16(), got.json()["error"]["type"].as_str().unwrap()), (openai_status, openai_type));
        assert_eq!(got.headers.get("retry-after").is_some(), marker == "rate");
        let mut body = message(true);
        body["metadata"] = json!({"user_id": marker});
        let got = ask(&running, MESSAGES, body).await;
        let kind = got.json()["error"]["type"].as_str().unwrap().to_owned();
        assert_eq!((got.status.as_u16(), kind.as_str()), (anthropic_status, anthropic_type));
        assert_eq!(got.json()["type"], "error");
    }
    let total = running.billed().total();
    assert_eq!((total.free_requests, total.reported_requests, total.unreported_requests), (16, 0, 0));
}

#[tokio::test]
async fn a_cut_stream_has_its_chunks_and_no_end() {
    let running = start(Some(|_| Scene { chunks: Some(8), ..Scene::ending(Ending::CutAfter(3)) })).await;
    let got = ask(&running, CHAT, chat(true)).await;
    assert!(!got.whole && !got.body.contains("[DONE]"));
    let contents = got
        .events()
        .iter()
        .filter(|event| event["choices"][0]["delta"]["content"].as_str().is_some_and(|t| !t.is_empty()))
        .count();
    assert_eq!(contents, 3);
    let got = ask(&running, MESSAGES, message(true)).await;
    assert!(!got.whole && !got.body.contains("message_delta"));
    assert_eq!(got.body.matches("content_block_delta\n").count(), 3);
}

#[tokio::test]
async fn a_cut_json_answer_is_shorter_than_it_says() {
    let running = start(Some(|_| Scene::ending(Ending::CutAfter(0)))).await;
    let got = ask(&running, CHAT, chat(false)).await;
    let said: usize = got.headers["content-length"].to_str().unwrap().parse().unwrap();
    assert!(!got.whole && got.body.len() < said);
}

#[tokio::test]
async fn an_error_in_a_stream_is_the_wires_own_event() {
    let running = start(Some(|_| Scene::ending(Ending::ErrorAfter(1)))).await;
    let got = ask(&running, CHAT, chat(true)).await;
    assert!(got.whole && got.events().last().unwrap()["error"]["type"] == "server_error");
    let got = ask(&running, MESSAGES, message(true)).await;
    assert!(got.body.contains("event: error\n"));
    assert_eq!(got.events().last().unwrap()["error"]["type"], "overloaded_error");
    assert_eq!(ask(&running, MESSAGES, message(false)).await.status, 500);
}

#[tokio::test]
async fn garbage_is_delivered_as_it_is() {
    let running = start(Some(|_| Scene::ending(Ending::GarbageAfter(1, b"<html>\0not it".to_vec())))).await;
    assert!(ask(&running, CHAT, chat(true)).await.body.ends_with("<html>\0not it"));
    assert_eq!(ask(&running, CHAT, chat(false)).await.body, "<html>\0not it");
}

#[tokio::test]
async fn a_silent_or_hung_up_request_is_never_answered_or_billed() {
    let running = start(Some(|seen| Scene::ending(if seen.stream { Ending::Silent } else { Ending::HangUp }))).await;
    assert!(send(&running, CHAT, Some(chat(false)), None).await.is_err());
    let waited = tokio::time::timeout(Duration::from_millis(100), send(&running, CHAT, Some(chat(true)), None)).await;
    assert!(waited.is_err());
    let ended: Vec<Ended> = running.billed().entries.iter().map(|entry| entry.ended).collect();
    assert_eq!(ended, [Ended::Unanswered, Ended::Unanswered]);
}

#[tokio::test]
async fn a_stalled_stream_stays_open_until_shutdown() {
    let running = start(Some(|_| Scene::ending(Ending::StallAfter(1)))).await;
    let asked = ask(&running, CHAT, chat(true));
    let stop = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        running.shutdown();
    };
    let (got, ()) = tokio::join!(asked, stop);
    assert!(!got.whole && got.body.contains("simulated"));
}

#[tokio::test]
async fn odd_framing_changes_bytes_and_nothing_else() {
    let plain = ask(&start(None).await, MESSAGES, message(true)).await;
    let odd = start(Some(|_| Scene {
        framing: Framing { crlf: true, comments: true, write_bytes: Some(7) },
        ..Scene::default()
    }))
    .await;
    let odd = ask(&odd, MESSAGES, message(true)).await;
    assert!(odd.body.contains(": simulated\r\nevent: message_start\r\ndata: "));
    assert_eq!(odd.events(), plain.events());
}

#[tokio::test]
async fn stream_options_can_be_refused() {
    let running = start(Some(|_| Scene { refuse_stream_options: true, ..Scene::default() })).await;
    let mut body = chat(true);
    assert_eq!(ask(&running, CHAT, body.clone()).await.status, 200);
    body["stream_options"] = json!({"include_usage": true});
    assert_eq!(ask(&running, CHAT, body).await.status, 400);
}

#[tokio::test]
async fn personas_know_their_models_their_key_and_their_outages() {
    let config = SandboxConfig { profile: Profile::demo(1000.0), api_key: None, ..SandboxConfig::default() };
    let running = Sandbox::start(config).await.unwrap();
    let mut unknown = chat(false);
    unknown["model"] = json!("gpt-unheard-of");
    assert_eq!(ask(&running, "/sandbox-openai/v1/chat/completions", unknown).await.status, 404);
    assert_eq!(ask(&running, "/sandbox-nobody/v1/chat/completions", chat(false)).await.status, 404);
    let listed = send(&running, "/sandbox-anthropic/v1/models", None, None).await.unwrap().json();
    assert!(listed["data"].as_array().unwrap().iter().any(|model| model["id"] == "claude-haiku-4-5"));
    let keyed = SandboxConfig { api_key: Some("right".into()), ..SandboxConfig::default() };
    let keyed = Sandbox::start(keyed).await.unwrap();
    assert_eq!(ask(&keyed, MESSAGES, message(false)).await.status, 401);

    let mut always_down = Profile::demo(1.0);
    always_down.personas[0].outage_lasting_s = always_down.personas[0].outage_every_s;
    let down = SandboxConfig { profile: Profile { speed: 1000.0, ..always_down }, ..SandboxConfig::default() };
    let down = Sandbox::start(down).await.unwrap();
    assert_eq!(ask(&down, "/sandbox-openai/v1/chat/completions", chat(false)).await.status, 503);
}

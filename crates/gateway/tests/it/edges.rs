//! HTTP at its edges: odd methods, odd upstreams, clients that leave at the wrong moment.

use crate::world::{KEY, Setup, World, raw_upstream, text};
use domain::UsageSource;
use sandbox::{Refusal, Scene, Tokens};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn chat(model: &str, stream: bool) -> Value {
    json!({"model": model, "stream": stream, "messages": [{"role": "user", "content": "hello"}]})
}

/// Sends a request and leaves as soon as it is admitted.
async fn send_and_leave(world: &World, body: &Value) {
    let mut socket = post_raw(world, &body.to_string()).await;
    while world.journal_open() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let _ = socket.shutdown().await;
}

async fn post_raw(world: &World, body: &str) -> TcpStream {
    let mut socket = TcpStream::connect(world.address.trim_start_matches("http://")).await.expect("connected");
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await.expect("sent");
    // A gateway that has heard enough may close while the rest is still being sent.
    let _ = socket.write_all(body.as_bytes()).await;
    socket
}

#[tokio::test]
async fn nobody_is_asked_for_a_client_that_has_left() {
    for model in ["auto", "openai/gpt-5.4"] {
        // The provider fails long after the gateway can have seen the client leave.
        let mut setup = Setup::default();
        setup.limits.full_answer_time = Duration::from_secs(60);
        let scene = || Scene { first_byte_delay_ms: 1_000, ..Scene::refusing(Refusal::ServerError) };
        let world = World::with(setup, move |_| scene()).await;
        send_and_leave(&world, &chat(model, false)).await;
        let events = world.settled(1).await;
        assert!(events[0].client_gone && !events[0].succeeded, "{model}");
        assert_eq!(events[0].attempts.len(), 1, "{model}: a second attempt bills for nobody");
        assert_eq!(world.sandbox.billed().entries.len(), 1, "{model}");
        assert_eq!(world.journal_open(), 0);
    }
}

#[tokio::test]
async fn one_place_in_the_background_is_enough_to_drain_a_stream_that_begins_after_its_client_left() {
    let mut setup = Setup::default();
    setup.limits.drains = 1;
    let tokens = Some(Tokens::plain(10, 20));
    let world =
        World::with(setup, move |_| Scene { first_byte_delay_ms: 150, chunks: Some(5), tokens, ..Scene::default() })
            .await;
    send_and_leave(&world, &chat("openai/gpt-5.4", true)).await;
    let events = world.settled(1).await;
    assert!(events[0].succeeded && events[0].client_gone, "{:?}", events[0]);
    assert_eq!((events[0].usage.output, events[0].usage_source), (20, UsageSource::Provider));
}

#[tokio::test]
async fn headers_do_not_start_the_wait_for_the_first_byte_again() {
    let says = vec![
        (250, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"),
        (300, "8\r\n: late\n\n\r\n"),
    ];
    let setup = Setup { raw: Some(raw_upstream(says).await), ..Setup::default() };
    let world = World::with(setup, |_| Scene::default()).await;
    let response = world.post("/v1/chat/completions", &chat("raw/any", true)).await;
    assert_eq!(response.status(), 504, "{}", text(response).await);
    assert_eq!(world.settled(1).await[0].error_code.as_ref().map(|code| code.as_str()), Some("timeout"));
}

#[tokio::test]
async fn a_provider_that_holds_the_connection_after_its_last_word_does_not_hold_the_client() {
    let says = vec![(
        0,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\ne\r\ndata: [DONE]\n\n\r\n",
    )];
    let mut setup = Setup { raw: Some(raw_upstream(says).await), ..Setup::default() };
    setup.limits.between_bytes_time = Duration::from_secs(600);
    let world = World::with(setup, |_| Scene::default()).await;
    let response = world.post("/v1/chat/completions", &chat("raw/any", true)).await;
    let answer = tokio::time::timeout(Duration::from_secs(30), text(response)).await.expect("an end");
    assert_eq!(answer, "data: [DONE]\n\n");
    assert!(world.events().await[0].succeeded);
}

#[tokio::test]
async fn what_is_not_an_answer_is_a_fault_whatever_its_form() {
    for (name, says, stream) in [
        (
            "JSON for a stream",
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            true,
        ),
        (
            "a stream for JSON",
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\ncontent-length: 14\r\n\r\ndata: [DONE]\n\n",
            false,
        ),
        (
            "a redirect",
            "HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            false,
        ),
        ("nothing", "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", false),
        ("no stream", "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", true),
        ("not HTTP", "SSH-2.0-canary\r\n", false),
    ] {
        let setup = Setup { raw: Some(raw_upstream(vec![(0, says)]).await), ..Setup::default() };
        let world = World::with(setup, |_| Scene::default()).await;
        let response = world.post("/v1/chat/completions", &chat("raw/any", stream)).await;
        assert_eq!(response.status(), 502, "{name}");
        assert_eq!(response.headers()["content-type"], "application/json", "{name}");
        assert!(!text(response).await.contains("canary"), "{name}");
        let events = world.settled(1).await;
        assert_eq!(events.len(), 1, "{name}");
        assert_eq!(events[0].attempts.len(), 2, "{name}: asked once more");
        assert!(!events[0].succeeded, "{name}");
    }
}

#[tokio::test]
async fn an_interim_answer_is_passed_over() {
    let body = r#"{"id":"x","object":"chat.completion","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"#;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    let says = vec![(0, "HTTP/1.1 103 Early Hints\r\n\r\n"), (0, String::leak(head)), (0, body)];
    let setup = Setup { raw: Some(raw_upstream(says).await), ..Setup::default() };
    let world = World::with(setup, |_| Scene::default()).await;
    let response = world.post("/v1/chat/completions", &chat("raw/any", false)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(text(response).await, body);
    assert_eq!(world.events().await[0].usage.output, 4);
}

#[tokio::test]
async fn other_methods_are_told_which_one_is_meant() {
    let world = World::of(|_| Scene::default()).await;
    for (method, path, allowed) in [
        ("GET", "/v1/chat/completions", "POST, HEAD"),
        ("PUT", "/messages", "POST, HEAD"),
        ("POST", "/v1/models", "GET, HEAD"),
    ] {
        let response = world.send(method, path, KEY, "".into()).await;
        assert_eq!((response.status().as_u16(), &response.headers()["allow"]), (405, &allowed.parse().expect("value")));
    }
}

#[tokio::test]
async fn a_websocket_of_the_responses_api_is_told_at_once_to_go_another_way() {
    let world = World::of(|_| Scene::default()).await;
    for path in ["/v1/responses", "/responses"] {
        let mut socket = TcpStream::connect(world.address.trim_start_matches("http://")).await.expect("connected");
        let ask = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        socket.write_all(ask.as_bytes()).await.expect("sent");
        let mut answer = vec![0; 4096];
        let read = socket.read(&mut answer).await.expect("an answer");
        let answer = String::from_utf8_lossy(&answer[..read]).to_lowercase();
        assert!(answer.starts_with("http/1.1 426 "), "{answer}");
        assert!(answer.contains("\r\nupgrade: websocket\r\n") && answer.contains("\r\nconnection: upgrade\r\n"));
    }
}

#[tokio::test]
async fn a_client_that_stops_sending_is_told_so_and_leaves_no_row() {
    let mut setup = Setup::default();
    setup.limits.body_time = Duration::from_millis(50);
    let world = World::with(setup, |_| Scene::default()).await;
    let mut socket = TcpStream::connect(world.address.trim_start_matches("http://")).await.expect("connected");
    let head = format!(
        "POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\ncontent-length: 100\r\n\r\n{{\"mo"
    );
    socket.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = vec![0; 4096];
    let read = socket.read(&mut answer).await.expect("an answer");
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(world.events().await.is_empty());
}

#[tokio::test]
async fn a_client_that_sends_too_much_reads_why() {
    let world = World::of(|_| Scene::default()).await;
    for bytes in [2 << 20, 24 << 20] {
        let mut socket = post_raw(&world, &" ".repeat(bytes)).await;
        let mut answer = Vec::new();
        let mut some = [0; 4096];
        while !answer.ends_with(b"}}") {
            match socket.read(&mut some).await {
                Ok(read) if read > 0 => answer.extend_from_slice(&some[..read]),
                other => panic!("{bytes}: {other:?} after {} bytes", answer.len()),
            }
        }
        assert!(answer.starts_with(b"HTTP/1.1 413 "), "{bytes}");
    }
}

#[tokio::test]
async fn a_provider_that_never_finishes_the_tls_handshake_cannot_be_reached_and_bills_nothing() {
    let silent = raw_upstream(Vec::new()).await.replace("http://", "https://");
    let mut setup = Setup { raw: Some(silent), ..Setup::default() };
    setup.limits.connect_time = Duration::from_millis(50);
    setup.limits.full_answer_time = Duration::from_secs(600);
    let world = World::with(setup, |_| Scene::default()).await;
    let body = chat("raw/any", false);
    let asked = tokio::time::timeout(Duration::from_secs(30), world.post("/v1/chat/completions", &body));
    assert_eq!(asked.await.expect("an end").status(), 502);
    let event = &world.settled(1).await[0];
    assert_eq!(event.error_code.as_ref().map(|code| code.as_str()), Some("unavailable"));
    assert!(event.attempts.iter().all(|attempt| attempt.usage_source.is_none()), "{:?}", event.attempts);
}

//! Clients that leave: what the provider bills is still what is recorded.

use crate::world::{KEY, Setup, World};
use domain::UsageSource;
use gateway::OnClientGone;
use http_body_util::BodyExt;
use sandbox::{Scene, Tokens};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

fn chat(stream: bool) -> Value {
    json!({"model": "openai/gpt-5.4", "stream": stream, "messages": [{"role": "user", "content": "hello"}]})
}

fn slow() -> Scene {
    Scene { tokens: Some(Tokens::plain(10, 20)), chunks: Some(10), between_chunks_delay_ms: 10, ..Scene::default() }
}

#[tokio::test]
async fn a_stream_is_drained_after_its_client_left() {
    let world = World::of(|_| slow()).await;
    let mut response = world.post("/v1/chat/completions", &chat(true)).await;
    let _ = response.body_mut().frame().await;
    drop(response);
    let events = world.settled(1).await;
    assert!(events[0].succeeded && events[0].client_gone);
    assert_eq!((events[0].usage.output, events[0].usage_source), (20, UsageSource::Provider));
}

#[tokio::test]
async fn an_answer_that_nobody_waits_for_is_still_read() {
    let world =
        World::of(|_| Scene { first_byte_delay_ms: 150, tokens: Some(Tokens::plain(10, 20)), ..Scene::default() })
            .await;
    let body = chat(false).to_string();
    let address = world.address.trim_start_matches("http://");
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("connected");
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(head.as_bytes()).await.expect("sent");
    while world.journal_open() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    drop(socket);
    let events = world.settled(1).await;
    assert!(events[0].succeeded && events[0].client_gone, "{:?}", events[0]);
    assert_eq!((events[0].usage.output, events[0].usage_source), (20, UsageSource::Provider));
}

#[tokio::test]
async fn a_provider_set_to_cancel_is_closed_and_estimated() {
    let setup = Setup { on_client_gone: OnClientGone::Cancel, ..Setup::default() };
    let world = World::with(setup, |_| slow()).await;
    let mut response = world.post("/v1/chat/completions", &chat(true)).await;
    let _ = response.body_mut().frame().await;
    drop(response);
    let events = world.settled(1).await;
    assert!(!events[0].succeeded && events[0].client_gone);
    assert_eq!(events[0].error_code.as_ref().map(|code| code.as_str()), Some("client_gone"));
    assert_eq!(events[0].usage_source, UsageSource::Estimated);
}

#[tokio::test]
async fn draining_ends_at_its_limit() {
    let mut setup = Setup::default();
    setup.limits.drain_tokens = 2;
    let long =
        || Scene { output_tokens: Some(4_000), chunks: Some(400), between_chunks_delay_ms: 2, ..Scene::default() };
    let world = World::with(setup, move |_| long()).await;
    let mut response = world.post("/v1/chat/completions", &chat(true)).await;
    let _ = response.body_mut().frame().await;
    drop(response);
    let events = world.settled(1).await;
    assert!(!events[0].succeeded && events[0].client_gone, "{:?}", events[0]);
    assert_eq!(events[0].usage_source, UsageSource::Estimated);
    assert!(events[0].usage.output < 4_000);
}

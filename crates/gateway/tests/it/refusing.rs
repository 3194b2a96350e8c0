//! What is refused before it is admitted: the right status in the caller's dialect, no row, and no word repeated.

use crate::world::{KEY, Setup, World, text};
use sandbox::Scene;
use serde_json::{Value, json};

async fn error(world: &World, path: &str, key: &str, body: &str) -> (u16, Value) {
    let response = world.send("POST", path, key, body.to_owned().into()).await;
    let status = response.status().as_u16();
    (status, serde_json::from_str(&text(response).await).expect("an error body in JSON"))
}

#[tokio::test]
async fn bad_requests_are_refused_in_both_dialects_without_a_row() {
    let world = World::of(|_| Scene::default()).await;
    let large = json!({"model": "auto", "messages": "x".repeat(2 << 20)}).to_string();
    for (name, key, body, status) in [
        ("wrong key", "tk_wrong", "{}", 401),
        ("no JSON", KEY, "canary {", 400),
        ("not an object", KEY, "[\"canary\"]", 400),
        ("no model", KEY, "{\"canary\": 1}", 400),
        ("unknown model", KEY, "{\"model\": \"canary model\", \"messages\": []}", 404),
        ("unknown provider", KEY, "{\"model\": \"canary/model\", \"messages\": []}", 404),
        ("bad model name", KEY, "{\"model\": \"openai/ca nary\", \"messages\": []}", 404),
        ("too large", KEY, large.as_str(), 413),
    ] {
        let (openai_status, openai) = error(&world, "/v1/chat/completions", key, body).await;
        assert_eq!(openai_status, status, "{name}");
        assert!(openai["error"]["message"].as_str().is_some_and(|message| message.len() > 10), "{name}: {openai}");
        let (anthropic_status, anthropic) = error(&world, "/v1/messages", key, body).await;
        assert_eq!(anthropic_status, status, "{name}");
        assert_eq!(anthropic["type"], "error", "{name}");
        assert!(anthropic["error"]["type"].is_string(), "{name}: {anthropic}");
        for answer in [openai, anthropic] {
            assert!(!answer.to_string().contains("canary"), "{name}: {answer}");
        }
    }
    assert!(world.events().await.is_empty());
    assert_eq!(world.journal_open(), 0);
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once() {
    let world = World::of(|_| Scene::default()).await;
    let body = json!({"model": "openai/gpt-5.4", "messages": [{"role": "user", "content": "hello"}]}).to_string();
    assert_eq!(world.send("POST", "/v1/chat/completions", KEY, body.clone().into()).await.status(), 200);
    world.keys.revoke(domain::KeyId(uuid::Uuid::from_u128(1)));
    assert_eq!(error(&world, "/v1/chat/completions", KEY, &body).await.0, 401);
}

#[tokio::test]
async fn embeddings_of_a_provider_without_them_are_refused_by_name() {
    let world = World::of(|_| Scene::default()).await;
    let (status, body) =
        error(&world, "/v1/embeddings", KEY, "{\"model\": \"anthropic/claude-haiku-4-5\", \"input\": \"x\"}").await;
    assert_eq!(status, 400);
    assert!(body.to_string().contains("embedding"), "{body}");
    let (status, _) = error(&world, "/v1/embeddings", KEY, "{\"model\": \"across\", \"input\": \"x\"}").await;
    assert_eq!(status, 200, "the route's other candidate has them");
}

#[tokio::test]
async fn a_full_journal_refuses_and_says_when_to_come_back() {
    let setup = Setup { budget_bytes: 1 << 20, ..Setup::default() };
    let world = World::with(setup, |_| Scene::default()).await;
    let body = json!({"model": "openai/gpt-5.4", "messages": [{"role": "user", "content": "hello"}]}).to_string();
    let mut refused = None;
    for _ in 0..3_000 {
        let response = world.send("POST", "/v1/chat/completions", KEY, body.clone().into()).await;
        if response.status() != 200 {
            refused = Some(response);
            break;
        }
        text(response).await;
    }
    let response = refused.expect("a journal of 1 MiB is full after 3,000 requests");
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(world.journal_open(), 0, "whoever was admitted was settled");
}

#[tokio::test]
async fn the_responses_api_says_that_it_is_not_built() {
    let world = World::of(|_| Scene::default()).await;
    assert_eq!(error(&world, "/v1/responses", KEY, "{}").await.0, 404);
    assert_eq!(world.send("GET", "/v1/chat/completions", KEY, "".into()).await.status(), 405);
}

#[tokio::test]
async fn a_key_beyond_its_limit_is_refused_with_the_time_to_wait_and_without_a_row() {
    let mut setup = Setup::default();
    setup.limits.requests_per_minute = Some(2);
    let world = World::with(setup, |_| Scene::default()).await;
    let body = json!({"model": "openai/gpt-5.4", "messages": [{"role": "user", "content": "canary"}]});
    for _ in 0..2 {
        assert_eq!(world.post("/v1/chat/completions", &body).await.status(), 200);
    }
    let refused = world.post("/v1/chat/completions", &body).await;
    assert_eq!(refused.status(), 429);
    let wait = refused.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    assert!(wait.is_some_and(|seconds| seconds > 0), "{wait:?}");
    let words = text(refused).await;
    assert!(words.contains("2 requests") && !words.contains("canary"), "{words}");
    assert_eq!(world.events().await.len(), 2);
}

//! What goes well: bytes pass through, and the row says exactly what the provider billed.

use crate::world::{World, provider, text};
use domain::{Usage, UsageSource};
use sandbox::{Scene, Tokens};
use serde_json::{Value, json};

fn figures() -> Scene {
    let tokens = Tokens { input_uncached: 100, cache_read: 40, output: 30, reasoning: 8, ..Tokens::default() };
    Scene { tokens: Some(tokens), chunks: Some(5), ..Scene::default() }
}

const USED: Usage =
    Usage { input_uncached: 100, cache_read: 40, cache_write_5m: 0, cache_write_1h: 0, output: 30, reasoning: 8 };

fn chat(model: &str, stream: bool) -> Value {
    json!({"model": model, "stream": stream, "user": "ada", "messages": [{"role": "user", "content": "hello"}]})
}

#[tokio::test]
async fn an_answer_and_its_row_agree() {
    let world = World::of(|_| figures()).await;
    let response = world.post("/v1/chat/completions", &chat("openai/gpt-5.4", false)).await;
    assert_eq!(response.status(), 200);
    let headers = response.headers().clone();
    let body: Value = serde_json::from_str(&text(response).await).expect("json");
    assert_eq!(body["usage"]["prompt_tokens"], 140);

    let events = world.events().await;
    let [event] = events.as_slice() else { panic!("one event, not {}", events.len()) };
    assert_eq!(headers["x-tollkeeper-request-id"], event.event_id.to_string());
    assert_eq!(headers["x-tollkeeper-provider"], "openai");
    assert_eq!(headers["x-tollkeeper-model"], "gpt-5.4");
    assert_eq!(headers["x-tollkeeper-attempts"], "1");
    assert!(event.succeeded && event.simulated && !event.client_gone);
    assert_eq!((event.usage, event.usage_source), (USED, UsageSource::Provider));
    assert_eq!(event.requested_model.as_ref().map(ToString::to_string).as_deref(), Some("openai/gpt-5.4"));
    assert_eq!(event.routing_strategy.as_ref().map(|token| token.as_str()), Some("direct"));
    assert_eq!(event.client.as_ref().map(|token| token.as_str()), Some("test-client/1.0"));
    assert_eq!(event.attempts.len(), 1);
    assert_eq!(world.sandbox.billed().total().billed.output, 30);
}

#[tokio::test]
async fn every_endpoint_of_both_dialects_passes_with_and_without_the_version_in_its_path() {
    let world = World::of(|_| figures()).await;
    let messages = json!({"model": "anthropic/claude-haiku-4-5", "max_tokens": 50,
        "messages": [{"role": "user", "content": "hello"}]});
    let completion = json!({"model": "openai/gpt-5.4", "prompt": ["a", "b"], "suffix": null});
    let embedding =
        json!({"model": "openai/text-embedding-3-small", "input": [[1, 2, 3]], "encoding_format": "base64"});
    let mut asked = 0;
    for (path, body) in [
        ("/chat/completions", &chat("openai/gpt-5.4", false)),
        ("/messages", &messages),
        ("/completions", &completion),
        ("/embeddings", &embedding),
    ] {
        for prefix in ["/v1", ""] {
            let response = world.post(&format!("{prefix}{path}?beta=true"), body).await;
            assert_eq!(response.status(), 200, "{prefix}{path}: {}", text(response).await);
            asked += 1;
        }
    }
    let events = world.settled(asked).await;
    assert_eq!(events.len(), asked);
    assert!(events.iter().all(|event| event.succeeded && event.usage_source == UsageSource::Provider));
}

#[tokio::test]
async fn a_stream_passes_and_the_usage_chunk_only_if_it_was_asked_for() {
    let world = World::of(|_| figures()).await;
    let silent = text(world.post("/v1/chat/completions", &chat("openai/gpt-5.4", true)).await).await;
    assert!(silent.ends_with("data: [DONE]\n\n") && !silent.contains("\"usage\":{"), "{silent}");

    let mut body = chat("openai/gpt-5.4", true);
    body["stream_options"] = json!({"include_usage": true});
    let told = text(world.post("/v1/chat/completions", &body).await).await;
    assert!(told.contains("\"prompt_tokens\":140") && told.ends_with("data: [DONE]\n\n"), "{told}");

    let messages = json!({"model": "anthropic/claude-haiku-4-5", "max_tokens": 50, "stream": true,
        "messages": [{"role": "user", "content": "hello"}]});
    let anthropic = text(world.post("/v1/messages", &messages).await).await;
    assert!(anthropic.starts_with("event: message_start\n") && anthropic.contains("event: message_stop\n"));

    let events = world.settled(3).await;
    assert_eq!(events.len(), 3);
    for event in &events {
        assert_eq!((event.usage.output, event.usage_source), (30, UsageSource::Provider));
        assert_eq!(event.usage.cache_read, 40);
        assert!(event.ttft_ms.is_some() && event.streamed == Some(true) && event.succeeded);
    }
}

#[tokio::test]
async fn a_route_takes_its_first_candidate_and_names_the_alternative_and_the_baseline() {
    let world = World::of(|_| figures()).await;
    let response = world.post("/v1/chat/completions", &chat("auto", false)).await;
    assert_eq!(response.headers()["x-tollkeeper-route"], "auto");
    let events = world.events().await;
    assert_eq!(events[0].provider, provider("openai"));
    assert_eq!(events[0].alternative_provider, Some(provider("second")));
    assert_eq!(events[0].baseline.as_ref().map(ToString::to_string).as_deref(), Some("openai/gpt-5.4"));
    assert_eq!(events[0].requested_model, None);
    assert_eq!(events[0].routing_strategy.as_ref().map(|token| token.as_str()), Some("priority"));
}

#[tokio::test]
async fn a_bare_model_name_is_found_in_a_catalogue() {
    let world = World::of(|_| figures()).await;
    let response = world.post("/v1/chat/completions", &chat("model-of-second", false)).await;
    assert_eq!(response.headers()["x-tollkeeper-provider"], "second");
}

#[tokio::test]
async fn what_makes_no_row_answers_all_the_same() {
    let world = World::of(|_| figures()).await;
    let list: Value =
        serde_json::from_str(&text(world.send("GET", "/v1/models", crate::world::KEY, "".into()).await).await)
            .expect("json");
    let ids: Vec<&str> =
        list["data"].as_array().expect("a list").iter().filter_map(|model| model["id"].as_str()).collect();
    assert!(ids.contains(&"auto") && ids.contains(&"openai/model-of-openai"), "{ids:?}");

    for model in ["anthropic/claude-haiku-4-5", "openai/gpt-5.4"] {
        let body = json!({"model": model, "messages": [{"role": "user", "content": "hello"}]});
        let response = world.post("/v1/messages/count_tokens", &body).await;
        let count: Value = serde_json::from_str(&text(response).await).expect("json");
        assert!(count["input_tokens"].as_u64().is_some_and(|tokens| tokens > 0), "{count}");
    }
    for path in ["/v1/messages", "/v1/models", "/v1/responses"] {
        assert_eq!(world.send("HEAD", path, "", "".into()).await.status(), 200);
    }
    assert_eq!(world.events().await.len(), 0);
}

#[tokio::test]
async fn a_provider_that_refuses_stream_options_is_asked_without_them_and_remembered() {
    let world = World::of(|_| Scene { refuse_stream_options: true, ..figures() }).await;
    for _ in 0..2 {
        let answer = text(world.post("/v1/chat/completions", &chat("openai/gpt-5.4", true)).await).await;
        assert!(answer.ends_with("data: [DONE]\n\n"), "{answer}");
    }
    let events = world.settled(2).await;
    assert!(events.iter().all(|event| event.succeeded && event.usage_source == UsageSource::Estimated));
    let billed = world.sandbox.billed().total();
    assert_eq!((billed.free_requests, billed.unreported_requests), (1, 2), "refused once, then never asked again");
}

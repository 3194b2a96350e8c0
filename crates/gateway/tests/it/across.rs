//! One dialect asked, the other answering: the client reads its own words, the row says what the provider billed.

use crate::understood::{parsed, understood};
use crate::world::{World, provider, text};
use domain::{Usage, UsageEvent, UsageSource};
use http_body_util::BodyExt;
use sandbox::{Ended, Ending, Refusal, Scene, Tokens};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

/// Each class has a figure of its own, so that a class put into another's place shows.
fn figures(anthropic: bool) -> Tokens {
    let writes = if anthropic { (13, 17) } else { (0, 0) };
    Tokens {
        input_uncached: 101,
        cache_read: 43,
        cache_write_5m: writes.0,
        cache_write_1h: writes.1,
        output: 31,
        reasoning: if anthropic { 0 } else { 7 },
    }
}

fn billing(seen: &sandbox::Seen) -> Scene {
    Scene { tokens: Some(figures(seen.persona == "three")), chunks: Some(6), ..Scene::default() }
}

fn of(tokens: Tokens) -> Usage {
    let Tokens { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning } = tokens;
    Usage { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning }
}

/// One way across: the path asked, the model that answers in the other dialect, and the questions in the path's words.
struct Way {
    path: &'static str,
    model: &'static str,
}

const WAYS: [Way; 2] = [
    Way { path: "/v1/chat/completions", model: "anthropic/claude-haiku-4-5" },
    Way { path: "/v1/messages", model: "openai/gpt-5.4" },
];

impl Way {
    fn openai(&self) -> bool {
        self.path == "/v1/chat/completions"
    }

    fn ask(&self, words: &str, stream: bool) -> Value {
        json!({"model": self.model, "stream": stream, "max_tokens": 400,
            "messages": [{"role": "user", "content": words}]})
    }

    fn tools(&self) -> Value {
        let schema = json!({"type": "object", "required": ["city"],
            "properties": {"city": {"type": "string", "enum": ["Oslo"]}}});
        let tool = |name: &str| match self.openai() {
            true => json!({"type": "function", "function": {"name": name, "parameters": schema}}),
            false => json!({"name": name, "input_schema": schema}),
        };
        json!([tool("get_weather"), tool("get_time")])
    }

    fn forced(&self, name: &str) -> Value {
        match self.openai() {
            true => json!({"type": "function", "function": {"name": name}}),
            false => json!({"type": "tool", "name": name}),
        }
    }
}

fn holds(event: &UsageEvent, way: &Way, name: &str) {
    assert!(event.succeeded && event.error_code.is_none(), "{name}: {event:?}");
    assert_eq!(event.usage, of(figures(way.openai())), "{name}");
    assert_eq!(event.usage_source, UsageSource::Provider, "{name}");
    assert_eq!(format!("{}/{}", event.provider, event.model), way.model, "{name}");
}

#[tokio::test]
async fn every_kind_of_question_is_answered_in_the_askers_words_and_billed_class_by_class() {
    let world = World::of(billing).await;
    let mut asked = 0;
    for way in &WAYS {
        for stream in [false, true] {
            let weather = ("get_weather".to_owned(), json!({"city": "Oslo"}));
            let time = ("get_time".to_owned(), json!({"city": "Oslo"}));
            let (end, tools) = if way.openai() { ("stop", "tool_calls") } else { ("end_turn", "tool_use") };
            let mut forced = way.ask("hello", stream);
            (forced["tools"], forced["tool_choice"]) = (way.tools(), way.forced("get_time"));
            let mut parallel = way.ask("do both in parallel", stream);
            parallel["tools"] = way.tools();
            let mut schema = way.ask("answer in JSON", stream);
            let format = json!({"type": "object", "required": ["ok"], "additionalProperties": false,
                "properties": {"ok": {"type": "boolean"}}});
            match way.openai() {
                true => {
                    schema["response_format"] =
                        json!({"type": "json_schema", "json_schema": {"name": "x", "strict": true, "schema": format}});
                }
                false => schema["output_config"] = json!({"format": {"type": "json_schema", "schema": format}}),
            }
            let mut image = way.ask("", stream);
            let picture = match way.openai() {
                true => json!({"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{PIXEL}")}}),
                false => {
                    json!({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}})
                }
            };
            image["messages"][0]["content"] = json!([{"type": "text", "text": "what is it?"}, picture]);
            for (name, body, calls, stop) in [
                ("text", way.ask("hello", stream), vec![], end),
                ("forced", forced, vec![time.clone()], tools),
                ("parallel", parallel, vec![weather, time], tools),
                ("schema", schema, vec![], end),
                ("image", image, vec![], end),
            ] {
                let name = format!("{name} {} stream={stream}", way.path);
                let response = world.post(way.path, &body).await;
                let status = response.status();
                let answer = text(response).await;
                assert_eq!(status, 200, "{name}: {answer}");
                let said = understood(way.openai(), stream, &answer);
                assert_eq!((said.calls, said.stop.as_str(), said.clean), (calls, stop, true), "{name}: {answer}");
                assert_eq!(said.text.is_empty(), name.starts_with("forced") || name.starts_with("parallel"), "{name}");
                if name.starts_with("schema") {
                    assert_eq!(parsed(&said.text), json!({"ok": true}), "{name}");
                }
                asked += 1;
                let events = world.settled(asked).await;
                assert_eq!(events.len(), asked, "{name}");
                holds(&events[asked - 1], way, &name);
            }
        }
    }
    let total = world.sandbox.billed().total();
    let recorded = world.events().await.iter().fold(Tokens::default(), |sum, event| {
        let Usage { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning } = event.usage;
        sum + Tokens { input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning }
    });
    assert_eq!((recorded, total.reported_requests), (total.billed, asked as u64));
}

#[tokio::test]
async fn the_usage_a_client_reads_is_the_providers_in_its_own_words() {
    let world = World::of(billing).await;
    let [to_anthropic, to_openai] = &WAYS;
    let whole: Value =
        serde_json::from_str(&text(world.post(to_anthropic.path, &to_anthropic.ask("hello", false)).await).await)
            .expect("JSON");
    assert_eq!(whole["usage"]["prompt_tokens"], 101 + 43 + 13 + 17);
    assert_eq!(whole["usage"]["prompt_tokens_details"]["cached_tokens"], 43);
    assert_eq!((&whole["usage"]["completion_tokens"], &whole["usage"]["total_tokens"]), (&json!(31), &json!(205)));

    let silent = text(world.post(to_anthropic.path, &to_anthropic.ask("hello", true)).await).await;
    assert!(!silent.contains("\"prompt_tokens\""), "nobody asked: {silent}");
    let mut asks = to_anthropic.ask("hello", true);
    asks["stream_options"] = json!({"include_usage": true});
    let told = text(world.post(to_anthropic.path, &asks).await).await;
    assert!(told.contains("\"prompt_tokens\":174") && told.ends_with("data: [DONE]\n\n"), "{told}");

    let whole: Value =
        serde_json::from_str(&text(world.post(to_openai.path, &to_openai.ask("hello", false)).await).await)
            .expect("JSON");
    assert_eq!(
        (&whole["usage"]["input_tokens"], &whole["usage"]["cache_read_input_tokens"]),
        (&json!(101), &json!(43))
    );
    assert_eq!(whole["usage"]["output_tokens"], 31);
    let events = world.settled(4).await;
    assert!(events.iter().all(|event| event.usage_source == UsageSource::Provider));
}

#[tokio::test]
async fn a_conversation_with_tool_results_arrives_whole() {
    let seen = Arc::new(Mutex::new(Vec::<Value>::new()));
    let keep = seen.clone();
    let world = World::of(move |asked| {
        keep.lock().expect("not poisoned").push(asked.body.clone());
        billing(asked)
    })
    .await;
    let [to_anthropic, to_openai] = &WAYS;
    let mut body = to_anthropic.ask("", false);
    body["tools"] = to_anthropic.tools();
    body["messages"] = json!([
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "weather?"},
        {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function",
            "function": {"name": "get_weather", "arguments": "{\"city\":\"Oslo\"}"}}]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rain"}
    ]);
    assert_eq!(world.post(to_anthropic.path, &body).await.status(), 200);
    let mut body = to_openai.ask("", false);
    (body["tools"], body["system"]) = (to_openai.tools(), json!("be brief"));
    body["messages"] = json!([
        {"role": "user", "content": "weather?"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "get_weather",
            "input": {"city": "Oslo"}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "rain"}]}
    ]);
    assert_eq!(world.post(to_openai.path, &body).await.status(), 200);
    let seen = seen.lock().expect("not poisoned");
    let anthropic = seen[0]["messages"].as_array().expect("messages");
    assert_eq!(anthropic[2]["content"][0]["type"], "tool_result", "{anthropic:?}");
    assert_eq!(anthropic[2]["content"][0]["tool_use_id"], anthropic[1]["content"][0]["id"]);
    assert!(seen[0]["system"].to_string().contains("be brief"));
    let openai = seen[1]["messages"].as_array().expect("messages");
    assert_eq!((&openai[0]["content"], &openai[3]["role"]), (&json!("be brief"), &json!("tool")), "{openai:?}");
    assert_eq!(openai[3]["tool_call_id"], openai[2]["tool_calls"][0]["id"]);
}

#[tokio::test]
async fn a_translated_stream_that_breaks_ends_with_the_askers_own_error() {
    for way in &WAYS {
        for ending in [
            Ending::ErrorAfter(3),
            Ending::CutAfter(3),
            Ending::StallAfter(3),
            Ending::GarbageAfter(3, b"event: x\ndata: {garbage\n\n".to_vec()),
            Ending::CutBeforeEnd,
        ] {
            let name = format!("{} {ending:?}", way.path);
            let has_usage = ending == Ending::CutBeforeEnd;
            let world = World::of(move |seen| Scene { ending: ending.clone(), ..billing(seen) }).await;
            let answer = text(world.post(way.path, &way.ask("hello", true)).await).await;
            let last = answer.trim_end().rsplit("\n\n").next().expect("a last event");
            if way.openai() {
                assert!(!answer.contains("[DONE]") && last.starts_with("data: {\"error\""), "{name}: {answer}");
            } else {
                assert!(!answer.contains("message_stop") && last.starts_with("event: error\n"), "{name}: {answer}");
            }
            assert_eq!(answer.matches("\"error\":").count(), 1, "{name}: one error, not two: {answer}");
            let events = world.settled(1).await;
            assert!(events.len() == 1 && !events[0].succeeded, "{name}");
            let source = if has_usage { UsageSource::Provider } else { UsageSource::Estimated };
            assert_eq!(events[0].usage_source, source, "{name}");
            assert!(events[0].usage.output > 0, "{name}");
            assert_eq!(world.journal_open(), 0, "{name}");
        }
    }
}

#[tokio::test]
async fn refusals_come_in_the_askers_words() {
    for way in &WAYS {
        for (refusal, status, kind) in [
            (Refusal::BadRequest("no".into()), 400, "invalid_request_error"),
            (Refusal::RateLimited { retry_after_s: 30 }, 429, "rate_limit_error"),
        ] {
            let scene = Scene::refusing(refusal.clone());
            let world = World::of(move |_| scene.clone()).await;
            let response = world.post(way.path, &way.ask("hello", true)).await;
            assert_eq!(response.status(), status, "{} {refusal:?}", way.path);
            let body: Value = serde_json::from_str(&text(response).await).expect("JSON");
            assert_eq!(body["error"]["type"], kind, "{body}");
            assert_eq!(body["type"] == "error", !way.openai(), "{body}");
            let events = world.settled(1).await;
            assert_eq!(events[0].usage, Usage::default());
        }
    }
}

#[tokio::test]
async fn a_route_falls_back_from_one_dialect_to_the_other() {
    for path in ["/v1/chat/completions", "/v1/messages"] {
        for stream in [false, true] {
            let world = World::of(|seen| match seen.persona.as_str() {
                "one" => Scene::refusing(Refusal::Overloaded),
                _ => billing(seen),
            })
            .await;
            let way = Way { path, model: "across" };
            let response = world.post(path, &way.ask("hello", stream)).await;
            assert_eq!(response.headers()["x-tollkeeper-provider"], "anthropic");
            assert_eq!(response.headers()["x-tollkeeper-attempts"], "2");
            let said = understood(way.openai(), stream, &text(response).await);
            assert!(said.clean && !said.text.is_empty());
            let events = world.settled(1).await;
            let [event] = events.as_slice() else { panic!("{} events", events.len()) };
            assert_eq!((event.usage, event.usage_source), (of(figures(true)), UsageSource::Provider));
            assert_eq!((&event.provider, event.attempts.len()), (&provider("anthropic"), 2));
            assert_eq!(event.attempts[0].usage, Usage::default(), "an overloaded provider bills nothing");
            assert_eq!(event.alternative_provider, None, "everybody was asked");
        }
    }
}

#[tokio::test]
async fn a_translated_stream_is_drained_after_its_client_left() {
    for way in &WAYS {
        let world = World::of(|seen| Scene { between_chunks_delay_ms: 10, ..billing(seen) }).await;
        let mut response = world.post(way.path, &way.ask("hello", true)).await;
        let _ = response.body_mut().frame().await;
        drop(response);
        let events = world.settled(1).await;
        assert!(events[0].client_gone, "{}", way.path);
        holds(&events[0], way, way.path);
        assert_eq!(world.sandbox.billed().entries[0].ended, Ended::Complete);
    }
}

//! What must hold for every stream: written in a dialect and read again, it says the same.

use super::*;
use crate::sse::Splitter;
use domain::chat::Stop;
use domain::{Content, Usage};
use proptest::prelude::*;

const SHAPE: Shape = Shape { endpoint: Endpoint::ChatCompletions, include_usage: true, thinking: true, now_unix_s: 1 };

/// A stream's sayings: words, thoughts, and per call its name and arguments; then stop and usage.
#[derive(Default, PartialEq, Debug)]
struct Said {
    text: String,
    thought: String,
    calls: Vec<(String, String)>,
    stop: Option<Stop>,
    usage: Option<Usage>,
    ended: bool,
}

fn sum(events: &[ChatEvent]) -> Said {
    let mut said = Said::default();
    for event in events {
        match event {
            ChatEvent::Text(text) => said.text.push_str(text.as_str()),
            ChatEvent::Thinking(text) => said.thought.push_str(text.as_str()),
            ChatEvent::ToolStart { call, name, .. } => {
                assert_eq!(*call, said.calls.len());
                said.calls.push((name.as_str().to_owned(), String::new()));
            }
            ChatEvent::ToolArguments { call, fragment } => said.calls[*call].1.push_str(fragment.as_str()),
            ChatEvent::Stop { stop, .. } => said.stop = Some(*stop),
            ChatEvent::Usage { usage, last: true, .. } => said.usage = Some(*usage),
            ChatEvent::End => said.ended = true,
            _ => {}
        }
    }
    said
}

fn through(dialect: Dialect, events: &[ChatEvent]) -> (Said, Vec<u8>) {
    let (mut writer, mut bytes) = (speech(dialect).writer(&SHAPE), Vec::new());
    for event in events {
        writer.write(event.clone(), &mut bytes).expect("writes");
    }
    let (mut reader, mut means) = (speech(dialect).reader(), Vec::new());
    let read = |raw: &[u8], _| {
        let event = Event::parse(raw).expect("data");
        reader.read(&event, &mut means).expect("reads");
    };
    Splitter::default().feed(&bytes, read).expect("short");
    (sum(&means), bytes)
}

/// Blocks must be opened in order, filled while open, and closed before the next.
fn check_blocks(bytes: &[u8]) {
    let (mut next, mut open) = (0, None);
    let mut at = |raw: &[u8], _| {
        let event = Event::parse(raw).expect("data");
        let json: serde_json::Value = serde_json::from_slice(&event.data).expect("json");
        assert_eq!(json["type"].as_str().map(str::as_bytes), Some(event.name));
        let index = json["index"].as_u64();
        match event.name {
            b"content_block_start" => {
                assert_eq!((open, index), (None, Some(next)));
                open = index;
                next += 1;
            }
            b"content_block_delta" => assert_eq!(open, index),
            b"content_block_stop" => assert_eq!(open.take(), index),
            b"message_start" | b"message_delta" | b"message_stop" => assert_eq!(open, None),
            other => panic!("{}", String::from_utf8_lossy(other)),
        }
    };
    Splitter::default().feed(bytes, &mut at).expect("short");
}

/// Steps of a model: words, thoughts, a new call, a fragment of some call.
fn streams() -> impl Strategy<Value = Vec<ChatEvent>> {
    let step = (0_u8..6, any::<prop::sample::Index>(), "[a-z \"\\\\é{}]{1,6}");
    proptest::collection::vec(step, 0..24).prop_map(|steps| {
        let mut events = vec![ChatEvent::Start { id: "id".into(), model: "m".into() }];
        let mut halves: Vec<bool> = Vec::new();
        for (kind, which, text) in steps {
            match kind {
                0 => events.push(ChatEvent::Text(text.into())),
                1 => events.push(ChatEvent::Thinking(text.into())),
                2 => {
                    let (call, name) = (halves.len(), Content::from(format!("f{}", halves.len())));
                    events.push(ChatEvent::ToolStart { call, id: format!("c{call}").into(), name });
                    halves.push(false);
                }
                _ if halves.is_empty() => {}
                _ => {
                    // Two fragments make a whole object, so that a call can end before the stream does.
                    let call = which.index(halves.len());
                    if !halves[call] {
                        halves[call] = true;
                        events.push(ChatEvent::ToolArguments { call, fragment: "{\"k\":".into() });
                        events.push(ChatEvent::ToolArguments {
                            call,
                            fragment: format!("{}}}", crate::json::string(&text)).into(),
                        });
                    }
                }
            }
        }
        // The readers give a call without arguments an empty object, so here none is without.
        for (call, whole) in halves.iter().enumerate() {
            if !whole {
                events.push(ChatEvent::ToolArguments { call, fragment: "{}".into() });
            }
        }
        let stop = if halves.is_empty() { Stop::MaxTokens } else { Stop::ToolUse };
        events.push(ChatEvent::Stop { stop, sequence: None });
        let usage = Usage { input_uncached: 5, cache_read: 7, output: 3, reasoning: 2, ..Usage::default() };
        events.push(ChatEvent::Usage { usage, last: true, service_tier: None });
        events.push(ChatEvent::End);
        events
    })
}

proptest! {
    #[test]
    fn a_stream_says_the_same_in_every_dialect(events in streams()) {
        for dialect in [Dialect::OpenAi, Dialect::Anthropic] {
            let (said, bytes) = through(dialect, &events);
            prop_assert_eq!(&said, &sum(&events));
            if dialect == Dialect::Anthropic {
                check_blocks(&bytes);
            }
        }
    }

    #[test]
    fn no_body_makes_a_reader_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..100),
        at in any::<prop::sample::Index>(),
    ) {
        let body = br#"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"tools":[{"name":"f"}],"prompt":"p"}"#;
        let mut broken = body.to_vec();
        let at = at.index(broken.len());
        broken.splice(at..=at, bytes.iter().copied().take(2));
        for dialect in [Dialect::OpenAi, Dialect::Anthropic] {
            for body in [&bytes, &broken] {
                for endpoint in [Endpoint::ChatCompletions, Endpoint::Completions] {
                    let _ = speech(dialect).read_request(endpoint, body);
                }
                let _ = speech(dialect).read_response(body);
            }
        }
    }
}

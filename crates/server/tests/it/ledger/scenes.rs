//! Which request gets which scene: a function of its number, so that client, provider and check agree without talking.

use sandbox::{Ending, Refusal, Seen, Tokens};
use serde_json::{Value, json};

/// Stands in every prompt and is looked for in everything that is written.
pub const CANARY: &str = "canary-6f1d0c";

/// What a request is and what becomes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scene {
    Plain,
    Streamed,
    StreamedAskingUsage,
    Anthropic,
    AnthropicStreamed,
    ToAnthropic,
    ToAnthropicStreamed,
    ToOpenAi,
    ToOpenAiStreamed,
    Embedding,
    Completion,
    Fallback,
    FallbackStreamed,
    ErrorEverywhere,
    RefusedByProvider,
    CutStream,
    ErrorInStream,
    Garbage,
    Leaves,
    LeavesAtOnce,
    UsageMissing,
    UnknownModel,
}

const ALL: [Scene; 22] = [
    Scene::Plain,
    Scene::Streamed,
    Scene::StreamedAskingUsage,
    Scene::Anthropic,
    Scene::AnthropicStreamed,
    Scene::ToAnthropic,
    Scene::ToAnthropicStreamed,
    Scene::ToOpenAi,
    Scene::ToOpenAiStreamed,
    Scene::Embedding,
    Scene::Completion,
    Scene::Fallback,
    Scene::FallbackStreamed,
    Scene::ErrorEverywhere,
    Scene::RefusedByProvider,
    Scene::CutStream,
    Scene::ErrorInStream,
    Scene::Garbage,
    Scene::Leaves,
    Scene::LeavesAtOnce,
    Scene::UsageMissing,
    Scene::UnknownModel,
];

/// The `user` of a request.
pub fn marker(number: usize) -> String {
    format!("r{number}")
}

fn number(marker: Option<&str>) -> usize {
    marker.and_then(|marker| marker.strip_prefix('r')?.parse().ok()).expect("a marked request")
}

impl Scene {
    pub fn of(marker: Option<&str>) -> Self {
        Self::numbered(number(marker))
    }

    pub fn numbered(number: usize) -> Self {
        ALL[number % ALL.len()]
    }

    pub fn streams(self) -> bool {
        use Scene as S;
        matches!(
            self,
            S::Streamed
                | S::StreamedAskingUsage
                | S::AnthropicStreamed
                | S::ToAnthropicStreamed
                | S::ToOpenAiStreamed
                | S::FallbackStreamed
                | S::CutStream
                | S::ErrorInStream
                | S::Leaves
                | S::LeavesAtOnce
        )
    }

    /// Path and body.
    pub fn request(self, number: usize) -> (&'static str, Value) {
        use Scene as S;
        let messages = json!([{"role": "user", "content": format!("{CANARY} number {number}")}]);
        let model = match self {
            S::Anthropic | S::AnthropicStreamed | S::ToAnthropic | S::ToAnthropicStreamed => {
                "anthropic/claude-haiku-4-5"
            }
            S::Fallback | S::FallbackStreamed | S::ErrorEverywhere => "auto",
            S::Embedding => "openai/text-embedding-3-small",
            S::UnknownModel => "nobody/knows-this",
            _ => "openai/gpt-5.4",
        };
        match self {
            S::Anthropic | S::AnthropicStreamed | S::ToOpenAi | S::ToOpenAiStreamed => (
                "/v1/messages",
                json!({"model": model, "max_tokens": 400, "stream": self.streams(), "messages": messages,
                    "metadata": {"user_id": marker(number)}}),
            ),
            S::Embedding => ("/v1/embeddings", json!({"model": model, "input": [CANARY, "x"], "user": marker(number)})),
            S::Completion => {
                ("/v1/completions", json!({"model": model, "prompt": CANARY, "suffix": "y", "user": marker(number)}))
            }
            _ => {
                let mut body = json!({"model": model, "stream": self.streams(), "messages": messages,
                    "user": marker(number)});
                if self == S::StreamedAskingUsage {
                    body["stream_options"] = json!({"include_usage": true});
                }
                ("/v1/chat/completions", body)
            }
        }
    }

    /// What the provider does.
    pub fn script(self, seen: &Seen) -> sandbox::Scene {
        use Scene as S;
        let number = number(seen.marker.as_deref()) as u64;
        let cache = |share: u64| if number.is_multiple_of(3) { share + number % 7 } else { 0 };
        let tokens = match self {
            S::Embedding => Tokens::plain(3 + number % 11, 0),
            _ => Tokens {
                input_uncached: 20 + number % 101,
                cache_read: cache(30),
                cache_write_5m: if seen.wire == sandbox::Wire::Anthropic { cache(5) } else { 0 },
                cache_write_1h: if seen.wire == sandbox::Wire::Anthropic { cache(2) } else { 0 },
                output: 12 + number % 53,
                reasoning: if seen.wire == sandbox::Wire::OpenAi { number % 5 } else { 0 },
            },
        };
        let good = sandbox::Scene { tokens: Some(tokens), chunks: Some(8), ..sandbox::Scene::default() };
        match self {
            S::Fallback | S::FallbackStreamed if seen.persona == "one" => match number % 4 {
                0 => sandbox::Scene::refusing(Refusal::ServerError),
                1 => sandbox::Scene::refusing(Refusal::Overloaded),
                2 => sandbox::Scene::ending(Ending::HangUp),
                _ => sandbox::Scene { ending: Ending::GarbageAfter(0, b"<html></html>".to_vec()), ..good },
            },
            S::ErrorEverywhere => sandbox::Scene::refusing(Refusal::ServerError),
            S::RefusedByProvider => sandbox::Scene::refusing(Refusal::BadRequest(format!("{CANARY} was refused"))),
            S::CutStream => sandbox::Scene { ending: Ending::CutAfter(4), ..good },
            S::ErrorInStream => sandbox::Scene { ending: Ending::ErrorAfter(4), ..good },
            S::Garbage => sandbox::Scene { ending: Ending::GarbageAfter(0, b"{\"choices\": [".to_vec()), ..good },
            S::Leaves | S::LeavesAtOnce => sandbox::Scene { between_chunks_delay_ms: 2, ..good },
            S::UsageMissing => sandbox::Scene { hide_usage: true, ..good },
            _ => good,
        }
    }
}

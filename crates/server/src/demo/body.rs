//! Request bodies of the demonstration's client: filler text in the shapes that real clients send.

use super::cast::{Ask, Form, Member};
use super::dice::count_around;
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// The most that one answer may hold, in tokens.
const MOST_OUTPUT: f64 = 1_200.0;
/// The most that one prompt holds, in tokens.
const MOST_INPUT: f64 = 9_000.0;
/// Filler is drawn from these words; what they say means nothing.
const WORDS: &[&str] = &[
    "the", "ledger", "counts", "each", "request", "once", "while", "streams", "run", "and", "prices", "change", "a",
    "route", "picks", "what", "costs", "less", "when", "answers", "stay", "good",
];

/// The path and body of one request.
pub fn of(member: &Member, ask: &Ask, random: &mut StdRng) -> (&'static str, Value) {
    let tokens = count_around(random, ask.input_tokens, 0.5, MOST_INPUT);
    let limit = count_around(random, ask.output_tokens.max(1.0), 0.5, MOST_OUTPUT).max(16);
    // Two thirds stand before the question and are the same each time, as the instructions and files of a tool are:
    // that is what a prompt cache serves.
    let (same, new) = (standing(member, tokens * 2 / 3), filler(random, tokens / 3));
    match ask.form {
        Form::Embedding => ("/v1/embeddings", json!({"model": ask.model, "input": filler(random, tokens)})),
        Form::Chat => {
            let mut body = json!({
                "model": ask.model,
                "messages": [{"role": "system", "content": same}, {"role": "user", "content": new}],
                "max_completion_tokens": limit,
                "stream": ask.streamed,
            });
            if ask.tools {
                let function = json!({"name": "read_file", "description": "Reads a file.", "parameters": parameters()});
                body["tools"] = json!([{"type": "function", "function": function}]);
            }
            ("/v1/chat/completions", body)
        }
        Form::Messages => {
            let mut body = json!({
                "model": ask.model,
                "system": [{"type": "text", "text": same, "cache_control": {"type": "ephemeral"}}],
                "messages": [{"role": "user", "content": new}],
                "max_tokens": limit,
                "stream": ask.streamed,
            });
            if ask.tools {
                body["tools"] =
                    json!([{"name": "read_file", "description": "Reads a file.", "input_schema": parameters()}]);
            }
            ("/v1/messages", body)
        }
    }
}

fn parameters() -> Value {
    json!({"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]})
}

fn filler(random: &mut StdRng, tokens: u64) -> String {
    let words = (0..tokens.max(1)).map(|_| WORDS[random.random_range(0..WORDS.len())]);
    words.collect::<Vec<_>>().join(" ")
}

/// Text that is the same for a member whenever its length falls into the same class.
fn standing(member: &Member, tokens: u64) -> String {
    let length = usize::try_from(tokens.next_power_of_two()).unwrap_or(1).max(16);
    let begin = member.name.len();
    let words = (0..length).map(|at| WORDS[(begin + at * 7 + at / 22) % WORDS.len()]);
    format!("You work with {}. {}", member.name, words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::cast::CAST;
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn every_ask_of_everybody_has_a_body_that_names_its_model() {
        let mut random = StdRng::seed_from_u64(3);
        for member in CAST {
            for ask in member.asks {
                let (path, body) = of(member, ask, &mut random);
                assert!(path.starts_with("/v1/"));
                assert_eq!(body["model"], ask.model);
                assert_eq!(body.get("tools").is_some(), ask.tools, "{} {}", member.name, ask.model);
            }
        }
    }
}

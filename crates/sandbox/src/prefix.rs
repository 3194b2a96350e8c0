//! The simulated prompt cache: which beginnings of prompts were seen lately, and what that makes cached. Bounded.

use crate::seen::{Seen, Wire};
use crate::tokens::{self, Tokens};
use serde_json::Value;
use std::collections::HashMap;

/// Beginnings remembered; past it the oldest half is forgotten.
const REMEMBERED: usize = 8192;
const FIVE_MINUTES_MS: u64 = 300_000;
const ONE_HOUR_MS: u64 = 3_600_000;
/// OpenAI caches prompts from 1024 tokens on, in steps of 128 (its "Prompt caching" guide).
const OPENAI_LEAST: u64 = 1024;
const OPENAI_STEP: u64 = 128;

/// A place in a prompt where a cached beginning may end.
struct Boundary {
    hash: u64,
    tokens: u64,
    /// Lifetime in milliseconds of a beginning stored here; `None` where the request does not mark it.
    store_ms: Option<u64>,
}

/// Beginnings of prompts by hash, with the moment each is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    until_ms: HashMap<u64, u64>,
}

impl Prefixes {
    /// Splits a request's input into cached, stored and plain tokens, and remembers what it stores.
    pub(crate) fn classify(&mut self, seen: &Seen, seed: u64, now_ms: u64) -> Tokens {
        let total = tokens::count(&prompt_only(&seen.body)).max(1);
        let boundaries = boundaries(seen, seed);
        let last_marked = boundaries.iter().rposition(|boundary| boundary.store_ms.is_some());
        let known = |boundary: &Boundary| self.until_ms.get(&boundary.hash).is_some_and(|until| *until > now_ms);
        let read = boundaries[..last_marked.map_or(0, |index| index + 1)]
            .iter()
            .rfind(|boundary| known(boundary))
            .map_or(0, |boundary| boundary.tokens.min(total));
        let mut input = Tokens::default();
        match seen.wire {
            Wire::OpenAi if read >= OPENAI_LEAST => input.cache_read = read / OPENAI_STEP * OPENAI_STEP,
            Wire::OpenAi => {}
            Wire::Anthropic => {
                input.cache_read = read;
                let mut from = read;
                for boundary in boundaries.iter().filter(|boundary| boundary.store_ms.is_some()) {
                    let upto = boundary.tokens.min(total);
                    let stored = upto.saturating_sub(from);
                    if boundary.store_ms == Some(ONE_HOUR_MS) {
                        input.cache_write_1h += stored;
                    } else {
                        input.cache_write_5m += stored;
                    }
                    from = from.max(upto);
                }
            }
        }
        input.input_uncached = total - input.input_total();
        if self.until_ms.len() >= REMEMBERED {
            let mut moments: Vec<u64> = self.until_ms.values().copied().collect();
            moments.sort_unstable();
            let middle = moments[moments.len() / 2];
            self.until_ms.retain(|_, until| *until > middle);
        }
        for boundary in &boundaries {
            if let Some(lifetime_ms) = boundary.store_ms {
                self.until_ms.insert(boundary.hash, now_ms + lifetime_ms);
            }
        }
        input
    }
}

/// What of a body is prompt, so that settings such as `stream` do not count.
pub(crate) fn prompt_only(body: &Value) -> Value {
    let keep = ["tools", "system", "messages", "prompt", "suffix", "input"];
    keep.iter().filter_map(|key| body.get(*key).cloned()).collect()
}

fn boundaries(seen: &Seen, seed: u64) -> Vec<Boundary> {
    let mut found = Vec::new();
    let (mut hash, mut count) = (tokens::hash(seed, seen.model.as_bytes()), 0);
    let mut step = |block: &Value, store_ms: Option<u64>| {
        let mut plain = block.clone();
        strip_markers(&mut plain);
        hash = tokens::hash(hash, plain.to_string().as_bytes());
        count += tokens::count(block);
        found.push(Boundary { hash, tokens: count, store_ms });
    };
    for part in ["tools", "system", "messages"] {
        match &seen.body[part] {
            Value::Array(items) => {
                for item in items {
                    match (&item["content"], seen.wire) {
                        // Anthropic's markers stand on blocks inside a message, so that each block is a place.
                        (Value::Array(blocks), Wire::Anthropic) => {
                            blocks.iter().for_each(|block| step(block, marked(block)));
                        }
                        (_, Wire::Anthropic) => step(item, marked(item)),
                        (_, Wire::OpenAi) => step(item, Some(FIVE_MINUTES_MS)),
                    }
                }
            }
            Value::Null => {}
            other => step(other, None),
        }
    }
    found
}

fn marked(block: &Value) -> Option<u64> {
    let marker = block.get("cache_control").filter(|marker| marker.is_object())?;
    Some(if marker["ttl"] == "1h" { ONE_HOUR_MS } else { FIVE_MINUTES_MS })
}

fn strip_markers(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("cache_control");
            fields.values_mut().for_each(strip_markers);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_markers),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};
    use serde_json::json;

    fn seen(path: &str, body: &Value) -> Seen {
        Seen::read(0, &Method::POST, path, &HeaderMap::new(), body.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn anthropic_writes_a_marked_beginning_once_and_reads_it_after() {
        let ask = |question: &str| {
            seen(
                "/v1/messages",
                &json!({
                    "model": "m", "max_tokens": 9,
                    "system": [{"type": "text", "text": "x".repeat(400), "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
                    "messages": [{"role": "user", "content": question}]
                }),
            )
        };
        let mut prefixes = Prefixes::default();
        let first = prefixes.classify(&ask("one?"), 0, 0);
        assert_eq!((first.cache_read, first.cache_write_5m, first.cache_write_1h), (0, 0, 102));
        let second = prefixes.classify(&ask("two?"), 0, 1);
        assert_eq!((second.cache_read, second.cache_write_1h), (102, 0));
        assert_eq!(first.input_total(), second.input_total());
        let after_an_hour = prefixes.classify(&ask("two?"), 0, 1 + ONE_HOUR_MS + 1);
        assert_eq!(after_an_hour.cache_write_1h, 102);
    }

    #[test]
    fn openai_caches_long_beginnings_by_itself_in_steps() {
        let ask = |question: &str| {
            let system = json!({"role": "system", "content": "x".repeat(8_000)});
            seen(
                "/v1/chat/completions",
                &json!({"model": "m", "messages": [system, {"role": "user", "content": question}]}),
            )
        };
        let mut prefixes = Prefixes::default();
        assert_eq!(prefixes.classify(&ask("one?"), 0, 0).cache_read, 0);
        let second = prefixes.classify(&ask("two?"), 0, 1);
        assert_eq!(second.cache_read, 1920);
        assert!(second.input_uncached > 0);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut prefixes = Prefixes::default();
        for index in 0..3 * REMEMBERED {
            let text = index.to_string();
            let body = json!({"model": "m", "messages": [{"role": "user", "content": text}]});
            prefixes.classify(&seen("/v1/chat/completions", &body), 0, index as u64);
        }
        assert!(prefixes.until_ms.len() <= REMEMBERED);
    }
}

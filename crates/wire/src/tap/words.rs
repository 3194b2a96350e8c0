//! How much a model wrote, counted in the bytes of an event without a tree: strings under known keys.

use crate::envelope::string_end;

/// The keys under which words of the model stand, in both dialects.
const KEYS: [&[u8]; 9] = [
    b"content",
    b"text",
    b"arguments",
    b"partial_json",
    b"thinking",
    b"reasoning_content",
    b"reasoning",
    b"refusal",
    b"name",
];

/// Bytes the model wrote in the objects that follow `"marker":` in an event, escapes counted as written.
pub(super) fn after(finder: &memchr::memmem::Finder<'_>, json: &[u8]) -> u64 {
    let mut total = 0;
    let mut rest = json;
    while let Some(at) = finder.find(rest) {
        let (bytes, end) = in_object(&rest[at + finder.needle().len()..]);
        total += bytes;
        rest = &rest[at + finder.needle().len() + end..];
    }
    total
}

/// Bytes the model wrote in the first value of `json`, and where it ends.
pub(super) fn in_object(json: &[u8]) -> (u64, usize) {
    let (mut total, mut depth, mut at) = (0, 0_u32, 0);
    let mut counted = false;
    while at < json.len() {
        match json[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (total, at + 1);
                }
            }
            b'"' => {
                let end = string_end(json, at + 1).min(json.len());
                let string = &json[at + 1..end];
                at = end;
                let is_key =
                    json[(end + 1).min(json.len())..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                if is_key {
                    counted = KEYS.contains(&string);
                } else if counted {
                    total += string.len() as u64;
                }
                if depth == 0 {
                    return (total, (at + 1).min(json.len()));
                }
            }
            // `null` and numbers at the top are no objects.
            b',' if depth == 0 => return (total, at),
            _ => {}
        }
        at += 1;
    }
    (total, json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(marker: &str, json: &str) -> u64 {
        after(&memchr::memmem::Finder::new(marker), json.as_bytes())
    }

    #[test]
    fn words_are_counted_and_the_rest_is_not() {
        for (json, bytes) in [
            (r#"{"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#, 0),
            (r#"{"choices":[{"delta":{"content":"Hello"},"finish_reason":null}]}"#, 5),
            (r#"{"choices":[{"delta": {"content": null, "reasoning_content": "ab"}}]}"#, 2),
            (
                r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"f","arguments":"{\"a"}}]}}]}"#,
                5,
            ),
            (r#"{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}"#, 2),
            (r#"{"choices":[{"delta":{},"finish_reason":"stop"}],"obfuscation":"aaaa"}"#, 0),
            (r#"{"choices":[{"delta":null,"finish_reason":"stop"}],"content":"x"}"#, 0),
            (r#"{"type":"content_block_delta","delta":{"type":"text_delta","text":"a\"b"}}"#, 4),
            (r#"{"delta":{"type":"signature_delta","signature":"zzz"}}"#, 0),
            (r#"{"delta":{"content":"unended"#, 7),
        ] {
            assert_eq!(count("\"delta\"", json), bytes, "{json}");
        }
    }
}

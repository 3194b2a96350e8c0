//! A request body passed on in its own dialect: the client's bytes, with the value of `model` and the usage request
//! changed and nothing else.

use crate::envelope::Envelope;
use bytes::Bytes;
use std::ops::Range;

/// What happens to the usage request of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UsageRequest {
    /// As the client wrote it.
    Keep,
    /// Ask, whatever the client wrote.
    Ask,
    /// Leave `stream_options` out: this upstream refuses it.
    Remove,
}

/// The body in pieces, to be sent one after the other. Pieces of the client's body are slices, not copies.
pub(crate) fn body(body: &Bytes, envelope: &Envelope, model: &str, usage: UsageRequest) -> Vec<Bytes> {
    let mut changes = vec![(envelope.model_range.clone(), Bytes::from(crate::json::string(model)))];
    match (usage, &envelope.stream_options) {
        (UsageRequest::Keep, _) | (UsageRequest::Remove, None) => {}
        (UsageRequest::Ask, None) => {
            let at = envelope.object_start;
            changes.push((at..at, Bytes::from_static(b"\"stream_options\":{\"include_usage\":true},")));
        }
        (UsageRequest::Ask, Some(options)) if options.include_usage == Some(true) => {}
        (UsageRequest::Ask, Some(options)) => {
            changes.push((options.range.clone(), asking(&body[options.range.clone()])));
        }
        (UsageRequest::Remove, Some(options)) => changes.push((field(body, &options.range), Bytes::new())),
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut pieces = Vec::with_capacity(changes.len() * 2 + 1);
    let mut at = 0;
    for (range, new) in changes {
        if at < range.start {
            pieces.push(body.slice(at..range.start));
        }
        if !new.is_empty() {
            pieces.push(new);
        }
        at = range.end;
    }
    if at < body.len() {
        pieces.push(body.slice(at..));
    }
    pieces
}

/// Where a field stands whose value is at `value`, with its name and one comma beside it.
fn field(body: &[u8], value: &Range<usize>) -> Range<usize> {
    let space = |byte: &u8| !byte.is_ascii_whitespace();
    let back = |end: usize| body[..end].iter().rposition(space).unwrap_or(0);
    // Before the value stand a colon and the name, which holds no quote of its own.
    let name_end = back(back(value.start));
    let start = body[..name_end].iter().rposition(|byte| *byte == b'"').unwrap_or(0);
    match body[value.end..].iter().position(space).map(|skip| value.end + skip) {
        Some(comma) if body[comma] == b',' => start..comma + 1,
        _ => match back(start) {
            comma if body[comma] == b',' => comma..value.end,
            _ => start..value.end,
        },
    }
}

/// The client's `stream_options` with `include_usage` on and every other option kept.
fn asking(options: &[u8]) -> Bytes {
    let mut map: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(options).unwrap_or_default();
    map.insert("include_usage".to_owned(), true.into());
    Bytes::from(serde_json::Value::Object(map).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Endpoint;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn spliced(text: &str, model: &str, usage: UsageRequest) -> Value {
        let bytes = Bytes::from(text.to_owned());
        let envelope = Envelope::read(Endpoint::ChatCompletions, &bytes).expect("valid");
        serde_json::from_slice(&body(&bytes, &envelope, model, usage).concat()).expect("still JSON")
    }

    #[test]
    fn the_usage_request_is_put_in_changed_or_taken_out() {
        let ask = |text| spliced(text, "m", UsageRequest::Ask);
        assert_eq!(ask(r#"{"model":"x"}"#)["stream_options"], json!({"include_usage": true}));
        assert_eq!(ask(r#"{"model":"x","stream_options":null}"#)["stream_options"], json!({"include_usage": true}));
        assert_eq!(
            ask(r#" {"stream_options":{"include_obfuscation":false},"model":"x"}"#)["stream_options"],
            json!({"include_obfuscation": false, "include_usage": true})
        );
        for text in [
            r#"{"stream_options":{"include_usage":true},"model":"x"}"#,
            r#"{ "model" : "x" , "stream_options" : null }"#,
            r#"{"model":"x","stream\u005foptions":{}}"#,
            "{\n \"stream_options\": {},\n \"model\": \"x\"\n}",
        ] {
            assert_eq!(spliced(text, "m", UsageRequest::Remove), json!({"model": "m"}), "{text}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a-z\"\\\\é]{1,6}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn only_model_and_stream_options_change(
            others in proptest::collection::btree_map("[xyz][a-z\"\\\\é]{1,6}", any_json(), 0..6),
            model in "[a-z/.\"\\\\é]{1,20}",
            to in any::<String>(),
            options in proptest::option::of(prop_oneof![
                Just(Value::Null), Just(json!({})), Just(json!({"include_usage": false, "a": [1]})),
            ]),
            pretty in any::<bool>(),
        ) {
            let mut map: serde_json::Map<String, Value> = others.into_iter().collect();
            map.insert("model".into(), model.into());
            if let Some(options) = options {
                map.insert("stream_options".into(), options);
            }
            let before = Value::Object(map);
            let text = if pretty { serde_json::to_string_pretty(&before) } else { serde_json::to_string(&before) }.expect("json");
            for usage in [UsageRequest::Keep, UsageRequest::Ask, UsageRequest::Remove] {
                let mut after = spliced(&text, &to, usage);
                prop_assert_eq!(&after["model"], &json!(to.clone()));
                if usage == UsageRequest::Remove {
                    prop_assert!(after.get("stream_options").is_none());
                } else if usage == UsageRequest::Ask {
                    prop_assert_eq!(&after["stream_options"]["include_usage"], &json!(true));
                }
                // Parsed as well, because parsing a float may round.
                let mut expected: Value = serde_json::from_str(&text).expect("json");
                for value in [&mut after, &mut expected] {
                    let map = value.as_object_mut().expect("object");
                    map.remove("model");
                    if usage != UsageRequest::Keep {
                        map.remove("stream_options");
                    }
                }
                prop_assert_eq!(after, expected);
            }
        }
    }
}

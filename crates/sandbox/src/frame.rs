//! One event of a stream, and how text is shared out over events. Pure.

use crate::scene::Framing;
use serde_json::Value;

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The `event:` line, where the wire has one.
    pub(crate) event: Option<String>,
    /// The `data:` line.
    pub(crate) data: String,
    /// Output tokens generated when it leaves.
    pub(crate) generated: u64,
    /// Whether it brings content: what delays and endings count.
    pub(crate) content: bool,
}

impl Frame {
    /// An event without a name.
    pub(crate) fn data(data: &Value, generated: u64) -> Self {
        Self { event: None, data: data.to_string(), generated, content: false }
    }

    /// An event without a name that brings content.
    pub(crate) fn content(data: &Value, generated: u64) -> Self {
        Self { content: true, ..Self::data(data, generated) }
    }

    /// An event named after its `type`.
    pub(crate) fn event(data: &Value, generated: u64) -> Self {
        Self { event: data["type"].as_str().map(str::to_owned), ..Self::data(data, generated) }
    }

    /// The bytes of the event.
    pub(crate) fn bytes(&self, framing: Framing) -> Vec<u8> {
        let end = if framing.crlf { "\r\n" } else { "\n" };
        let comment = if framing.comments { format!(": simulated{end}") } else { String::new() };
        let name = self.event.as_ref().map_or_else(String::new, |event| format!("event: {event}{end}"));
        format!("{comment}{name}data: {}{end}{end}", self.data).into_bytes()
    }
}

/// Cuts a text into at most `count` pieces of nearly equal length, at character borders. Joined they are the text.
pub(crate) fn pieces(text: &str, count: usize) -> Vec<&str> {
    let mut cuts = Vec::with_capacity(count);
    let mut from = 0;
    for number in 1..=count {
        let mut to = text.len() * number / count;
        while !text.is_char_boundary(to) {
            to += 1;
        }
        if to > from {
            cuts.push(&text[from..to]);
            from = to;
        }
    }
    cuts
}

/// The part of `total` that belongs to the first `done` of `count` steps.
pub(crate) fn share(total: u64, done: usize, count: usize) -> u64 {
    (u128::from(total) * done as u128 / count.max(1) as u128) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_join_to_the_text_and_are_not_too_many(text in ".{0,80}", count in 1usize..40) {
            let cut = pieces(&text, count);
            prop_assert!(cut.len() <= count);
            prop_assert_eq!(cut.concat(), text);
        }
    }
}

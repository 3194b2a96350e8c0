//! How hard a request looks, from its shape alone: sizes and counts, never a word of the text.

use std::fmt;

/// What a request holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Features {
    /// Bytes of text in the prompt.
    pub prompt_bytes: u64,
    /// Messages in the conversation.
    pub messages: u32,
    /// Tools offered.
    pub tools: u32,
    /// Images in the prompt.
    pub images: u32,
    /// Whether the answer must follow a JSON schema.
    pub json_schema: bool,
    /// Whether the client asked for reasoning.
    pub reasoning: bool,
}

/// How hard, in three steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Class {
    /// A short question.
    Simple,
    /// In between.
    Moderate,
    /// Long, many tools, images or reasoning.
    Complex,
}

impl Class {
    /// Every class, easiest first.
    pub const ALL: [Self; 3] = [Self::Simple, Self::Moderate, Self::Complex];

    /// The name as configured and recorded.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Moderate => "moderate",
            Self::Complex => "complex",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How hard a request looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Complexity {
    /// 0 to 100.
    pub score: u8,
    /// The step it falls in.
    pub class: Class,
}

/// The score from which a request is moderate.
pub const MODERATE_FROM: u8 = 20;
/// The score from which a request is complex.
pub const COMPLEX_FROM: u8 = 50;

/// Scores a request. Each part is capped, so that no single one fills the scale, and more of anything never scores less.
///
/// Text gives up to 40 (one point a doubling past 256 bytes would be too flat, so: 4 points a doubling), the
/// conversation's length up to 10, tools up to 25, images up to 15, a schema 5, asked-for reasoning 15.
#[must_use]
pub fn complexity(features: &Features) -> Complexity {
    let doublings = (features.prompt_bytes / 256).checked_ilog2().map_or(0, |log| log + 1);
    let text = (doublings * 4).min(40);
    let conversation = features.messages.saturating_sub(1).min(10);
    let tools = if features.tools == 0 { 0 } else { features.tools.saturating_add(9).min(25) };
    let images = features.images.saturating_mul(8).min(15);
    let schema = if features.json_schema { 5 } else { 0 };
    let reasoning = if features.reasoning { 15 } else { 0 };
    let sum = (text + conversation + tools + images + schema + reasoning).min(100);
    let score = u8::try_from(sum).unwrap_or(100);
    let class = match score {
        COMPLEX_FROM.. => Class::Complex,
        MODERATE_FROM.. => Class::Moderate,
        _ => Class::Simple,
    };
    Complexity { score, class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_shapes_fall_in_the_class_one_expects() {
        let class = |features: Features| complexity(&features).class;
        let question = Features { prompt_bytes: 200, messages: 1, ..Features::default() };
        assert_eq!(class(question), Class::Simple);
        assert_eq!(class(Features { prompt_bytes: 8_000, messages: 6, ..question }), Class::Moderate);
        assert_eq!(class(Features { prompt_bytes: 40_000, messages: 3, tools: 20, ..question }), Class::Complex);
    }

    proptest! {
        #[test]
        fn more_of_anything_never_looks_easier(
            bytes in 0u64..10_000_000, messages in 0u32..1000, tools in 0u32..200, images in 0u32..50,
            schema: bool, reasoning: bool,
        ) {
            let base = Features {
                prompt_bytes: bytes, messages, tools, images, json_schema: schema, reasoning,
            };
            let score = complexity(&base).score;
            prop_assert!(score <= 100);
            for harder in [
                Features { prompt_bytes: bytes * 2 + 1, ..base },
                Features { messages: messages + 1, ..base },
                Features { tools: tools + 1, ..base },
                Features { images: images + 1, ..base },
                Features { json_schema: true, reasoning: true, ..base },
            ] {
                prop_assert!(complexity(&harder).score >= score);
            }
        }
    }
}

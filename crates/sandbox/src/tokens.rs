//! Tokens by class, and how the sandbox counts them. Kept apart from `domain` on purpose: a bill that is to check the
//! ledger must not be computed by the ledger's own code.

use serde_json::Value;

/// Tokens of one request or of a sum of them. Every token is in exactly one class, except `reasoning`, which is a part
/// of `output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tokens {
    /// Input that no prompt cache served or stored.
    pub input_uncached: u64,
    /// Input read from a prompt cache.
    pub cache_read: u64,
    /// Input written to a prompt cache that lives five minutes.
    pub cache_write_5m: u64,
    /// Input written to a prompt cache that lives one hour.
    pub cache_write_1h: u64,
    /// Output, reasoning included.
    pub output: u64,
    /// The part of `output` spent on reasoning.
    pub reasoning: u64,
}

impl Tokens {
    /// Uncached input and output, no cache, no reasoning.
    #[must_use]
    pub fn plain(input: u64, output: u64) -> Self {
        Self { input_uncached: input, output, ..Self::default() }
    }

    /// All input, cached parts included.
    #[must_use]
    pub fn input_total(&self) -> u64 {
        self.input_uncached + self.cache_read + self.cache_write_5m + self.cache_write_1h
    }
}

impl std::ops::Add for Tokens {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            input_uncached: self.input_uncached + other.input_uncached,
            cache_read: self.cache_read + other.cache_read,
            cache_write_5m: self.cache_write_5m + other.cache_write_5m,
            cache_write_1h: self.cache_write_1h + other.cache_write_1h,
            output: self.output + other.output,
            reasoning: self.reasoning + other.reasoning,
        }
    }
}

impl std::ops::AddAssign for Tokens {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// What an image or document counts, whatever its size.
const PER_ATTACHMENT: u64 = 765;

/// The sandbox's made-up count of a JSON value: four bytes of text a token, a fixed figure per attachment, one per
/// block. Cache markers count nothing, so that moving one does not change a prompt.
#[must_use]
pub fn count(value: &Value) -> u64 {
    match value {
        Value::String(text) if text.starts_with("data:") => PER_ATTACHMENT,
        Value::String(text) => (text.len() as u64).div_ceil(4),
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_u64) => items.len() as u64,
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) if fields.get("type").is_some_and(|kind| kind == "base64") => PER_ATTACHMENT,
        Value::Object(fields) => {
            1 + fields.iter().filter(|(key, _)| *key != "cache_control").map(|(_, inner)| count(inner)).sum::<u64>()
        }
        _ => 0,
    }
}

/// FNV-1a, 64 bit: the same on every machine and compiler, which golden files need.
#[must_use]
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325 ^ seed, |state, byte| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn text_counts_by_length_attachments_by_piece_and_markers_not_at_all() {
        assert_eq!(count(&json!("12345")), 2);
        assert_eq!(count(&json!([1, 2, 3])), 3);
        assert_eq!(count(&json!({"url": "data:image/png;base64,AAAA"})), 1 + PER_ATTACHMENT);
        let marked = json!({"type": "text", "text": "abcd", "cache_control": {"type": "ephemeral"}});
        assert_eq!(count(&marked), count(&json!({"type": "text", "text": "abcd"})));
    }

    #[test]
    fn classes_add_one_by_one() {
        let one =
            Tokens { input_uncached: 1, cache_read: 2, cache_write_5m: 3, cache_write_1h: 4, output: 5, reasoning: 1 };
        assert_eq!((one + one).input_total(), 20);
        assert_eq!((one + one).reasoning, 2);
    }
}

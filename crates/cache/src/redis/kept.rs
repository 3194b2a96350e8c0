//! How an answer lies in Redis: what it was computed under, then its text.

use crate::answers::Generation;
use std::sync::Arc;

/// Says how the rest is to be read. Another layout gets another mark, so that versions of this program can share a Redis.
const LAYOUT: u8 = 1;

/// The mark and two generations.
const HEAD_BYTES: usize = 1 + 16 + 16;

/// The longest answer that is kept: far above any dashboard's, far below what would make Redis slow for others.
const MAX_ANSWER_BYTES: usize = 1 << 20;

/// The bytes to keep; `None` for an answer that is too long.
pub(crate) fn pack(generation: Generation, answer: &str) -> Option<Vec<u8>> {
    if answer.len() > MAX_ANSWER_BYTES {
        return None;
    }
    let mut bytes = Vec::with_capacity(HEAD_BYTES + answer.len());
    bytes.push(LAYOUT);
    bytes.extend_from_slice(&generation.everyone.to_be_bytes());
    bytes.extend_from_slice(&generation.tenant.to_be_bytes());
    bytes.extend_from_slice(answer.as_bytes());
    Some(bytes)
}

/// The answer, if these bytes are one and were computed under this generation.
pub(crate) fn unpack(bytes: &[u8], generation: Generation) -> Option<Arc<str>> {
    let (head, answer) = bytes.split_at_checked(HEAD_BYTES)?;
    let (everyone, tenant) = head.get(1..)?.split_at_checked(16)?;
    let same = head.first() == Some(&LAYOUT)
        && everyone == generation.everyone.to_be_bytes()
        && tenant == generation.tenant.to_be_bytes();
    if !same {
        return None;
    }
    std::str::from_utf8(answer).ok().map(Arc::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_answer_comes_back_under_its_own_generation_only(
            everyone: u128, tenant: u128, other: u128, answer in ".{0,200}",
        ) {
            let generation = Generation { everyone, tenant };
            let bytes = pack(generation, &answer).expect("short");
            let found = unpack(&bytes, generation);
            prop_assert_eq!(found.as_deref(), Some(answer.as_str()));
            for (everyone, tenant) in [(other, tenant), (everyone, other)] {
                let different = Generation { everyone, tenant };
                prop_assert_eq!(unpack(&bytes, different).is_some(), different == generation);
            }
        }

        #[test]
        fn garbage_is_no_answer_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert_eq!(unpack(&bytes, Generation { everyone: 1, tenant: 2 }), None);
        }
    }

    #[test]
    fn what_is_too_long_is_not_kept() {
        let generation = Generation { everyone: 1, tenant: 2 };
        assert!(pack(generation, &"x".repeat(MAX_ANSWER_BYTES)).is_some());
        assert!(pack(generation, &"x".repeat(MAX_ANSWER_BYTES + 1)).is_none());
    }
}

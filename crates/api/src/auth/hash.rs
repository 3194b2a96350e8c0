//! Keys and tokens: how they are made, hashed and recognised.

use crate::state::Random;
use domain::Secret;
use sha2::{Digest, Sha256};
use store::KeyHash;

/// Characters of a key that are kept readable, to recognise it by: `tk_` and six more, 24 of its 256 bits.
const PREFIX_CHARS: usize = 9;

/// The hash a key or token is kept and found by.
#[must_use]
pub fn hash(secret: &str) -> KeyHash {
    KeyHash(Sha256::digest(secret.as_bytes()).into())
}

/// A new API key, its readable prefix and its hash: `tk_` and 64 hexadecimal digits of 32 random bytes.
#[must_use]
pub fn new_key(random: &Random) -> (Secret, String, KeyHash) {
    let key = format!("tk_{}", random_hex(random));
    let prefix = key.chars().take(PREFIX_CHARS).collect();
    let hashed = hash(&key);
    (Secret::new(key), prefix, hashed)
}

/// A new session or link token and its hash.
#[must_use]
pub fn new_token(random: &Random) -> (Secret, KeyHash) {
    let token = random_hex(random);
    let hashed = hash(&token);
    (Secret::new(token), hashed)
}

/// The hash that an operator's session is kept under: it holds the operator key's own, so that a changed operator key
/// ends every session that was made from the old one.
#[must_use]
pub(crate) fn operator_session(token: &str, operator: &KeyHash) -> KeyHash {
    KeyHash(Sha256::new().chain_update(token.as_bytes()).chain_update(operator.0).finalize().into())
}

fn random_hex(random: &Random) -> String {
    use std::fmt::Write as _;
    let mut bytes = [0; 32];
    random(&mut bytes);
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

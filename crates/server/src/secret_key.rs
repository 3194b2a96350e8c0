//! Keys and links: made of 256 random bits, kept as their SHA-256 only.

use domain::Secret;
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use store::KeyHash;

/// Makes a secret with a prefix that says what it is, such as `tk_`.
pub fn make(prefix: &str) -> Secret {
    let mut random = [0_u8; 32];
    rand::rng().fill_bytes(&mut random);
    let text: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Secret::new(format!("{prefix}{text}"))
}

/// What is kept of a secret.
pub fn hash(secret: &Secret) -> KeyHash {
    KeyHash(Sha256::digest(secret.expose().as_bytes()).into())
}

/// A key's first characters, to recognise it by.
pub fn prefix(secret: &Secret) -> String {
    secret.expose().chars().take(9).collect()
}

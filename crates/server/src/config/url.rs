//! Addresses of services, which may hold a password: written as text, or named by where they lie.

use super::secret::{self, Outside};
use super::section::{Found, Section};
use super::tree::Kind;
use domain::Secret;

/// Takes an address: `"scheme://…"`, or `{ env = "NAME" }` or `{ file = "path" }` where it holds a password that does not
/// belong in the file. `parse` says what is wrong with it, without repeating it.
pub fn read<T>(
    section: &mut Section<'_>,
    key: &'static str,
    outside: &Outside<'_>,
    parse: impl FnOnce(Secret) -> Result<T, String>,
) -> Option<Found<T>> {
    let value = section.raw(key)?;
    let (text, shown) = match &value.kind {
        Kind::Table(_) => (secret::read(&value, outside), None),
        Kind::Text(text) => (Ok(Secret::new(text.as_str())), Some(value.shown())),
        _ => (Err("write an address in quotes, or { env = \"NAME\" }".to_owned()), Some(value.shown())),
    };
    match text.and_then(parse) {
        Ok(parsed) => Some(Found { value: parsed, at: value.at }),
        Err(says) => {
            section.problem(&value.at, key, shown, says);
            None
        }
    }
}

/// Whether an address begins with one of these.
pub fn is_one_of(url: &Secret, schemes: &[&str]) -> bool {
    schemes.iter().any(|scheme| url.expose().starts_with(scheme))
}

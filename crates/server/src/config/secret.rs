//! Secrets: named by where they lie, never written in the file itself.

use super::problem::nearest;
use super::tree::{Kind, Value};
use domain::Secret;
use std::path::Path;

/// What lies outside the configuration's text. Passed in, so that reading a configuration is a pure function.
pub struct Outside<'a> {
    /// An environment variable's value.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// A file's text.
    pub file: &'a dyn Fn(&Path) -> std::io::Result<String>,
}

/// Reads `{ env = "…" }` or `{ file = "…" }` and fetches what is there.
///
/// # Errors
/// What to write instead, or what is missing; never the secret.
pub fn read(value: &Value, outside: &Outside<'_>) -> Result<Secret, String> {
    let Kind::Table(table) = &value.kind else {
        return Err("a secret is never written in the file; write { env = \"NAME\" } or { file = \"path\" }".to_owned());
    };
    let mut entries = table.iter();
    let (Some((source, named)), None) = (entries.next(), entries.next()) else {
        return Err("write either { env = \"NAME\" } or { file = \"path\" }".to_owned());
    };
    let Kind::Text(name) = &named.kind else {
        return Err(format!("`{source}` takes a text in quotes"));
    };
    let secret = match source.as_str() {
        "env" => (outside.variable)(name)
            .ok_or_else(|| format!("the environment variable {name} is not set; set it, or name another"))?,
        "file" => {
            (outside.file)(Path::new(name)).map_err(|error| format!("the file {name} cannot be read: {error}"))?
        }
        other => {
            return Err(match nearest(other, ["env", "file"]) {
                Some(meant) => format!("there is no `{other}`; did you mean `{meant}`?"),
                None => "write either { env = \"NAME\" } or { file = \"path\" }".to_owned(),
            });
        }
    };
    let secret = secret.trim();
    if secret.is_empty() {
        return Err(format!("{source} {name} is empty; put the key there"));
    }
    if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!("what lies in {source} {name} is not a key: it holds spaces or control characters"));
    }
    Ok(Secret::new(secret))
}

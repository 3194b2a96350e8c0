//! Which compressed forms of an answer a client takes.

use http::{HeaderMap, header};

/// Whether the client takes an answer in this coding, such as `gzip`.
#[must_use]
pub(crate) fn takes(headers: &HeaderMap, coding: &str) -> bool {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    accepted.split(',').map(|part| part.trim().split(';').collect::<Vec<_>>()).any(|part| {
        part.first() == Some(&coding) && !part.iter().any(|quality| matches!(quality.trim(), "q=0" | "q=0.0"))
    })
}

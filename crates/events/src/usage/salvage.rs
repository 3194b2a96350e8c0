//! What of a refused event may be kept: listed fields whose values can hold nothing anybody typed.

use super::decode::read_attempts;
use super::fields::{Field, Kind};
use super::object::{Object, text};
use domain::{ErrorCode, ModelName, ModelRef, Pico, ProviderName, RequestType, RouteName, Timestamp, Token};
use std::str::FromStr;
use uuid::Uuid;

/// The listed fields of a refused event whose values are of their kind, as JSON, so that a dead letter can be looked
/// at, fixed and replayed. Everything else is left out: unknown fields, texts that are not names, user texts that are
/// not ids. `{}` when nothing remains.
#[must_use]
pub fn salvage(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"{".to_vec();
    if let Some(object) = std::str::from_utf8(bytes).ok().and_then(Object::<Field>::read) {
        for field in Field::ALL {
            let Some(value) = object.get(*field).filter(|value| is_safe(field.kind(), value)) else { continue };
            if out.len() > 1 {
                out.push(b',');
            }
            out.push(b'"');
            out.extend_from_slice(field.name().as_bytes());
            out.extend_from_slice(b"\":");
            out.extend_from_slice(value.as_bytes());
        }
    }
    out.push(b'}');
    out
}

fn is_safe(kind: Kind, value: &str) -> bool {
    let is_short_number = || value.len() <= 24 && !value.starts_with(['"', '{', '[', 't', 'f', 'n']);
    match kind {
        // Wrong numbers are kept: they are what has to be fixed.
        Kind::Tokens | Kind::Millis | Kind::Version => is_short_number(),
        Kind::Flag => matches!(value, "true" | "false"),
        Kind::Uuid | Kind::Derived => is::<Uuid>(value),
        Kind::Time => text(value).is_some_and(|text| text.len() <= 64 && Timestamp::parse(&text).is_ok()),
        Kind::Provider => is::<ProviderName>(value),
        Kind::Model => is::<ModelName>(value),
        Kind::ModelRef => is::<ModelRef>(value),
        Kind::Route => is::<RouteName>(value),
        Kind::RequestType => is::<RequestType>(value),
        Kind::ErrorCode => is::<ErrorCode>(value),
        Kind::Token => is::<Token>(value),
        Kind::UsageSource => matches!(value, "\"provider\"" | "\"estimated\""),
        Kind::Money => value.len() <= 64 && is::<Pico>(value),
        Kind::Attempts => read_attempts(value).is_ok(),
    }
}

fn is<T: FromStr>(value: &str) -> bool {
    text(value).is_some_and(|text| text.parse::<T>().is_ok())
}

//! Errors on the wire: a provider's refusal read into a fault, and a fault written in the caller's dialect.

mod classify;
mod render;
mod retry_after;

pub(crate) use classify::{ErrorBody, classify_event, cut_short, not_the_protocol};
pub use classify::{classify, is_refusal_of_stream_options};
pub use render::{render_error, render_stream_error};

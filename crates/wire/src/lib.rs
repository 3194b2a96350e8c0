//! Bytes to domain and back: providers, dialects, server-sent events. Opens no socket.
//!
//! The life of a request: [`Endpoint::from_path`] → [`Envelope::read`] → for each candidate [`exchange`], send, then
//! [`Exchange::decode_full`] or [`Exchange::relay`]; a [`domain::Fault`] is written by [`render_error`] or
//! [`render_stream_error`].

mod dialects;
mod endpoint;
pub mod envelope;
mod errors;
mod exchange;
mod json;
mod models;
mod progress;
pub mod providers;
mod splice;
pub mod sse;
mod tap;
mod translate;
mod usage;

pub use endpoint::{Dialect, Endpoint};
pub use envelope::{Envelope, StreamOptions};
pub use errors::{classify, is_refusal_of_stream_options, render_error, render_stream_error};
pub use exchange::{Exchange, ExchangeOptions, exchange};
pub use models::{ListedModel, estimated_count, models};
pub use progress::{BYTES_PER_TOKEN, Full, Progress, Relay, estimate_tokens};
pub use providers::{Provider, Upstream};
pub use usage::InputFigure;

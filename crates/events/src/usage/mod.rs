//! The usage event's JSON form: one flat object, the seed's fifteen names first, then the optional additions.

pub(crate) mod attempts;
mod decode;
mod encode;
mod fields;
mod object;
mod rejected;
mod salvage;

pub use decode::{MAX_AHEAD_MS, MAX_ATTEMPTS, MAX_EVENT_BYTES, MAX_LATENCY_MS, MAX_TOKENS, check_age, decode};
pub use encode::{encode, encode_into};
pub use rejected::{Reason, Rejected};
pub use salvage::salvage;

#[cfg(test)]
mod tests;

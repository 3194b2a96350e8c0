//! Who is asking: API keys, the operator key, and dashboard sessions made from either.

pub mod cookie;
pub mod credential;
pub mod hash;
pub mod origin;
pub mod session;

pub use credential::{Caller, Operator, Who};

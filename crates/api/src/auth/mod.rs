//! Who is asking: API keys, the operator key, and dashboard sessions made from either.

pub mod session;

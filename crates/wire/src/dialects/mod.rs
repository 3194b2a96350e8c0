//! What clients and upstreams speak. A dialect reads and writes `domain::chat`; no dialect knows another.

mod stops;

pub(crate) use stops::{anthropic_stop, openai_stop};

//! What the process says about itself: log lines and metrics. Neither ever holds a header, a body or a key.

pub mod log;
pub mod metric;

//! `[limits]` and `[timeouts]`: how much and how long.

use super::section::Section;
use gateway::Limits;
use std::time::Duration;

/// Sizes and times of the data plane and of the process.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// The data plane's.
    pub gateway: Limits,
    /// The longest wait for a request's headers, and for the next request on a connection.
    pub header_time: Duration,
    /// How long running requests may take to end once the process is told to stop.
    pub shutdown_time: Duration,
}

const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Reads both sections.
pub fn read(mut limits: Section<'_>, mut timeouts: Section<'_>) -> Sizes {
    let mut gateway = Limits::default();
    let size =
        |found: Option<u64>, default: usize| found.and_then(|size| usize::try_from(size).ok()).unwrap_or(default);
    gateway.body_bytes = size(limits.bytes("body", 1 << 10, 4 << 30), gateway.body_bytes);
    gateway.answer_bytes = size(limits.bytes("answer", 1 << 10, 4 << 30), gateway.answer_bytes);
    gateway.drains = size(limits.whole("drains", 0, 1_000_000), gateway.drains);
    gateway.drain_tokens = limits.whole("drain_tokens", 0, 1_000_000).unwrap_or(gateway.drain_tokens);
    gateway.requests_per_minute = limits.whole("requests_per_minute", 1, 1_000_000_000);
    gateway.tokens_per_minute = limits.whole("tokens_per_minute", 1, 1_000_000_000_000);
    limits.finish();

    let mut time = |key: &'static str, default: Duration| timeouts.duration(key, SHORTEST, LONGEST).unwrap_or(default);
    gateway.body_time = time("body", gateway.body_time);
    gateway.connect_time = time("connect", gateway.connect_time);
    gateway.first_byte_time = time("first_byte", gateway.first_byte_time);
    gateway.full_answer_time = time("full_answer", gateway.full_answer_time);
    gateway.between_bytes_time = time("between_bytes", gateway.between_bytes_time);
    gateway.total_time = time("total", gateway.total_time);
    gateway.drain_time = time("drain", gateway.drain_time);
    let header_time = time("header", Duration::from_secs(75));
    let shutdown_time = time("shutdown", Duration::from_secs(30));
    timeouts.finish();
    Sizes { gateway, header_time, shutdown_time }
}

//! `[retry]`: how often and how long a request is tried before its first byte.

use super::section::Section;
use routing::RetrySettings;
use std::time::Duration;

/// Reads the section.
pub fn read(mut section: Section<'_>) -> RetrySettings {
    let mut retry = RetrySettings::default();
    let longest = Duration::from_secs(3600);
    let millis = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    if let Some(attempts) = section.whole("max_attempts", 1, 32) {
        retry.max_attempts = u32::try_from(attempts).unwrap_or(retry.max_attempts);
    }
    let mut time =
        |key: &'static str, default: u64| section.duration(key, Duration::ZERO, longest).map_or(default, millis);
    retry.deadline_ms = time("deadline", retry.deadline_ms);
    retry.base_delay_ms = time("base_delay", retry.base_delay_ms);
    retry.max_delay_ms = time("max_delay", retry.max_delay_ms);
    retry.direct_after_timeout = section.flag("direct_after_timeout").unwrap_or(retry.direct_after_timeout);
    section.finish();
    retry
}

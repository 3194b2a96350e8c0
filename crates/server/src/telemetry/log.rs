//! Log lines: for people on a terminal, one JSON object a line otherwise, always on standard error.

use crate::config::{Format, Telemetry};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts logging. A second call changes nothing.
pub fn start(settings: &Telemetry) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let human = match settings.format {
        Format::Human => true,
        Format::Json => false,
        Format::Auto => std::io::stderr().is_terminal(),
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = if human {
        lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init()
    } else {
        lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    };
    // The only error is that logging runs already, as in a test that starts twice.
    drop(started);
}

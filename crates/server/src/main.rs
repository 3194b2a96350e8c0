//! The binary: config, telemetry, commands; the only place that knows every implementation.

mod config;

fn main() {}

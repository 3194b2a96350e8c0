//! The binary: config, telemetry, commands; the only place that knows every implementation.
fn main() {}

//! Tidy checks, code generation.
fn main() {}

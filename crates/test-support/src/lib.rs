//! Builders, fake clock and fixtures for the other crates' tests.

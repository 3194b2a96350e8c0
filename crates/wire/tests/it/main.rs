//! The golden grid and the stream tests.

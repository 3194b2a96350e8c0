//! The real binary, started as a user starts it.

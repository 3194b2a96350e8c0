//! The role over HTTP.

//! Chat as every dialect means it.

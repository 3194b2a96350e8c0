//! The logs on what they are made of.

mod journal;

//! Commands that do one thing and end. Those that change something ask the running server, which is the only writer.
#![allow(clippy::print_stdout, reason = "what a command answers")]

pub mod admin;
pub mod check;
pub mod job;
pub mod key;
pub mod migrate;
pub mod price;
mod reach;
mod table;
pub mod tenant;

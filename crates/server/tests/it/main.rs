//! The real binary, started as a user starts it: what it answers, what it refuses, and how it stops.

mod cluster;
mod drain;
mod keys;
mod ledger;
mod program;
mod refusals;
mod reload;
mod running;

//! The sandbox on a real socket: what its wires look like, what it bills, and how it fails.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the failure report")]

mod bill;
mod client;
mod faults;
mod shapes;

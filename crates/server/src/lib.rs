//! The binary's parts: config, telemetry, commands; the only place that knows every implementation.

pub mod catalogue;
pub mod cli;
mod clock;
pub mod command;
pub mod config;
pub mod data_dir;
pub mod demo;
pub mod elsewhere;
pub mod health;
pub mod listen;
pub mod secret_key;
pub mod serve;
pub mod sources;
pub mod telemetry;

//! Load generator and upstream for the speed figures. Never a test: it measures and asserts nothing.
#![allow(clippy::print_stdout, reason = "its figures are its output")]

mod compare;
mod load;
mod process;
mod target;
mod upstream;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measures what a gateway adds to an upstream that costs next to nothing")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers chat requests with fixed bytes; prints the address it listens on
    Upstream(upstream::Options),
    /// Sends requests to one target and prints its figures
    Load(load::Options),
    /// Measures the upstream alone and through each gateway in turns, and prints a Markdown table
    Compare(compare::Options),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Upstream(options) => upstream::serve(options).await,
        Command::Load(options) => load::print(options).await,
        Command::Compare(options) => compare::print(options).await,
    }
}

//! Load generator and upstream for the speed figures. Never a test: it measures and asserts nothing.
#![allow(clippy::print_stdout, reason = "its figures are its output")]

mod compare;
mod event;
mod events;
mod http;
mod lag;
mod live;
mod load;
mod population;
mod process;
mod questions;
mod socket;
mod sockets;
mod target;
mod upstream;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    about = "Measures what a gateway adds to an upstream that costs next to nothing, and what a cluster does under load"
)]
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
    /// Prints the SQL that makes the cluster's tenants and their keys
    Population(population::Options),
    /// Sends usage events to Kafka at a rate, and watches how far the workers are behind
    Events(events::Options),
    /// Asks an API node for dashboards at a rate
    Questions(questions::Options),
    /// Opens live sockets on an API node, and watches its memory and CPU
    Sockets(sockets::Options),
    /// Measures from a request's answer to the live message that shows it
    Live(live::Options),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Upstream(options) => upstream::serve(options).await,
        Command::Load(options) => load::print(options).await,
        Command::Compare(options) => compare::print(options).await,
        Command::Population(options) => {
            population::print(&options);
            Ok(())
        }
        Command::Events(options) => events::print(options).await,
        Command::Questions(options) => questions::print(options).await,
        Command::Sockets(options) => sockets::print(options).await,
        Command::Live(options) => live::print(options).await,
    }
}

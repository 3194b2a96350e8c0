//! The binary `tollkeeper`: reads the command line and does what it says.

use clap::Parser as _;
use server::cli::{Cli, Command, Settings};
use server::{command, demo, serve, sources};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow::Error::new(error).context("starting the runtime")),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve => serve::run(cli.settings).await?,
        Command::Demo(args) => demo::run(cli.settings, args).await?,
        Command::Check => {
            return Ok(if command::check::run(&cli.settings).await? { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Migrate => command::migrate::run(&sources::config(&cli.settings)?)?,
        Command::Tenant(asked) => command::tenant::run(&admin(&cli.settings)?, asked).await?,
        Command::Key(asked) => command::key::run(&admin(&cli.settings)?, asked).await?,
        Command::Price(asked) => command::price::run(&admin(&cli.settings)?, asked).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn admin(settings: &Settings) -> anyhow::Result<command::admin::Admin> {
    command::admin::Admin::find(&sources::config(settings)?)
}

#[allow(clippy::print_stderr, reason = "why the program ends, for whoever started it")]
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("tollkeeper: {error:#}");
    ExitCode::FAILURE
}

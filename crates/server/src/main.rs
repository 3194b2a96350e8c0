//! The binary `tollkeeper`: reads the command line and does what it says.

use clap::Parser as _;
use server::cli::{Cli, Command, Settings};
use server::{command, demo, serve, sources};
use std::process::ExitCode;

/// Bounds the heaps that the system's allocator keeps. It opens one for nearly every thread and keeps in each what was
/// once needed there; two serve as well here and peak a fifth lower.
#[cfg(target_env = "gnu")]
fn bound_heaps() {
    // SAFETY: it sets a number inside the allocator, and no other thread runs yet.
    #[allow(unsafe_code, reason = "the allocator has no other way to be told")]
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
    }
}

fn main() -> ExitCode {
    #[cfg(target_env = "gnu")]
    bound_heaps();
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
        Command::Migrate => command::migrate::run(&sources::config(&cli.settings)?).await?,
        Command::Tenant(asked) => command::tenant::run(&admin(&cli.settings)?, asked).await?,
        Command::Key(asked) => command::key::run(&admin(&cli.settings)?, asked).await?,
        Command::Job(asked) => command::job::run(&admin(&cli.settings)?, asked).await?,
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

//! The command line: what can be typed, and what it says about itself.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// An AI gateway with an exact ledger of what every request cost and what it saved.
#[derive(Parser, Debug)]
#[command(name = "tollkeeper", version)]
pub struct Cli {
    /// Settings that every command shares.
    #[command(flatten)]
    pub settings: Settings,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that lie over the environment and the file.
#[derive(Args, Debug, Default, Clone)]
pub struct Settings {
    /// The configuration file; without one, defaults and TOLLKEEPER__… variables
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where state lies [default: ./tollkeeper-data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// Where to listen [default: 127.0.0.1:8787]; port 0 takes a free one
    #[arg(long, global = true, value_name = "HOST:PORT")]
    pub listen: Option<String>,
    /// Roles of this process, with commas [default: gateway,worker,api]
    #[arg(long, global = true, value_name = "ROLES")]
    pub role: Option<String>,
}

/// What can be done.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Runs the gateway, the worker, the API and the dashboard
    Serve,
    /// Validates the configuration and reaches every provider, naming what to fix
    Check,
    /// Serves simulated providers with live traffic in ./tollkeeper-demo; everything in it is made up
    Demo(DemoArgs),
    /// Brings the data folder's schema up to date
    Migrate,
    /// Makes and lists tenants, through the running server
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Makes, lists and revokes API keys, through the running server
    #[command(subcommand)]
    Key(KeyCommand),
    /// Lists and sets prices, through the running server
    #[command(subcommand)]
    Price(PriceCommand),
    /// Lists jobs and runs them now, through the running server
    #[command(subcommand)]
    Job(JobCommand),
}

/// `tollkeeper demo …`
#[derive(Args, Debug, Clone)]
pub struct DemoArgs {
    /// Requests a second when it is busiest; 0 sends none
    #[arg(long, default_value_t = 1.0, value_parser = amount)]
    pub rate: f64,
    /// Days of history made up at the first start; 0 for none
    #[arg(long, default_value_t = 65)]
    pub history_days: u32,
    /// Requests of a working day at the end of that history
    #[arg(long, default_value_t = 6_000.0, value_parser = amount)]
    pub history_per_day: f64,
}

/// What no number of requests exceeds, so that nobody fills a disk by a slip of the finger.
const MOST: f64 = 1_000_000.0;

/// Reads a number of requests: not negative, and finite.
fn amount(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(amount) if (0.0..=MOST).contains(&amount) => Ok(amount),
        _ => Err(format!("a number from 0 to {MOST} is needed")),
    }
}

/// `tollkeeper tenant …`
#[derive(Subcommand, Debug)]
pub enum TenantCommand {
    /// Makes a tenant
    Create {
        /// Its name
        #[arg(long)]
        name: String,
        /// The IANA zone its days are counted in [default: UTC]
        #[arg(long)]
        timezone: Option<String>,
    },
    /// Lists tenants
    List,
}

/// `tollkeeper key …`
#[derive(Subcommand, Debug)]
pub enum KeyCommand {
    /// Makes a key; it is shown this once
    Create {
        /// What to call it
        #[arg(long)]
        name: String,
        /// The tenant's name or id
        #[arg(long, default_value = "default")]
        tenant: String,
        /// Whose requests these are
        #[arg(long)]
        user_id: Option<String>,
    },
    /// Lists a tenant's keys
    List {
        /// The tenant's name or id
        #[arg(long, default_value = "default")]
        tenant: String,
    },
    /// Revokes a key, at once
    Revoke {
        /// The key's id, as `key list` shows it
        id: String,
        /// The tenant's name or id
        #[arg(long, default_value = "default")]
        tenant: String,
    },
}

/// `tollkeeper job …`
#[derive(Subcommand, Debug)]
pub enum JobCommand {
    /// Lists what runs by the clock, and how it went
    List,
    /// Runs a job now
    Run {
        /// Its name, as `job list` shows it
        name: String,
    },
}

/// `tollkeeper price …`
#[derive(Subcommand, Debug)]
pub enum PriceCommand {
    /// Lists prices
    List {
        /// Only this catalogue, such as openai
        #[arg(long)]
        catalogue: Option<String>,
        /// Only this model
        #[arg(long)]
        model: Option<String>,
    },
    /// Sets a price, in US dollars per million tokens
    Set(PriceSet),
    /// Lists models that were used and have no price
    Unpriced,
}

/// `tollkeeper price set …`
#[derive(Args, Debug)]
pub struct PriceSet {
    /// The catalogue, such as openai
    #[arg(long)]
    pub catalogue: String,
    /// The model
    #[arg(long)]
    pub model: String,
    /// Uncached input
    #[arg(long, value_name = "USD_PER_MTOK")]
    pub input: String,
    /// Output
    #[arg(long, value_name = "USD_PER_MTOK")]
    pub output: Option<String>,
    /// Input read from a prompt cache
    #[arg(long, value_name = "USD_PER_MTOK")]
    pub cache_read: Option<String>,
    /// From when, as 2026-11-01T00:00:00Z [default: now]
    #[arg(long)]
    pub from: Option<String>,
    /// Only for this tenant: its name or id
    #[arg(long)]
    pub tenant: Option<String>,
    /// Where the figure comes from
    #[arg(long, default_value = "set by the operator")]
    pub source: String,
}

//! `tollkeeper check`: is the configuration right, the data folder usable, and does every provider answer?

use super::reach;
use crate::cli::Settings;
use crate::config::{Config, Problems};
use crate::data_dir;
use crate::serve::{NO_PROVIDER, plan};
use crate::sources;
use anyhow::Result;
use std::path::Path;

/// Checks everything and names what to fix. Answers whether all is well.
///
/// # Errors
/// The configuration file cannot be read.
pub async fn run(settings: &Settings) -> Result<bool> {
    let config = match sources::config(settings) {
        Ok(config) => config,
        Err(error) => match error.downcast_ref::<Problems>() {
            Some(problems) => {
                for problem in &problems.0 {
                    println!("PROBLEM  {problem}");
                }
                return Ok(false);
            }
            None => return Err(error),
        },
    };
    println!("ok       configuration: {}", named(settings.config.as_deref()));
    let folder = check_folder(&config);
    let providers = check_providers(&config).await;
    Ok(folder && providers)
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "defaults and environment".to_owned(), |path| path.display().to_string())
}

/// Looks at the data folder without changing anything in it: it may be in use.
fn check_folder(config: &Config) -> bool {
    let path = &config.data_dir;
    let problem = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("ok       data folder {}: not there yet; the first start makes it", path.display());
            return true;
        }
        Err(error) => format!("cannot be looked at: {error}"),
        Ok(about) if !about.is_dir() => "is not a folder; choose another with --data-dir".to_owned(),
        Ok(about) if about.permissions().readonly() => "may not be written; change its rights".to_owned(),
        Ok(_) => match data_dir::check_version(path) {
            Ok(_) => {
                println!("ok       data folder {}", path.display());
                return true;
            }
            Err(error) => error.to_string(),
        },
    };
    println!("PROBLEM  data folder {}: {problem}", path.display());
    false
}

async fn check_providers(config: &Config) -> bool {
    let providers = plan::with_well_known(&config.providers, &|name| std::env::var(name).ok());
    if providers.is_empty() {
        println!("PROBLEM  providers: {NO_PROVIDER}");
        return false;
    }
    let client = match gateway::client::connector(config.sizes.gateway.connect_time) {
        Ok(connector) => gateway::client::client(connector),
        Err(error) => {
            println!("PROBLEM  TLS could not be set up: {error}");
            return false;
        }
    };
    let mut well = true;
    for provider in &providers {
        match reach::reach(&client, provider).await {
            Ok(words) => println!("ok       provider {}: {words}", provider.name),
            Err(problem) => {
                println!("PROBLEM  provider {}: {problem}", provider.name);
                well = false;
            }
        }
    }
    well
}

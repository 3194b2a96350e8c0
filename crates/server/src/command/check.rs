//! `tollkeeper check`: is the configuration right, the data folder usable, and does everything outside answer?

use super::reach;
use crate::cli::Settings;
use crate::config::{Cache, Config, Log, Problems, Store};
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
    let store = check_store(&config).await;
    let events = check_events(&config).await;
    let cache = check_cache(&config).await;
    // Only a gateway asks providers.
    let providers = !config.roles.gateway || check_providers(&config).await;
    Ok(folder && store && events && cache && providers)
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "defaults and environment".to_owned(), |path| path.display().to_string())
}

/// Says how one thing is; answers whether it is well.
fn tell(what: &str, found: &Result<String, Vec<String>>) -> bool {
    match found {
        Ok(words) => println!("ok       {what}: {words}"),
        Err(problems) => problems.iter().for_each(|problem| println!("PROBLEM  {what}: {problem}")),
    }
    found.is_ok()
}

/// Looks at the data folder without changing anything in it: it may be in use.
fn check_folder(config: &Config) -> bool {
    let path = &config.data_dir;
    let found = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok("not there yet; the first start makes it".to_owned())
        }
        Err(error) => Err(format!("cannot be looked at: {error}")),
        Ok(about) if !about.is_dir() => Err("is not a folder; choose another with --data-dir".to_owned()),
        Ok(about) if about.permissions().readonly() => Err("may not be written; change its rights".to_owned()),
        Ok(_) => data_dir::check_version(path).map(|_| "usable".to_owned()).map_err(|error| error.to_string()),
    };
    tell(&format!("data folder {}", path.display()), &found.map_err(|problem| vec![problem]))
}

async fn check_store(config: &Config) -> bool {
    let Store::Postgres(address) = &config.store else { return true };
    let found = store_postgres::check(&address.settings(config.roles.worker)).await;
    let problems: Vec<_> = found.iter().map(|finding| format!("[store] {}: {}", finding.key, finding.says)).collect();
    let well = "PostgreSQL: reached, with the right logins and schema".to_owned();
    tell("store", &if problems.is_empty() { Ok(well) } else { Err(problems) })
}

async fn check_events(config: &Config) -> bool {
    let Log::Kafka(settings) = &config.events.log else { return true };
    let found = events::kafka::check(settings).await;
    let words = |found: events::kafka::Found| {
        format!("Kafka at {}: {} brokers, {} partitions", settings.addresses(), found.brokers, found.partitions)
    };
    let found = found.map(words).map_err(|problems| problems.iter().map(ToString::to_string).collect());
    tell("events", &found)
}

async fn check_cache(config: &Config) -> bool {
    let Cache::Redis(address) = &config.cache else { return true };
    tell("cache", &cache::redis::check(address).await.map_err(|problem| vec![problem]))
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
        let found = reach::reach(&client, provider).await;
        well &= tell(&format!("provider {}", provider.name), &found.map_err(|problem| vec![problem]));
    }
    well
}

//! `tollkeeper migrate`: brings the store's schema and Kafka's topics up to date. With SQLite, starting does the same;
//! with PostgreSQL only this does, under the login that owns the tables.

use crate::config::{Config, Log, Postgres, Store};
use crate::data_dir::DataDir;
use anyhow::{Context as _, Result};
use domain::{Clock as _, SystemClock};
use events::kafka::{KafkaSettings, TopicChange, ensure_topics};
use std::sync::Arc;
use store_postgres::Logins;
use store_sqlite::SqliteStore;

/// Migrates, and says so.
///
/// # Errors
/// The folder is in use, the store newer or not to be reached, a topic not to be made.
pub async fn run(config: &Config) -> Result<()> {
    match &config.store {
        Store::Sqlite => sqlite(config)?,
        Store::Postgres(address) => postgres(address).await?,
    }
    match &config.events.log {
        Log::Journal => Ok(()),
        Log::Kafka(settings) => topics(settings).await,
    }
}

fn sqlite(config: &Config) -> Result<()> {
    let data = DataDir::open(&config.data_dir)?;
    let path = data.join("ledger.sqlite");
    let was_there = path.exists();
    drop(SqliteStore::open(&path, Arc::new(SystemClock))?);
    let what = if was_there { "is up to date" } else { "was made and is up to date" };
    println!("{} {what}", path.display());
    Ok(())
}

async fn postgres(address: &Postgres) -> Result<()> {
    let owner = address.owner_url.as_ref().unwrap_or(&address.url);
    if address.owner_url.is_none() {
        println!(
            "[store] url is used as the login that owns the tables; a running server needs another one: set [store] \
             owner_url for `migrate`, and `url` to a login without rights of its own"
        );
    }
    let logins = Logins { url: &address.url, worker_url: address.worker_url.as_ref() };
    let steps = store_postgres::migrate(owner, &logins, SystemClock.now())
        .await
        .context("bringing the PostgreSQL schema up to date")?;
    println!(
        "PostgreSQL's schema is up to date: {steps} steps taken, version {}",
        store_postgres::migrations::version()
    );
    Ok(())
}

async fn topics(settings: &KafkaSettings) -> Result<()> {
    for change in ensure_topics(settings).await.context("bringing Kafka's topics up to date")? {
        match change {
            TopicChange::Kept { topic, partitions } => println!("topic {topic} is up to date: {partitions} partitions"),
            TopicChange::Made { topic, partitions } => println!("topic {topic} was made: {partitions} partitions"),
            TopicChange::Grown { topic, from, to } => {
                println!("topic {topic} has grown from {from} to {to} partitions")
            }
        }
    }
    Ok(())
}

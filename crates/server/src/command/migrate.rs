//! `tollkeeper migrate`: brings the data folder's schema up to date. Starting does the same; this does only that.

use crate::config::Config;
use crate::data_dir::DataDir;
use anyhow::Result;
use domain::SystemClock;
use std::sync::Arc;
use store_sqlite::SqliteStore;

/// Migrates, and says so.
///
/// # Errors
/// The folder is in use or newer; the store does not open.
pub fn run(config: &Config) -> Result<()> {
    let data = DataDir::open(&config.data_dir)?;
    let path = data.join("ledger.sqlite");
    let was_there = path.exists();
    drop(SqliteStore::open(&path, Arc::new(SystemClock))?);
    let what = if was_there { "is up to date" } else { "was made and is up to date" };
    println!("{} {what}", path.display());
    Ok(())
}

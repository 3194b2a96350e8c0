//! The store's implementation, as the configuration names it: what only this process's wiring asks of it.

use crate::config::{Config, Store as Address};
use crate::data_dir::DataDir;
use anyhow::Result;
use domain::Clock;
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};
use store_postgres::{PgStore, Settings};
use store_sqlite::SqliteStore;

/// How long closing connections may take when the process ends.
const PARTING: Duration = Duration::from_secs(5);

/// One of the two.
#[derive(Clone)]
pub enum Backend {
    /// A file of this process.
    Sqlite(Arc<SqliteStore>),
    /// A database that other processes use too.
    Postgres(Arc<PgStore>, Box<Settings>),
}

impl Backend {
    /// Opens the file, or gets ready to reach the database; whether that is there and fit, [`Backend::verify`] says.
    ///
    /// # Errors
    /// The file cannot be used, or the address cannot be read.
    pub fn open(config: &Config, data: &DataDir, clock: Arc<dyn Clock>) -> Result<Self> {
        Ok(match &config.store {
            Address::Sqlite => Self::Sqlite(Arc::new(SqliteStore::open(data.join("ledger.sqlite"), clock)?)),
            Address::Postgres(address) => {
                let settings = address.settings(config.roles.worker);
                Self::Postgres(Arc::new(PgStore::unchecked(settings.clone())?), Box::new(settings))
            }
        })
    }

    /// The store, as roles know it.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store) => store.clone(),
            Self::Postgres(store, _) => store.clone(),
        }
    }

    /// Whether other processes use the same store.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(..))
    }

    /// Whether the store is there and fit to be used.
    ///
    /// # Errors
    /// `Unavailable` where it cannot be reached now; anything else will not pass by itself.
    pub async fn verify(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(_, settings) => {
                let found = store_postgres::check(settings).await;
                // Without its replica the primary answers.
                let fault = found.into_iter().find(|finding| finding.key != "replica_url");
                fault.map_or(Ok(()), |finding| Err(finding.into()))
            }
        }
    }

    /// Closes what is open to the outside.
    pub async fn close(&self) {
        if let Self::Postgres(store, _) = self {
            // The server closes what is left when the process ends.
            let _ = tokio::time::timeout(PARTING, store.close()).await;
        }
    }
}

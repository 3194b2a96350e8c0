//! What the roles of one process share: the data folder, the store, the journal, and what lies in memory.

use super::backend::Backend;
use super::dependency::Dependency;
use super::directory::{self, Versions};
use super::shared::Shared;
use crate::catalogue::Models;
use crate::config::{Config, Log};
use crate::data_dir::{DataDir, KeyPlace};
use crate::secret_key;
use anyhow::Result;
use cache::{KeyBook, PriceShelf};
use domain::Clock;
use events::{Journal, Settings};
use metering::ProviderInfo;
use std::sync::{Arc, Mutex, PoisonError};
use store::routes::ConfiguredRoute;
use store::{KeyHash, Store, StoreError};

/// Everything that is open.
pub struct House {
    /// The data folder, locked.
    pub data: DataDir,
    /// Where the operator's key lies.
    pub key_place: KeyPlace,
    /// The operator's key, as its hash.
    pub operator: KeyHash,
    /// What survives.
    pub store: Arc<dyn Store>,
    /// The same, as only the wiring knows it.
    pub backend: Backend,
    /// Whether the store is there.
    pub store_standing: Dependency,
    /// What happened here: where requests are made or events are sent again.
    pub journal: Option<Arc<Journal>>,
    /// The keys that work.
    pub keys: Arc<KeyBook>,
    /// The price book.
    pub prices: Arc<PriceShelf>,
    /// What is shared with other processes, if there are any.
    pub shared: Shared,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The built-in catalogue.
    pub models: Models,
    /// The simulated provider, where one is configured.
    pub sandbox: Option<sandbox::Running>,
    /// The state of the store's keys and prices that the process began with.
    pub seen: Option<Versions>,
    /// What the store must know of the configuration.
    told: Mutex<Told>,
}

/// What the store must know of the configuration.
#[derive(Clone, Default)]
pub struct Told {
    /// The providers, whose prices apply to whom.
    pub providers: Vec<ProviderInfo>,
    /// The routes, for people to see; `None` where this process is no gateway, and may have been given none.
    pub routes: Option<Vec<ConfiguredRoute>>,
}

impl House {
    /// Opens everything. What lies outside need not be there, unless it is there and not fit to be used.
    ///
    /// # Errors
    /// What does not open, with its fix.
    pub async fn open(config: &Config) -> Result<Self> {
        let data = DataDir::open(&config.data_dir)?;
        let (admin_key, key_place) = data.admin_key()?;
        let clock = crate::clock::clock();
        let backend = Backend::open(config, &data, clock.clone())?;
        let journal = journal(config, &data, &clock)?;
        let mut house = Self {
            operator: secret_key::hash(&admin_key),
            store: backend.store(),
            shared: Shared::start(config, !backend.is_shared(), clock.clone()),
            backend,
            store_standing: Dependency::default(),
            prices: Arc::default(),
            keys: Arc::default(),
            models: Models::builtin(),
            sandbox: None,
            seen: None,
            told: Mutex::default(),
            data,
            key_place,
            journal,
            clock,
        };
        house.seen = directory::begin(&house).await?;
        Ok(house)
    }

    /// Remembers what the store must know of the configuration, and tells it. Where the store cannot be reached it is told
    /// when it is back.
    ///
    /// # Errors
    /// The store fails.
    pub async fn tell_store(&self, told: Told) -> Result<(), StoreError> {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = told;
        if self.store_standing.problem().is_some() {
            return Ok(());
        }
        match self.tell_store_again().await {
            Err(StoreError::Unavailable(_)) => Ok(()),
            told => told,
        }
    }

    /// Tells the store what it must know of the configuration, and reads the price book anew.
    ///
    /// # Errors
    /// The store fails.
    pub async fn tell_store_again(&self) -> Result<(), StoreError> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !told.providers.is_empty() {
            self.store.prices().put_providers(&told.providers).await?;
        }
        if let Some(routes) = &told.routes {
            self.store.routes().replace(routes).await?;
        }
        self.read_prices().await
    }

    /// Reads the price book anew.
    ///
    /// # Errors
    /// The store fails.
    pub async fn read_prices(&self) -> Result<(), StoreError> {
        self.prices.replace(self.store.prices().now().await?.book());
        Ok(())
    }
}

/// The journal, where this process needs one: a gateway writes what happened there, the API what is sent again.
fn journal(config: &Config, data: &DataDir, clock: &Arc<dyn Clock>) -> Result<Option<Arc<Journal>>> {
    let roles = &config.roles;
    if matches!(config.events.log, Log::Kafka(_)) && !roles.gateway && !roles.api {
        return Ok(None);
    }
    let settings = Settings {
        flush_interval: config.events.flush_interval,
        budget_bytes: config.events.budget_bytes,
        retain: config.events.retain,
        on_full: config.events.on_full,
        ..Settings::in_dir(data.join("journal"))
    };
    let journal = Journal::open(settings, clock.now())?;
    report(journal.recovery());
    Ok(Some(Arc::new(journal)))
}

/// Says what the last process left behind.
fn report(recovery: &events::Recovery) {
    if !recovery.interrupted.is_empty() {
        let requests = recovery.interrupted.len();
        tracing::warn!(requests, "requests that the last process did not end are settled as interrupted");
    }
    if recovery.torn_bytes > 0 {
        tracing::warn!(
            bytes = recovery.torn_bytes,
            "a record that was not completely written was cut from the journal"
        );
    }
    for (from, to) in &recovery.damaged {
        tracing::error!(%from, %to, "the journal is damaged between these offsets; what stood there is lost");
    }
}

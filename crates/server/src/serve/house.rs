//! What the roles of one process share: the data folder, the store, the journal, and what lies in memory.

use crate::catalogue::Models;
use crate::config::Config;
use crate::data_dir::{DataDir, KeyPlace};
use crate::secret_key;
use anyhow::{Context as _, Result};
use cache::{
    AnswerCache, Answers, Counters, HealthBoardView, KeyBook, LiveBus, MemoryAnswers, MemoryCounters, PriceShelf,
};
use domain::{Clock, SystemClock};
use events::{Journal, Settings};
use std::sync::Arc;
use store::{KeyHash, Store};
use store_sqlite::SqliteStore;

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
    /// What happened.
    pub journal: Arc<Journal>,
    /// The keys that work.
    pub keys: Arc<KeyBook>,
    /// The price book.
    pub prices: Arc<PriceShelf>,
    /// Answers of the API that may be kept.
    pub answers: Answers,
    /// What keys used in the last minute.
    pub counters: Arc<dyn Counters>,
    /// Who watches which tenant.
    pub live: LiveBus,
    /// Breaker states, to show.
    pub board: Arc<HealthBoardView>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The built-in catalogue.
    pub models: Models,
    /// The simulated provider, where one is configured.
    pub sandbox: Option<sandbox::Running>,
}

impl House {
    /// Opens everything.
    ///
    /// # Errors
    /// What does not open, with its fix.
    pub async fn open(config: &Config) -> Result<Self> {
        let data = DataDir::open(&config.data_dir)?;
        let (admin_key, key_place) = data.admin_key()?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let models = Models::builtin();
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(data.join("ledger.sqlite"), clock.clone())?);
        let settings = Settings {
            flush_interval: config.events.flush_interval,
            budget_bytes: config.events.budget_bytes,
            retain: config.events.retain,
            on_full: config.events.on_full,
            ..Settings::in_dir(data.join("journal"))
        };
        let journal = Arc::new(Journal::open(settings, clock.now())?);
        report(journal.recovery());
        let seeded = store.prices().seed(models.prices()).await.context("filing the catalogue's prices")?;
        tracing::debug!(seeded, "prices of the catalogue that were not there yet");
        let keys = Arc::new(KeyBook::new(store.keys().active().await.context("reading the keys")?));
        let answers: Arc<dyn AnswerCache> = Arc::new(MemoryAnswers::default());
        let house = Self {
            operator: secret_key::hash(&admin_key),
            prices: Arc::default(),
            counters: Arc::new(MemoryCounters::default()),
            live: LiveBus::forgetting(answers.clone()),
            answers: Answers::new(answers),
            board: Arc::default(),
            sandbox: None,
            data,
            key_place,
            store,
            journal,
            keys,
            clock,
            models,
        };
        house.read_prices().await?;
        Ok(house)
    }

    /// Reads the price book anew.
    ///
    /// # Errors
    /// The store fails.
    pub async fn read_prices(&self) -> Result<()> {
        let prices = self.store.prices().now().await.context("reading the prices")?;
        self.prices.replace(prices.book());
        Ok(())
    }
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

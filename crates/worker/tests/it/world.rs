//! A worker's surroundings: a store in a folder, a log in memory, a clock that stands still.

use cache::{Board, PriceShelf};
use domain::{Clock, TenantId, Timestamp, UsageEvent};
use events::memory::MemoryLog;
use events::source::JOURNAL_PARTITION;
use events::{JournalFeed, RecordKind};
use metering::PriceRow;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Store;
use store::contract::look::everything;
use store::contract::sample::settle;
use store::prices::NewPrice;
use store_sqlite::SqliteStore;
use test_support::{FakeClock, at, price_book, price_row, provider_info};
use worker::{Context, Deps, Settings};

/// Everything around one worker.
pub struct World {
    pub store: Arc<dyn Store>,
    pub log: Arc<MemoryLog>,
    pub clock: FakeClock,
    pub prices: Arc<PriceShelf>,
    pub published: Arc<Mutex<Vec<TenantId>>>,
    pub settings: Settings,
    /// The gateways' breakers; `None` where they are not seen.
    pub board: Arc<Mutex<Option<Arc<Board>>>>,
    _folder: Arc<tempfile::TempDir>,
}

impl World {
    /// A store with the three sample tenants and the sample prices, and an empty log.
    pub async fn new() -> Self {
        let world = Self::without_prices().await;
        let prices = world.store.prices();
        prices.put_providers(&["openai", "anthropic", "azure"].map(provider_info)).await.expect("remembers");
        // The rows of `price_book()`, in the order of their ids.
        for row in [
            price_row(1, "openai", "gpt-5.4", [Some(10), Some(1), None, Some(40)]),
            price_row(2, "openai", "gpt-5.4-mini", [Some(2), Some(1), None, Some(8)]),
            price_row(3, "anthropic", "claude-haiku-4-5", [Some(1), None, Some(2), Some(5)]),
            price_row(4, "azure", "gpt-5.4", [Some(9), Some(1), None, Some(36)]),
        ] {
            let id = row.id;
            let added = prices.add(new_price(row), world.clock_now()).await.expect("adds");
            assert_eq!(added.id, id);
        }
        world
    }

    /// The same with the sample prices on the shelf only.
    pub async fn without_prices() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = FakeClock::at(at("2026-11-02T12:00:00Z"));
        let path = folder.path().join("tollkeeper.db");
        let store = SqliteStore::open(path, Arc::new(clock.clone()) as Arc<dyn Clock>).expect("opens");
        settle(&store).await;
        Self {
            store: Arc::new(store),
            log: Arc::new(MemoryLog::new()),
            clock,
            prices: Arc::new(PriceShelf::new(price_book())),
            published: Arc::default(),
            settings: Settings {
                rest: Duration::from_millis(1),
                idle: Duration::from_millis(20),
                first_pause: Duration::from_millis(1),
                longest_pause: Duration::from_millis(5),
                tick: Duration::from_millis(5),
                ..Settings::default()
            },
            board: Arc::default(),
            _folder: Arc::new(folder),
        }
    }

    /// The same world with another store in front.
    pub fn deps_with(&self, store: Arc<dyn Store>) -> Deps {
        let (published, board) = (Arc::clone(&self.published), Arc::clone(&self.board));
        Deps {
            feed: Arc::new(JournalFeed::new(self.log.clone())),
            store,
            prices: Arc::clone(&self.prices),
            live: Arc::new(move |tenants| published.lock().expect("whole").extend_from_slice(tenants)),
            breakers: Arc::new(move || board.lock().expect("whole").clone()),
            clock: Arc::new(self.clock.clone()),
            settings: self.settings.clone(),
        }
    }

    pub fn deps(&self) -> Deps {
        self.deps_with(Arc::clone(&self.store))
    }

    pub fn context(&self) -> Arc<Context> {
        Arc::new(Context::new(self.deps()))
    }

    /// What the clock shows.
    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Appends events to the log.
    pub fn append(&self, events: &[UsageEvent]) {
        for event in events {
            self.log.push(RecordKind::Usage(events::usage::encode(event)));
        }
    }

    /// All that the store shows.
    pub async fn look(&self) -> String {
        everything(&*self.store, JOURNAL_PARTITION).await
    }
}

/// A price row as one to add.
pub fn new_price(row: PriceRow) -> NewPrice {
    let PriceRow { tenant_id, catalogue, model, effective_from, effective_to, tiers, source, .. } = row;
    NewPrice { tenant_id, catalogue, model, effective_from, effective_to, tiers, source }
}

/// Waits until `done` says so. The bound is far beyond what is needed: it ends a test that hangs.
pub async fn until<F: Future<Output = bool>>(what: &str, mut done: impl FnMut() -> F) {
    for _ in 0..6_000 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("never happened: {what}");
}

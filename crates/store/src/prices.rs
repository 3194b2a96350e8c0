//! Prices (`provider_cost_configs`) and the providers they apply to.

use crate::StoreError;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{ModelName, PriceId, ProviderName, TenantId, Timestamp};
use metering::{PriceBook, PriceRow, ProviderInfo, RateTier};

/// A price to add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPrice {
    /// A tenant's override, or the list price.
    pub tenant_id: Option<TenantId>,
    /// The catalogue.
    pub catalogue: ProviderName,
    /// The model.
    pub model: ModelName,
    /// From when.
    pub effective_from: Timestamp,
    /// Until when, excluded.
    pub effective_to: Option<Timestamp>,
    /// The rates.
    pub tiers: Vec<RateTier>,
    /// Where the figure comes from.
    pub source: String,
}

/// All prices and providers at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prices {
    /// Counts changes of prices and providers.
    pub version: u64,
    /// As [`PriceRepo::all`].
    pub rows: Vec<PriceRow>,
    /// As [`PriceRepo::providers`].
    pub providers: Vec<ProviderInfo>,
}

impl Prices {
    /// The book to rate with.
    #[must_use]
    pub fn book(&self) -> PriceBook {
        PriceBook::new(self.rows.clone(), self.providers.clone()).of_version(self.version)
    }
}

impl NewPrice {
    /// Whether it makes sense as a price; a bad one is refused before it is stored, so that no row is ever rated with it.
    ///
    /// # Errors
    /// `Refused`, naming what is wrong.
    pub fn check(&self) -> Result<()> {
        let refuse = |text: &str| Err(StoreError::Refused(text.into()));
        if self.tiers.is_empty() {
            return refuse("tiers is empty: a price has at least its standard tier");
        }
        if self.effective_to.is_some_and(|end| end <= self.effective_from) {
            return refuse("effective_to is not after effective_from");
        }
        let rates = self.tiers.iter().map(|tier| &tier.rates);
        let negative = rates
            .flat_map(|r| [r.input, r.cache_read, r.cache_write_5m, r.cache_write_1h, r.output, r.reasoning])
            .any(|rate| rate.is_some_and(|rate| rate < 0));
        if negative { refuse("tiers holds a negative rate") } else { Ok(()) }
    }

    /// What to say where a price of the same owner, catalogue and model begins at the same moment.
    #[must_use]
    pub fn taken(&self) -> StoreError {
        StoreError::Conflict(format!(
            "{}/{} has a price of this owner that begins at {}: choose another effective_from",
            self.catalogue, self.model, self.effective_from
        ))
    }
}

/// Whether a price may be closed at a moment.
///
/// # Errors
/// `Conflict`, naming the moment at which it begins or was closed before.
pub fn may_close(price: &PriceRow, at: Timestamp) -> Result<()> {
    if at <= price.effective_from {
        return Err(StoreError::Conflict(format!("the price begins at {}: close it after that", price.effective_from)));
    }
    match price.effective_to.filter(|end| *end < at) {
        Some(end) => Err(StoreError::Conflict(format!("the price is closed since {end}"))),
        None => Ok(()),
    }
}

/// A price's columns, in the order of [`read`].
pub const COLUMNS: &str = "id, tenant_id, catalogue, model, effective_from, effective_to, tiers, source";

/// Reads a price.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<PriceRow> {
    Ok(PriceRow {
        id: PriceId(cells.plain()?),
        tenant_id: cells.opt_id()?.map(TenantId),
        catalogue: cells.parsed()?,
        model: cells.parsed()?,
        effective_from: cells.time()?,
        effective_to: cells.opt_time()?,
        tiers: cells.json()?,
        source: cells.plain()?,
    })
}

/// Reads a provider: its name, its kind, whose prices apply, whether it makes its answers up.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read_provider<'a>(cells: &mut impl Cells<'a>) -> Result<ProviderInfo> {
    Ok(ProviderInfo {
        name: cells.parsed()?,
        kind: cells.plain()?,
        catalogue: cells.parsed()?,
        simulated: cells.plain()?,
    })
}

/// Keeps prices. Rows are never changed, only closed (`effective_to`) and followed.
#[async_trait]
pub trait PriceRepo: Send + Sync {
    /// Every price row that a tenant's events can meet: list prices and all overrides.
    async fn all(&self) -> Result<Vec<PriceRow>>;

    /// All that rating needs, of one moment.
    async fn now(&self) -> Result<Prices>;

    /// The version that `now` would answer: to be asked often, by whoever keeps a book.
    async fn version(&self) -> Result<u64>;

    /// Adds a price. A row of the same owner, catalogue and model that is open at `effective_from` is closed there.
    ///
    /// # Errors
    /// `Conflict` where a row of the same owner begins at the same moment.
    async fn add(&self, price: NewPrice, at: Timestamp) -> Result<PriceRow>;

    /// Closes a row at a moment.
    async fn close(&self, id: PriceId, at: Timestamp) -> Result<PriceRow>;

    /// Adds catalogue rows that are not there yet (same catalogue, model and begin), in one transaction; answers how many.
    async fn seed(&self, prices: Vec<NewPrice>) -> Result<usize>;

    /// Remembers the configured providers; ones no longer configured are kept, for old events.
    async fn put_providers(&self, providers: &[ProviderInfo]) -> Result<()>;

    /// Every provider ever configured.
    async fn providers(&self) -> Result<Vec<ProviderInfo>>;
}

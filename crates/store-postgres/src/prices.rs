//! Prices (`provider_cost_configs`) and the providers they apply to.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan, is_taken};
use crate::rows::{self, sql};
use crate::session::{Mode, Session};
use async_trait::async_trait;
use domain::{PriceId, Timestamp};
use metering::{PriceRow, ProviderInfo};
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use store::StoreError;
use store::cells::Cells as _;
use store::error::Result;
use store::prices::{COLUMNS, NewPrice, PriceRepo, Prices, may_close};
use store::words::json_of;

fn read(row: &PgRow) -> Result<PriceRow> {
    store::prices::read(&mut Cells::new(row))
}

async fn find(connection: &mut PgConnection, id: PriceId) -> Result<PriceRow> {
    let query = sql(format!("SELECT {COLUMNS} FROM provider_cost_configs WHERE id = $1")).bind(id.0);
    rows::first(connection, query, read).await?.ok_or(StoreError::NotFound("price"))
}

/// Whether a price of this owner begins at the same moment.
async fn begins(connection: &mut PgConnection, price: &NewPrice) -> Result<bool> {
    let query = sqlx::query(
        "SELECT FROM provider_cost_configs WHERE catalogue = $1 AND model = $2
           AND tenant_id IS NOT DISTINCT FROM $3 AND effective_from = $4",
    );
    let query = query
        .bind(price.catalogue.as_str())
        .bind(price.model.as_str())
        .bind(price.tenant_id.map(|id| id.0))
        .bind(At(price.effective_from));
    Ok(rows::first(connection, query, |_| Ok(())).await?.is_some())
}

/// Inserts a price and closes the one it follows; `None` when one begins at the same moment.
async fn insert(connection: &mut PgConnection, price: &NewPrice) -> Result<Option<PriceRow>> {
    price.check()?;
    // An insert that fails would end the transaction; whoever is here has locked the prices.
    if begins(connection, price).await? {
        return Ok(None);
    }
    let owner = price.tenant_id.map(|id| id.0);
    let from = At(price.effective_from);
    let query = sql(format!(
        "INSERT INTO provider_cost_configs (tenant_id, catalogue, model, effective_from, effective_to, tiers, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}"
    ));
    let query = query
        .bind(owner)
        .bind(price.catalogue.as_str())
        .bind(price.model.as_str())
        .bind(from)
        .bind(price.effective_to.map(At))
        .bind(json_of(&price.tiers)?)
        .bind(&price.source);
    let row = match rows::one(connection, query).await {
        Ok(row) => read(&row)?,
        Err(error) if is_taken(&error) => return Err(price.taken()),
        Err(error) if is_orphan(&error) => return Err(StoreError::NotFound("tenant")),
        Err(error) => return Err(failed(error)),
    };
    let query = sqlx::query(
        "UPDATE provider_cost_configs SET effective_to = $4
         WHERE catalogue = $1 AND model = $2 AND tenant_id IS NOT DISTINCT FROM $3
           AND effective_from < $4 AND (effective_to IS NULL OR effective_to > $4)",
    );
    let query = query.bind(price.catalogue.as_str()).bind(price.model.as_str()).bind(owner).bind(from);
    rows::change(connection, query).await?;
    Ok(Some(row))
}

async fn all(connection: &mut PgConnection) -> Result<Vec<PriceRow>> {
    let query = sql(format!("SELECT {COLUMNS} FROM provider_cost_configs ORDER BY id"));
    rows::all(connection, query, read).await
}

async fn providers(connection: &mut PgConnection) -> Result<Vec<ProviderInfo>> {
    let query = sqlx::query("SELECT name, kind, catalogue, simulated FROM providers ORDER BY name");
    rows::all(connection, query, |row| store::prices::read_provider(&mut Cells::new(row))).await
}

/// The number of this state of prices and providers.
async fn version(connection: &mut PgConnection) -> Result<u64> {
    let query = sqlx::query("SELECT version FROM price_state");
    Ok(rows::first(connection, query, |row| Cells::new(row).u64()).await?.unwrap_or(0))
}

/// Counts a change, in the transaction that makes it.
async fn changed(connection: &mut PgConnection) -> Result<()> {
    rows::change(connection, sqlx::query("UPDATE price_state SET version = version + 1")).await?;
    Ok(())
}

/// Sent with BEGIN of a batch that was rated: while it is held no price changes, so that what the batch finds to be the
/// newest state stays that until the batch stands.
pub(crate) const UNCHANGED: &str = "; SELECT pg_advisory_xact_lock_shared(5503, 3)";

impl PgStore {
    /// A transaction that changes prices. One at a time: a price closes the one before it, so what was read must stand.
    /// It waits for batches that are on their way, and they for it.
    async fn pricing(&self) -> Result<Session> {
        let mut session = self.operator(Mode::Write).await?;
        rows::change(&mut session, sqlx::query("SELECT pg_advisory_xact_lock(5503, 3)")).await?;
        Ok(session)
    }
}

#[async_trait]
impl PriceRepo for PgStore {
    async fn all(&self) -> Result<Vec<PriceRow>> {
        let mut session = self.operator(Mode::Read).await?;
        let found = all(&mut session).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn now(&self) -> Result<Prices> {
        let mut session = self.operator(Mode::Read).await?;
        let version = version(&mut session).await?;
        let now = Prices { version, rows: all(&mut session).await?, providers: providers(&mut session).await? };
        session.commit().await?;
        Ok(now)
    }

    async fn version(&self) -> Result<u64> {
        let mut session = self.operator(Mode::Read).await?;
        let found = version(&mut session).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn add(&self, price: NewPrice, _at: Timestamp) -> Result<PriceRow> {
        let mut session = self.pricing().await?;
        let row = insert(&mut session, &price).await?.ok_or_else(|| price.taken())?;
        changed(&mut session).await?;
        session.commit().await?;
        Ok(row)
    }

    async fn close(&self, id: PriceId, at: Timestamp) -> Result<PriceRow> {
        let mut session = self.pricing().await?;
        may_close(&find(&mut session, id).await?, at)?;
        let query = sqlx::query("UPDATE provider_cost_configs SET effective_to = $1 WHERE id = $2");
        rows::change(&mut session, query.bind(At(at)).bind(id.0)).await?;
        let row = find(&mut session, id).await?;
        changed(&mut session).await?;
        session.commit().await?;
        Ok(row)
    }

    async fn seed(&self, prices: Vec<NewPrice>) -> Result<usize> {
        let mut session = self.pricing().await?;
        let mut added = 0;
        for price in &prices {
            added += usize::from(insert(&mut session, price).await?.is_some());
        }
        if added > 0 {
            changed(&mut session).await?;
        }
        session.commit().await?;
        Ok(added)
    }

    async fn put_providers(&self, providers: &[ProviderInfo]) -> Result<()> {
        let mut session = self.pricing().await?;
        let mut news = 0;
        for provider in providers {
            let query = sqlx::query(
                "INSERT INTO providers AS p (name, kind, catalogue, simulated) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, catalogue = excluded.catalogue,
                    simulated = excluded.simulated
                 WHERE (p.kind, p.catalogue, p.simulated) <> (excluded.kind, excluded.catalogue, excluded.simulated)",
            );
            let query = query
                .bind(provider.name.as_str())
                .bind(&provider.kind)
                .bind(provider.catalogue.as_str())
                .bind(provider.simulated);
            news += rows::change(&mut session, query).await?;
        }
        if news > 0 {
            changed(&mut session).await?;
        }
        session.commit().await
    }

    async fn providers(&self) -> Result<Vec<ProviderInfo>> {
        let mut session = self.operator(Mode::Read).await?;
        let found = providers(&mut session).await?;
        session.commit().await?;
        Ok(found)
    }
}

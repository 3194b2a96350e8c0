//! Prices (`provider_cost_configs`) and the providers they apply to.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan, is_taken};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{PriceId, Timestamp};
use metering::{PriceRow, ProviderInfo};
use rusqlite::{Connection, Row, params};
use store::StoreError;
use store::cells::Cells as _;
use store::error::Result;
use store::prices::{COLUMNS, NewPrice, PriceRepo, Prices, may_close};
use store::words::json_of;

fn read(row: &Row<'_>) -> Result<PriceRow> {
    store::prices::read(&mut Cells::new(row))
}

fn find(connection: &Connection, id: PriceId) -> Result<PriceRow> {
    let sql = format!("SELECT {COLUMNS} FROM provider_cost_configs WHERE id = ?");
    rows::first(connection, &sql, [id.0], read)?.ok_or(StoreError::NotFound("price"))
}

fn all(connection: &Connection) -> Result<Vec<PriceRow>> {
    let sql = format!("SELECT {COLUMNS} FROM provider_cost_configs ORDER BY id");
    rows::all(connection, &sql, [], read)
}

fn providers(connection: &Connection) -> Result<Vec<ProviderInfo>> {
    let sql = "SELECT name, kind, catalogue, simulated FROM providers ORDER BY name";
    rows::all(connection, sql, [], |row| store::prices::read_provider(&mut Cells::new(row)))
}

/// The number of this state of prices and providers.
pub(crate) fn version(connection: &Connection) -> Result<u64> {
    let sql = "SELECT value FROM ledger_marks WHERE name = 'prices'";
    Ok(rows::first(connection, sql, [], |row| Cells::new(row).u64())?.unwrap_or(0))
}

/// Counts a change, in the transaction that makes it.
fn changed(connection: &Connection) -> Result<()> {
    let sql = "INSERT INTO ledger_marks (name, value) VALUES ('prices', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1";
    rows::change(connection, sql, [])?;
    Ok(())
}

/// Inserts a price and closes the one it follows; `None` when one begins at the same moment.
fn insert(connection: &Connection, price: &NewPrice) -> Result<Option<PriceRow>> {
    price.check()?;
    let owner = price.tenant_id.as_ref().map(|id| id.0.as_bytes());
    let from = price.effective_from.as_millis();
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO provider_cost_configs (tenant_id, catalogue, model, effective_from, effective_to, tiers, source)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .map_err(failed)?;
    let inserted = statement.insert(params![
        owner,
        price.catalogue.as_str(),
        price.model.as_str(),
        from,
        price.effective_to.map(Timestamp::as_millis),
        json_of(&price.tiers)?,
        price.source
    ]);
    let id = match inserted {
        Ok(id) => PriceId(id),
        Err(error) if is_taken(&error) => return Ok(None),
        Err(error) if is_orphan(&error) => return Err(StoreError::NotFound("tenant")),
        Err(error) => return Err(failed(error)),
    };
    rows::change(
        connection,
        "UPDATE provider_cost_configs SET effective_to = ?4
         WHERE catalogue = ?1 AND model = ?2 AND coalesce(tenant_id, x'') = coalesce(?3, x'')
           AND effective_from < ?4 AND (effective_to IS NULL OR effective_to > ?4)",
        params![price.catalogue.as_str(), price.model.as_str(), owner, from],
    )?;
    find(connection, id).map(Some)
}

#[async_trait]
impl PriceRepo for SqliteStore {
    async fn all(&self) -> Result<Vec<PriceRow>> {
        self.read(|transaction| all(transaction)).await
    }

    async fn now(&self) -> Result<Prices> {
        self.read(|transaction| {
            Ok(Prices { version: version(transaction)?, rows: all(transaction)?, providers: providers(transaction)? })
        })
        .await
    }

    async fn version(&self) -> Result<u64> {
        self.read(|transaction| version(transaction)).await
    }

    async fn add(&self, price: NewPrice, _at: Timestamp) -> Result<PriceRow> {
        self.write(move |transaction| {
            let added = insert(transaction, &price)?.ok_or_else(|| price.taken())?;
            changed(transaction)?;
            Ok(added)
        })
        .await
    }

    async fn close(&self, id: PriceId, at: Timestamp) -> Result<PriceRow> {
        self.write(move |transaction| {
            let price = find(transaction, id)?;
            may_close(&price, at)?;
            let sql = "UPDATE provider_cost_configs SET effective_to = ? WHERE id = ?";
            rows::change(transaction, sql, params![at.as_millis(), id.0])?;
            changed(transaction)?;
            find(transaction, id)
        })
        .await
    }

    async fn seed(&self, prices: Vec<NewPrice>) -> Result<usize> {
        self.write(move |transaction| {
            let mut added = 0;
            for price in &prices {
                added += usize::from(insert(transaction, price)?.is_some());
            }
            if added > 0 {
                changed(transaction)?;
            }
            Ok(added)
        })
        .await
    }

    async fn put_providers(&self, providers: &[ProviderInfo]) -> Result<()> {
        let providers = providers.to_vec();
        self.write(move |transaction| {
            let mut news = 0;
            for provider in &providers {
                news += rows::change(
                    transaction,
                    "INSERT INTO providers (name, kind, catalogue, simulated) VALUES (?, ?, ?, ?)
                     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, catalogue = excluded.catalogue,
                        simulated = excluded.simulated
                     WHERE (kind, catalogue, simulated) <> (excluded.kind, excluded.catalogue, excluded.simulated)",
                    params![provider.name.as_str(), provider.kind, provider.catalogue.as_str(), provider.simulated],
                )?;
            }
            if news > 0 {
                changed(transaction)?;
            }
            Ok(())
        })
        .await
    }

    async fn providers(&self) -> Result<Vec<ProviderInfo>> {
        self.read(|transaction| providers(transaction)).await
    }
}

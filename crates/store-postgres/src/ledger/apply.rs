//! One batch, one transaction: offset, rows, sums, dead letters.

use super::{BY_KEY, Side, partitions, pending, row, sums};
use crate::PgStore;
use crate::cells::Cells;
use crate::failure::{is_collision, is_without_day};
use crate::prices::UNCHANGED;
use crate::session::Mode;
use crate::{dead_letters, performance, rows};
use domain::{TenantId, Timestamp};
use metering::LedgerRow;
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;
use std::time::Duration;
use store::StoreError;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::Fold;
use store::ledger::{Advance, Applied, Batch, Claim};
use store::words::count;

/// How often a batch is written before its collision is the caller's.
const TRIES: u32 = 5;

/// How long the first pause after a collision is; each next one is as much longer.
const PAUSE: Duration = Duration::from_millis(5);

/// Sent with BEGIN. The lock is held until the batch stands, so that a sweep can wait for all batches that do not know its
/// mark yet; the rest keeps the server from reading whole tables.
static BEGIN: LazyLock<String> = LazyLock::new(|| format!("; SELECT pg_advisory_xact_lock_shared(5503, 5){BY_KEY}"));

/// The stored offset of a partition.
pub(crate) async fn offset(store: &PgStore, partition: &str) -> Result<u64> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let query = sqlx::query("SELECT next_offset FROM consumer_offsets WHERE partition = $1").bind(partition);
    let found = rows::first(&mut session, query, |row| Cells::new(row).u64()).await?;
    session.commit().await?;
    Ok(found.unwrap_or(0))
}

/// Claims a partition for whoever calls. It waits for a batch that is on its way, and every later one is refused.
pub(crate) async fn claim(store: &PgStore, partition: &str) -> Result<Claim> {
    let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
    let query = sqlx::query(
        "INSERT INTO consumer_offsets AS o (partition, epoch, next_offset) VALUES ($1, 1, 0)
         ON CONFLICT (partition) DO UPDATE SET epoch = o.epoch + 1 RETURNING epoch, next_offset",
    );
    let claimed = rows::first(&mut session, query.bind(partition), |row| {
        let mut cells = Cells::new(row);
        Ok(Claim { epoch: cells.u64()?, next: cells.u64()? })
    })
    .await?;
    session.commit().await?;
    claimed.ok_or_else(|| StoreError::Failed("a claim gave no row: a defect".into()))
}

/// What a batch must fit.
struct Standing {
    /// Where raw rows begin.
    raw_since: Option<Timestamp>,
    /// The newest state of the prices.
    prices: u64,
}

fn standing(cells: &mut Cells<'_>) -> Result<Standing> {
    Ok(Standing { raw_since: cells.opt_time()?, prices: cells.u64()? })
}

/// Moves the offset, if one is to be moved, and answers what the batch must fit.
async fn advance(connection: &mut PgConnection, step: Option<&Advance>) -> Result<Standing> {
    let nothing = || StoreError::Failed("the schema lacks the prices' state: run `tollkeeper migrate`".into());
    let Some(step) = step else {
        let query = sqlx::query(
            "SELECT (SELECT at FROM ledger_marks WHERE name = 'raw_since'), (SELECT version FROM price_state)",
        );
        return rows::first(connection, query, |row| standing(&mut Cells::new(row))).await?.ok_or_else(nothing);
    };
    if step.to < step.from {
        return Err(StoreError::Refused(format!("the offset would move back from {} to {}", step.from, step.to)));
    }
    let query = sqlx::query(
        "WITH moved AS (
            UPDATE consumer_offsets SET next_offset = $1 WHERE partition = $2 AND epoch = $3 AND next_offset = $4
            RETURNING 1)
         SELECT (SELECT count(*) FROM moved), (SELECT at FROM ledger_marks WHERE name = 'raw_since'),
            (SELECT version FROM price_state)",
    );
    let query = query
        .bind(count(step.to, "offset")?)
        .bind(&step.partition)
        .bind(count(step.epoch, "epoch")?)
        .bind(count(step.from, "offset")?);
    let moved = rows::first(connection, query, |row| {
        let mut cells = Cells::new(row);
        Ok((cells.u64()?, standing(&mut cells)?))
    })
    .await?;
    if let Some((1, standing)) = moved {
        return Ok(standing);
    }
    let query = sqlx::query("SELECT epoch, next_offset FROM consumer_offsets WHERE partition = $1");
    let found = rows::first(connection, query.bind(&step.partition), |row| {
        let mut cells = Cells::new(row);
        Ok((cells.u64()?, cells.u64()?))
    })
    .await?;
    match found {
        Some((epoch, found)) if epoch == step.epoch => Err(StoreError::OffsetMoved { expected: step.from, found }),
        _ => Err(StoreError::Fenced { partition: step.partition.clone() }),
    }
}

/// Which of these tenants exist, of those not seen before; what is found is remembered.
pub(crate) async fn known(store: &PgStore, asked: &[TenantId]) -> Result<Vec<TenantId>> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let query = sqlx::query("SELECT id FROM tenants WHERE id = ANY ($1)");
    let query = query.bind(asked.iter().map(|tenant| tenant.0).bind_iter());
    let found = rows::all(&mut session, query, |row| Ok(TenantId(Cells::new(row).id()?))).await?;
    session.commit().await?;
    store.seen.add_tenants(&found);
    Ok(found)
}

/// Writes a batch.
pub(crate) async fn apply(store: &PgStore, batch: &Batch) -> Result<Applied> {
    let mut rows: Vec<&LedgerRow> = batch.rows.iter().collect();
    // One order for every batch, so that two with the same rows wait for each other instead of for good. Stable: of two
    // copies the first counts.
    rows.sort_by_key(|row| row::key(row));
    let owners: BTreeSet<TenantId> = rows.iter().map(|row| row.event.tenant_id).collect();
    let new = store.seen.new_tenants(owners.into_iter());
    if !new.is_empty() && known(store, &new).await?.len() < new.len() {
        return Err(StoreError::Refused("tenant_id names no tenant".into()));
    }
    let mut tries = 0;
    loop {
        tries += 1;
        partitions::ready(store, &rows).await?;
        match once(store, batch, &rows).await {
            Err(error) if tries < TRIES && is_collision(&error) => tokio::time::sleep(PAUSE * tries).await,
            // Another process dropped the day since this one saw it; what is not swept gets it again.
            Err(error) if tries < TRIES && is_without_day(&error) => store.seen.forget_days(),
            outcome => return outcome,
        }
    }
}

async fn once(store: &PgStore, batch: &Batch, rows: &[&LedgerRow]) -> Result<Applied> {
    let locks = format!("{}{}", *BEGIN, if batch.rated_with.is_some() { UNCHANGED } else { "" });
    let mut session = store.worker(&Side::LEDGER, Mode::Write, &locks).await?;
    let standing = advance(&mut session, batch.advance.as_ref()).await?;
    if let Some(rated_with) = batch.rated_with.filter(|version| *version != standing.prices) {
        return Err(StoreError::Stale { rated_with, newest: standing.prices });
    }
    let kept_since = standing.raw_since;
    // Copies of swept rows can no longer be told from new ones, so nothing that old may come in again.
    if let Some(kept_since) = kept_since
        && rows.iter().any(|row| row.event.timestamp < kept_since)
    {
        return Err(StoreError::Refused(format!("timestamp is before {kept_since}, where raw rows begin")));
    }
    let mut fold = Fold::default();
    let mut owners = BTreeSet::new();
    let mut inserted = 0;
    if !rows.is_empty() {
        let new = rows::all(&mut session, row::insert(rows)?, row::read_key).await?;
        inserted = new.len() as u64;
        let mut new: HashSet<row::Key> = new.into_iter().collect();
        for row in rows {
            if new.remove(&row::key(row)) {
                owners.insert(row.event.tenant_id);
                fold.row(row);
            }
        }
    }
    if inserted > 0 {
        sums::add(&mut session, &fold.quarters).await?;
        pending::mark(&mut session, &fold.quarters, false).await?;
        performance::add(&mut session, &fold.hours).await?;
    }
    dead_letters::file(&mut session, &batch.dead).await?;
    session.commit().await?;
    Ok(Applied { inserted, duplicates: rows.len() as u64 - inserted, tenants: owners.into_iter().collect() })
}

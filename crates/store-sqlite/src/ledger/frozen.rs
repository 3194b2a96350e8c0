//! Buckets whose rows are gone, priced again from what they hold. The old sum is taken away and the new one put there,
//! in the base and in every table above it.

use super::fold::write_each;
use super::raw_since;
use super::sums;
use crate::SqliteStore;
use domain::{TenantId, Timestamp};
use metering::Grain;
use rusqlite::Connection;
use store::error::Result;
use store::fold::{Fold, Sums};
use store::ledger::Reprice;
use store::reprice::Repriced;

/// Prices the frozen buckets of a span again. The pricing runs on the caller's side, between a read and a write; where a
/// bucket changed in between, nothing is written and the next run finds it.
pub(crate) async fn reprice(
    store: &SqliteStore,
    tenant: TenantId,
    span: (Timestamp, Timestamp),
    repriced: &Reprice<'_>,
) -> Result<u64> {
    let before = store.read(move |transaction| frozen(transaction, tenant, span)).await?;
    let changed = Repriced::of(before, repriced)?;
    if changed.old.is_empty() {
        return Ok(0);
    }
    store.write(move |transaction| replace(transaction, tenant, span, &changed)).await
}

fn frozen(connection: &Connection, tenant: TenantId, (from, to): (Timestamp, Timestamp)) -> Result<Sums> {
    sums::read(connection, Grain::Quarter, tenant, from, to.min(raw_since(connection)?))
}

fn replace(connection: &Connection, tenant: TenantId, span: (Timestamp, Timestamp), changed: &Repriced) -> Result<u64> {
    let now = frozen(connection, tenant, span)?;
    let Some(quarters) = changed.delta(&now) else { return Ok(0) };
    let fold = Fold { quarters, ..Fold::default() };
    write_each(connection, &fold, |grain, touched| sums::remove_empty(connection, grain, touched))?;
    Ok(changed.old.len() as u64)
}

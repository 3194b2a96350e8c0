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
use store::figures::{self, from_figures, to_figures};
use store::fold::{Fold, Sums};
use store::ledger::Reprice;

/// Prices the frozen buckets of a span again. The pricing runs on the caller's side, between a read and a write; where a
/// bucket changed in between, nothing is written and the next run finds it.
pub(crate) async fn reprice(
    store: &SqliteStore,
    tenant: TenantId,
    span: (Timestamp, Timestamp),
    repriced: &Reprice<'_>,
) -> Result<u64> {
    let before = store.read(move |transaction| frozen(transaction, tenant, span)).await?;
    let (mut old, mut new) = (Sums::new(), Sums::new());
    for ((owner, start, dims), figures) in before {
        let Some((to_dims, to)) = repriced(start, &dims, &from_figures(&figures)?) else { continue };
        let to = to_figures(&to);
        if to != figures || to_dims != dims {
            figures::add(new.entry((owner, start, to_dims)).or_insert([0; figures::COUNT]), &to, 1);
            old.insert((owner, start, dims), figures);
        }
    }
    if old.is_empty() {
        return Ok(0);
    }
    store.write(move |transaction| replace(transaction, tenant, span, &old, new)).await
}

fn frozen(connection: &Connection, tenant: TenantId, (from, to): (Timestamp, Timestamp)) -> Result<Sums> {
    sums::read(connection, Grain::Quarter, tenant, from, to.min(raw_since(connection)?))
}

fn replace(
    connection: &Connection,
    tenant: TenantId,
    span: (Timestamp, Timestamp),
    old: &Sums,
    new: Sums,
) -> Result<u64> {
    let now = frozen(connection, tenant, span)?;
    if old.iter().any(|(key, figures)| now.get(key) != Some(figures)) {
        return Ok(0);
    }
    let mut delta = new;
    for (key, figures) in old {
        figures::add(delta.entry(key.clone()).or_insert([0; figures::COUNT]), figures, -1);
    }
    let fold = Fold { quarters: delta, ..Fold::default() };
    write_each(connection, &fold, |grain, touched| sums::remove_empty(connection, grain, touched))?;
    Ok(old.len() as u64)
}

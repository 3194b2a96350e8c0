//! One batch, one transaction: offset, rows, sums, dead letters.

use super::fold::write;
use super::{raw_since, row};
use crate::cells::Cells;
use crate::failure::failed;
use crate::{dead_letters, prices, rows};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use store::StoreError;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::Fold;
use store::ledger::{Advance, Applied, Batch, Claim};
use store::words::count;

/// The stored offset of a partition.
pub(crate) fn offset(connection: &Connection, partition: &str) -> Result<u64> {
    let sql = "SELECT next_offset FROM consumer_offsets WHERE partition = ?";
    Ok(rows::first(connection, sql, [partition], |row| Cells::new(row).u64())?.unwrap_or(0))
}

/// Claims a partition for whoever calls.
pub(crate) fn claim(connection: &Connection, partition: &str) -> Result<Claim> {
    let sql = "INSERT INTO consumer_offsets (partition, next_offset, epoch) VALUES (?, 0, 1)
        ON CONFLICT (partition) DO UPDATE SET epoch = epoch + 1 RETURNING epoch, next_offset";
    let claimed = rows::first(connection, sql, [partition], |row| {
        let mut cells = Cells::new(row);
        Ok(Claim { epoch: cells.u64()?, next: cells.u64()? })
    })?;
    claimed.ok_or_else(|| StoreError::Failed("a claim gave no row: a defect".into()))
}

fn advance(connection: &Connection, step: &Advance) -> Result<()> {
    if step.to < step.from {
        return Err(StoreError::Refused(format!("the offset would move back from {} to {}", step.from, step.to)));
    }
    let moved = rows::change(
        connection,
        "UPDATE consumer_offsets SET next_offset = ? WHERE partition = ? AND epoch = ? AND next_offset = ?",
        params![count(step.to, "offset")?, step.partition, count(step.epoch, "epoch")?, count(step.from, "offset")?],
    )?;
    if moved == 1 {
        return Ok(());
    }
    let sql = "SELECT epoch, next_offset FROM consumer_offsets WHERE partition = ?";
    let found = rows::first(connection, sql, [&step.partition], |row| {
        let mut cells = Cells::new(row);
        Ok((cells.u64()?, cells.u64()?))
    })?;
    match found {
        Some((epoch, found)) if epoch == step.epoch => Err(StoreError::OffsetMoved { expected: step.from, found }),
        _ => Err(StoreError::Fenced { partition: step.partition.clone() }),
    }
}

/// Writes a batch inside the caller's transaction.
pub(crate) fn apply(connection: &Connection, batch: &Batch) -> Result<Applied> {
    if let Some(step) = &batch.advance {
        advance(connection, step)?;
    }
    if let Some(rated_with) = batch.rated_with {
        let newest = prices::version(connection)?;
        if newest != rated_with {
            return Err(StoreError::Stale { rated_with, newest });
        }
    }
    let kept_since = raw_since(connection)?;
    let mut fold = Fold::default();
    let mut owners = BTreeSet::new();
    let mut inserted = 0;
    let mut statement = connection.prepare_cached(&row::insert_sql()).map_err(failed)?;
    for row in &*batch.rows {
        // Copies of swept rows can no longer be told from new ones, so nothing that old may come in again.
        if row.event.timestamp < kept_since {
            return Err(StoreError::Refused(format!("timestamp is before {kept_since}, where raw rows begin")));
        }
        if row::insert(&mut statement, row)? {
            inserted += 1;
            owners.insert(row.event.tenant_id);
            fold.row(row);
        }
    }
    write(connection, &fold)?;
    dead_letters::file(connection, &batch.dead)?;
    Ok(Applied { inserted, duplicates: batch.rows.len() as u64 - inserted, tenants: owners.into_iter().collect() })
}

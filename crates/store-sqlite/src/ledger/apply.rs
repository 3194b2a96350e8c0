//! One batch, one transaction: offset, rows, sums, dead letters.

use super::fold::Fold;
use super::{raw_since, row};
use crate::cells::{Cells, count};
use crate::failure::failed;
use crate::{dead_letters, rows};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use store::StoreError;
use store::error::Result;
use store::ledger::{Advance, Applied, Batch};

/// The stored offset of a partition.
pub(crate) fn offset(connection: &Connection, partition: &str) -> Result<u64> {
    let sql = "SELECT next_offset FROM consumer_offsets WHERE partition = ?";
    Ok(rows::first(connection, sql, [partition], |row| Cells::new(row).u64())?.unwrap_or(0))
}

fn advance(connection: &Connection, step: &Advance) -> Result<()> {
    let found = offset(connection, &step.partition)?;
    if found != step.from {
        return Err(StoreError::OffsetMoved { expected: step.from, found });
    }
    if step.to < step.from {
        return Err(StoreError::Refused(format!("the offset would move back from {} to {}", step.from, step.to)));
    }
    rows::change(
        connection,
        "INSERT INTO consumer_offsets (partition, next_offset) VALUES (?, ?)
         ON CONFLICT (partition) DO UPDATE SET next_offset = excluded.next_offset",
        params![step.partition, count(step.to, "offset")?],
    )?;
    Ok(())
}

/// Writes a batch inside the caller's transaction.
pub(crate) fn apply(connection: &Connection, batch: &Batch) -> Result<Applied> {
    if let Some(step) = &batch.advance {
        advance(connection, step)?;
    }
    let kept_since = raw_since(connection)?;
    let mut fold = Fold::default();
    let mut owners = BTreeSet::new();
    let mut inserted = 0;
    let mut statement = connection.prepare_cached(&row::insert_sql()).map_err(failed)?;
    for row in &batch.rows {
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
    fold.write(connection)?;
    dead_letters::file(connection, &batch.dead)?;
    Ok(Applied { inserted, duplicates: batch.rows.len() as u64 - inserted, tenants: owners.into_iter().collect() })
}

//! What the jobs ask about all tenants at once: who has rules to evaluate or files to make, and which models have no price.

use crate::cells::Cells;
use crate::rows;
use domain::{TenantId, Timestamp};
use rusqlite::{Connection, params};
use store::cells::Cells as _;
use store::error::Result;
use store::exports::DUE;
use store::ledger::{Unpriced, WATCHED};

/// The open tenants with an enabled rule.
pub(crate) fn watched(connection: &Connection) -> Result<Vec<TenantId>> {
    rows::all(connection, WATCHED, [], |row| Ok(TenantId(Cells::new(row).id()?)))
}

/// The tenants with exports to make or to sweep.
pub(crate) fn exporting(connection: &Connection, now: Timestamp) -> Result<Vec<TenantId>> {
    rows::all(connection, DUE, [now.as_millis()], |row| Ok(TenantId(Cells::new(row).id()?)))
}

/// Requests whose cost is not known, by model. Tenants come first, so that their sums are found by the key.
pub(crate) fn unpriced(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>> {
    let sql = "SELECT q.model, sum(q.unpriced) FROM tenants t CROSS JOIN usage_rollup_quarter q ON q.tenant_id = t.id
         WHERE q.start >= ? AND q.start < ? AND q.unpriced > 0 GROUP BY q.model ORDER BY q.model";
    rows::all(connection, sql, params![from.as_millis(), to.as_millis()], |row| Unpriced::read(&mut Cells::new(row)))
}

//! What rows add, written to every table of sums.

use super::sums;
use crate::failure::failed;
use crate::performance;
use domain::TenantId;
use metering::{Grain, Zone};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};
use store::StoreError;
use store::error::Result;
use store::fold::{Fold, Sums, widened};
use store::tenants::zone;

/// Writes a fold to the tables.
pub(crate) fn write(connection: &Connection, fold: &Fold) -> Result<()> {
    write_each(connection, fold, |_, _| Ok(()))
}

/// Writes a fold, and hands the sums of each grain to `after` once they are in their table.
pub(crate) fn write_each(
    connection: &Connection,
    fold: &Fold,
    after: impl Fn(Grain, &Sums) -> Result<()>,
) -> Result<()> {
    let zones = zones(connection, fold.quarters.keys().map(|(tenant, ..)| *tenant).collect())?;
    sums::add(connection, Grain::Quarter, &fold.quarters)?;
    after(Grain::Quarter, &fold.quarters)?;
    // Days do not straddle weeks or months, so those are folded from the fewer days.
    let days = widened(&fold.quarters, Grain::Day, &zones);
    sums::add(connection, Grain::Day, &days)?;
    after(Grain::Day, &days)?;
    for grain in [Grain::Week, Grain::Month] {
        let wider = widened(&days, grain, &zones);
        sums::add(connection, grain, &wider)?;
        after(grain, &wider)?;
    }
    performance::add(connection, &fold.hours)
}

/// The zones in which tenants count their days.
pub(crate) fn zones(connection: &Connection, owners: BTreeSet<TenantId>) -> Result<HashMap<TenantId, Zone>> {
    let mut statement = connection.prepare_cached("SELECT timezone FROM tenants WHERE id = ?").map_err(failed)?;
    let mut zones = HashMap::with_capacity(owners.len());
    let mut known: HashMap<String, Zone> = HashMap::new();
    for tenant in owners {
        let name: String = match statement.query_row([tenant.0.as_bytes()], |row| row.get(0)) {
            Ok(name) => name,
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                return Err(StoreError::Refused("tenant_id names no tenant".into()));
            }
            Err(error) => return Err(failed(error)),
        };
        let found = match known.get(&name) {
            Some(found) => found.clone(),
            None => zone(&name)?,
        };
        known.entry(name).or_insert_with(|| found.clone());
        zones.insert(tenant, found);
    }
    Ok(zones)
}

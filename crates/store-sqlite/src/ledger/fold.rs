//! From rows to what they add: sums of quarter hours, the tables above them, and providers' performance.

use super::sums::{self, HOUR_MS, QUARTER_MS, Sums};
use crate::failure::failed;
use crate::measures::{self, to_figures};
use crate::performance::{self, Performance};
use crate::tenants;
use domain::TenantId;
use metering::rollup::{contributions, perf_contributions};
use metering::{Grain, LedgerRow, Zone};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};
use store::StoreError;
use store::error::Result;

/// What rows add, in every table.
#[derive(Default)]
pub(crate) struct Fold {
    pub(crate) quarters: Sums,
    pub(crate) hours: Performance,
}

impl Fold {
    /// Adds a row's sums, or takes them away with `times` -1.
    pub(crate) fn money(&mut self, row: &LedgerRow, times: i128) {
        let start = row.event.timestamp.floor_to(QUARTER_MS);
        for (dims, added) in contributions(row) {
            let sum = self.quarters.entry((row.event.tenant_id, start, dims)).or_insert([0; measures::COUNT]);
            measures::add(sum, &to_figures(&added), times);
        }
    }

    /// Adds a row's part in providers' performance; a rating does not change it.
    pub(crate) fn performance(&mut self, row: &LedgerRow) {
        let hour = row.event.timestamp.floor_to(HOUR_MS);
        for (dims, added) in perf_contributions(&row.event) {
            self.hours.entry((row.event.tenant_id, hour, dims)).or_default().merge(&added);
        }
    }

    /// Adds a whole row.
    pub(crate) fn row(&mut self, row: &LedgerRow) {
        self.money(row, 1);
        self.performance(row);
    }

    /// Writes everything to the tables.
    pub(crate) fn write(&self, connection: &Connection) -> Result<()> {
        self.write_each(connection, |_, _| Ok(()))
    }

    /// Writes everything, and hands the sums of each grain to `after` once they are in their table.
    pub(crate) fn write_each(&self, connection: &Connection, after: impl Fn(Grain, &Sums) -> Result<()>) -> Result<()> {
        let zones = zones(connection, self.quarters.keys().map(|(tenant, ..)| *tenant).collect())?;
        sums::add(connection, Grain::Quarter, &self.quarters)?;
        after(Grain::Quarter, &self.quarters)?;
        // Days do not straddle weeks or months, so those are folded from the fewer days.
        let days = sums::widened(&self.quarters, Grain::Day, &zones);
        sums::add(connection, Grain::Day, &days)?;
        after(Grain::Day, &days)?;
        for grain in [Grain::Week, Grain::Month] {
            let wider = sums::widened(&days, grain, &zones);
            sums::add(connection, grain, &wider)?;
            after(grain, &wider)?;
        }
        performance::add(connection, &self.hours)
    }
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
        let zone = match known.get(&name) {
            Some(zone) => zone.clone(),
            None => tenants::zone(&name)?,
        };
        known.entry(name).or_insert_with(|| zone.clone());
        zones.insert(tenant, zone);
    }
    Ok(zones)
}

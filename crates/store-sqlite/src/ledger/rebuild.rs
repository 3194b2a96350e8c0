//! Sums made again from raw rows: for hours that a job marked, for a tenant's new zone, and to compare with what stands.

use super::fold::zones;
use super::sums;
use super::{raw_since, row};
use crate::cells::Cells;
use crate::failure::failed;
use crate::{performance, rows, tenants};
use domain::{TenantId, Timestamp};
use metering::period::{bucket_end, bucket_start};
use metering::{Grain, Zone};
use rusqlite::{Connection, params};
use std::collections::{BTreeSet, HashMap};
use store::cells::Cells as _;
use store::error::Result;
use store::fold::{ABOVE, Fold, HOUR_MS, QUARTER_MS, widened};
use store::ledger::DirtyHour;
use store::tenants::zone;
use store::words::limit_of;

/// Marks hours; a moment inside one marks the whole.
pub(crate) fn mark(connection: &Connection, hours: &[DirtyHour]) -> Result<()> {
    for dirty in hours {
        let sql = "INSERT INTO dirty_hours (tenant_id, hour) VALUES (?, ?) ON CONFLICT DO NOTHING";
        let hour = dirty.hour.floor_to(HOUR_MS).as_millis();
        rows::change(connection, sql, params![dirty.tenant_id.0.as_bytes(), hour])?;
    }
    Ok(())
}

/// Rebuilds marked hours and what lies above them; answers how many were unmarked.
pub(crate) fn rebuild(connection: &Connection, limit: usize, raw_kept_since: Timestamp) -> Result<usize> {
    let frozen_before = raw_kept_since.max(raw_since(connection)?);
    let sql = "SELECT tenant_id, hour FROM dirty_hours ORDER BY tenant_id, hour LIMIT ?";
    let dirty = rows::all(connection, sql, [limit_of(limit)], |row| {
        let mut cells = Cells::new(row);
        Ok(DirtyHour { tenant_id: TenantId(cells.id()?), hour: cells.time()? })
    })?;
    let zones = zones(connection, dirty.iter().map(|dirty| dirty.tenant_id).collect())?;
    let mut above = BTreeSet::new();
    for DirtyHour { tenant_id, hour } in &dirty {
        let sql = "DELETE FROM dirty_hours WHERE tenant_id = ? AND hour = ?";
        rows::change(connection, sql, params![tenant_id.0.as_bytes(), hour.as_millis()])?;
        if *hour < frozen_before {
            continue;
        }
        rebuild_hour(connection, *tenant_id, *hour)?;
        let Some(zone) = zones.get(tenant_id) else { continue };
        // In zones off the full hour, an hour's quarters can lie in two days.
        for quarter in 0..4 {
            let start = hour.plus_millis(quarter * QUARTER_MS);
            above.extend(ABOVE.map(|grain| (*tenant_id, grain, bucket_start(zone, grain, start))));
        }
    }
    // The order of `Grain` puts days before the weeks and months that are folded from them.
    for (tenant_id, grain, start) in above {
        let Some(zone) = zones.get(&tenant_id) else { continue };
        let end = bucket_end(zone, grain, start);
        refold(connection, tenant_id, grain, (start, end), &zones)?;
    }
    Ok(dirty.len())
}

/// What the raw rows of a span add up to.
fn fold_raw(connection: &Connection, tenant: TenantId, from: Timestamp, to: Timestamp) -> Result<Fold> {
    let sql = row::select_sql("WHERE tenant_id = ? AND timestamp >= ? AND timestamp < ?");
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut found = statement.query(params![tenant.0.as_bytes(), from.as_millis(), to.as_millis()]).map_err(failed)?;
    let mut fold = Fold::default();
    while let Some(next) = found.next().map_err(failed)? {
        fold.row(&row::read(next)?);
    }
    Ok(fold)
}

fn rebuild_hour(connection: &Connection, tenant: TenantId, hour: Timestamp) -> Result<()> {
    let end = hour.plus_millis(HOUR_MS);
    let fold = fold_raw(connection, tenant, hour, end)?;
    sums::remove(connection, Grain::Quarter, tenant, hour, end)?;
    sums::add(connection, Grain::Quarter, &fold.quarters)?;
    performance::remove(connection, tenant, hour, end)?;
    performance::add(connection, &fold.hours)
}

/// Makes a grain's buckets of a span again from the finer table: days from quarters, the rest from days.
fn refold(
    connection: &Connection,
    tenant: TenantId,
    grain: Grain,
    (from, to): (Timestamp, Timestamp),
    zones: &HashMap<TenantId, Zone>,
) -> Result<()> {
    let finer = if grain == Grain::Day { Grain::Quarter } else { Grain::Day };
    let base = sums::read(connection, finer, tenant, from, to)?;
    sums::remove(connection, grain, tenant, from, to)?;
    sums::add(connection, grain, &widened(&base, grain, zones))
}

/// The hours of a span whose sums or histograms are not what their raw rows say.
pub(crate) fn differing(
    connection: &Connection,
    tenant: TenantId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<DirtyHour>> {
    let mut hour = from.floor_to(HOUR_MS).max(raw_since(connection)?);
    let mut differing = Vec::new();
    while hour < to {
        let end = hour.plus_millis(HOUR_MS);
        let said = fold_raw(connection, tenant, hour, end)?;
        let same = sums::read(connection, Grain::Quarter, tenant, hour, end)? == said.quarters
            && performance::read(connection, tenant, hour, end)? == said.hours;
        if !same {
            differing.push(DirtyHour { tenant_id: tenant, hour });
        }
        hour = end;
    }
    Ok(differing)
}

/// Sets a tenant's zone and makes its days, weeks and months again.
pub(crate) fn rezone(connection: &Connection, tenant: TenantId, name: &str) -> Result<()> {
    let zone = zone(name)?;
    tenants::find(connection, tenant)?;
    let sql = "UPDATE tenants SET timezone = ? WHERE id = ?";
    rows::change(connection, sql, params![name, tenant.0.as_bytes()])?;
    let zones = HashMap::from([(tenant, zone)]);
    let always = (Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX));
    for grain in ABOVE {
        refold(connection, tenant, grain, always, &zones)?;
    }
    Ok(())
}

//! Sums over time: which tables cover a span, and their fold.

use crate::cells::Cells;
use crate::failure::failed;
use crate::filters::{Clause, column};
use crate::ledger::sums::{self, QUARTER_MS, table};
use crate::measures::{self, COLUMNS, Figures};
use crate::{SqliteStore, tenants};
use async_trait::async_trait;
use domain::Timestamp;
use metering::period::{bucket_end, bucket_start};
use metering::{Grain, Zone};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::BTreeMap;
use store::error::Result;
use store::rollups::{Point, RollupQuery, RollupRepo};
use store::{StoreError, TenantScope};
use uuid::Uuid;

/// A part of a span, and the table that answers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Segment {
    grain: Grain,
    from: Timestamp,
    to: Timestamp,
}

/// Covers a span with the widest buckets that lie wholly inside it; `grains` from wide to narrow, ending at quarters.
fn cover(from: Timestamp, to: Timestamp, grains: &[Grain], zone: &Zone, found: &mut Vec<Segment>) {
    let Some((&grain, narrower)) = grains.split_first() else { return };
    if from >= to {
        return;
    }
    if narrower.is_empty() {
        found.push(Segment { grain, from, to });
        return;
    }
    let begun = bucket_start(zone, grain, from);
    let first = if begun == from { from } else { bucket_end(zone, grain, begun) };
    let last = bucket_start(zone, grain, to);
    if first >= last {
        cover(from, to, narrower, zone, found);
        return;
    }
    cover(from, first, narrower, zone, found);
    found.push(Segment { grain, from: first, to: last });
    cover(last, to, narrower, zone, found);
}

/// The tables that may answer: the tenant's own only in its own zone, and none wider than the answer's buckets.
fn grains(asked: Option<Grain>, own_zone: bool) -> &'static [Grain] {
    if !own_zone {
        return &[Grain::Quarter];
    }
    match asked {
        Some(Grain::Quarter | Grain::Hour) => &[Grain::Quarter],
        Some(Grain::Day) => &[Grain::Day, Grain::Quarter],
        // Months are not made of weeks, so each stands on days alone.
        Some(Grain::Week) => &[Grain::Week, Grain::Day, Grain::Quarter],
        Some(Grain::Month) | None => &[Grain::Month, Grain::Day, Grain::Quarter],
    }
}

type Groups = BTreeMap<(Timestamp, Option<String>), (Figures, bool)>;

fn group_of(row: &Row<'_>, at: usize) -> Result<Option<String>> {
    match row.get_ref(at).map_err(failed)? {
        ValueRef::Text(text) if !text.is_empty() => Ok(Some(String::from_utf8_lossy(text).into_owned())),
        ValueRef::Blob(bytes) if !bytes.is_empty() => {
            let id = Uuid::from_slice(bytes).map_err(|_| StoreError::Failed("an id in a sum is damaged".into()))?;
            Ok(Some(id.to_string()))
        }
        _ => Ok(None),
    }
}

fn fold(
    connection: &Connection,
    scope: TenantScope,
    query: &RollupQuery,
    segment: Segment,
    zone: &Zone,
    groups: &mut Groups,
) -> Result<()> {
    let mut clause = Clause::of(scope.tenant_id());
    clause.span("start", segment.from.as_millis(), segment.to.as_millis());
    clause.filters(&query.filters);
    let group = query.group_by.map_or("NULL", column);
    let figures = COLUMNS.join(", ");
    let sql = format!("SELECT start, simulated, {figures}, {group} FROM {} {}", table(segment.grain), clause.sql);
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut found = statement.query(params_from_iter(clause.params)).map_err(failed)?;
    let mut last: Option<(Timestamp, Timestamp)> = None;
    while let Some(row) = found.next().map_err(failed)? {
        let mut cells = Cells::new(row);
        let (start, simulated) = (cells.time()?, cells.plain::<bool>()?);
        let figures = sums::read_figures(&mut cells)?;
        let bucket = match (query.grain, last) {
            (None, _) => query.from,
            (Some(_), Some((from, bucket))) if from == start => bucket,
            (Some(grain), _) => bucket_start(zone, grain, start),
        };
        last = Some((start, bucket));
        let key = (bucket, group_of(row, 2 + COLUMNS.len())?);
        let sum = groups.entry(key).or_insert(([0; measures::COUNT], false));
        measures::add(&mut sum.0, &figures, 1);
        sum.1 |= simulated;
    }
    Ok(())
}

#[async_trait]
impl RollupRepo for SqliteStore {
    async fn series(&self, scope: TenantScope, query: &RollupQuery) -> Result<Vec<Point>> {
        let query = query.clone();
        let zone = tenants::zone(&query.zone)?;
        self.read(move |transaction| {
            let own = tenants::find(transaction, scope.tenant_id())?.timezone;
            let own_zone = tenants::zone(&own)? == zone;
            // Buckets that begin inside the span count; the first that does may begin after `from`.
            let from = query.from.plus_millis(QUARTER_MS - 1).floor_to(QUARTER_MS);
            let to = query.to.plus_millis(QUARTER_MS - 1).floor_to(QUARTER_MS);
            let mut segments = Vec::new();
            cover(from, to, grains(query.grain, own_zone), &zone, &mut segments);
            let mut groups = Groups::new();
            for segment in segments {
                fold(transaction, scope, &query, segment, &zone, &mut groups)?;
            }
            let point = |((start, group), (figures, simulated)): (_, (Figures, bool))| {
                Ok(Point { start, group, measures: measures::from_figures(&figures)?, simulated })
            };
            groups.into_iter().map(point).collect()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_covered_once_by_the_widest_buckets_inside_it() {
        let zone = Zone::new("Europe/Berlin").expect("known");
        let at = |text: &str| Timestamp::parse(text).expect("a moment");
        // From the middle of a day in January to the middle of the first day of March, local midnight being 23:00 UTC.
        let (from, to) = (at("2026-01-30T12:00:00Z"), at("2026-03-01T12:00:00Z"));
        let mut found = Vec::new();
        cover(from, to, grains(None, true), &zone, &mut found);
        let shown: Vec<_> = found.iter().map(|s| (s.grain, s.from.to_string(), s.to.to_string())).collect();
        let segment = |grain, from: &str, to: &str| (grain, format!("{from}:00:00.000Z"), format!("{to}:00:00.000Z"));
        assert_eq!(
            shown,
            [
                segment(Grain::Quarter, "2026-01-30T12", "2026-01-30T23"),
                segment(Grain::Day, "2026-01-30T23", "2026-01-31T23"),
                segment(Grain::Month, "2026-01-31T23", "2026-02-28T23"),
                segment(Grain::Quarter, "2026-02-28T23", "2026-03-01T12"),
            ]
        );
    }
}

//! Sums over time: which tables cover a span, and their fold.

use crate::cells::Cells;
use crate::failure::failed;
use crate::filters::{Clause, column};
use crate::ledger::sums::{self, table};
use crate::{SqliteStore, tenants};
use async_trait::async_trait;
use domain::Timestamp;
use metering::Zone;
use metering::period::bucket_start;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::BTreeMap;
use store::cover::{Segment, cover};
use store::error::Result;
use store::figures::{self, COLUMNS, Figures};
use store::fold::QUARTER_MS;
use store::rollups::{Point, RollupQuery, RollupRepo};
use store::tenants::zone;
use store::{StoreError, TenantScope};
use uuid::Uuid;

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
        let sum = groups.entry(key).or_insert(([0; figures::COUNT], false));
        figures::add(&mut sum.0, &figures, 1);
        sum.1 |= simulated;
    }
    Ok(())
}

#[async_trait]
impl RollupRepo for SqliteStore {
    async fn series(&self, scope: TenantScope, query: &RollupQuery) -> Result<Vec<Point>> {
        let query = query.clone();
        let asked = zone(&query.zone)?;
        self.read(move |transaction| {
            let own = tenants::find(transaction, scope.tenant_id())?.timezone;
            let own_zone = zone(&own)? == asked;
            // Buckets that begin inside the span count; the first that does may begin after `from`.
            let from = query.from.plus_millis(QUARTER_MS - 1).floor_to(QUARTER_MS);
            let to = query.to.plus_millis(QUARTER_MS - 1).floor_to(QUARTER_MS);
            let mut groups = Groups::new();
            for segment in cover((from, to), query.grain, own_zone, &asked, &[]) {
                fold(transaction, scope, &query, segment, &asked, &mut groups)?;
            }
            let point = |((start, group), (figures, simulated)): (_, (Figures, bool))| {
                Ok(Point { start, group, measures: figures::from_figures(&figures)?, simulated })
            };
            groups.into_iter().map(point).collect()
        })
        .await
    }
}

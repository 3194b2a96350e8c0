//! Sums over time: which tables cover a span, and their fold.

use crate::cells::Cells;
use crate::failure::failed;
use crate::filters::Clause;
use crate::{SqliteStore, tenants};
use async_trait::async_trait;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};
use store::cells::Cells as _;
use store::cover::{Segment, cover};
use store::error::Result;
use store::figures::{self, COLUMNS, table};
use store::query::Dimension;
use store::rollups::{Gather, Point, RollupQuery, RollupRepo};
use store::tenants::zone;
use store::{StoreError, TenantScope};
use uuid::Uuid;

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
    gather: &mut Gather<'_>,
) -> Result<()> {
    let mut clause = Clause::of(scope.tenant_id());
    clause.span("start", segment.from.as_millis(), segment.to.as_millis());
    clause.filters(&query.filters);
    let group = query.group_by.map_or("NULL", Dimension::column);
    let figures = COLUMNS.join(", ");
    let sql = format!("SELECT start, simulated, {figures}, {group} FROM {} {}", table(segment.grain), clause.sql);
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut found = statement.query(params_from_iter(clause.params)).map_err(failed)?;
    while let Some(row) = found.next().map_err(failed)? {
        let mut cells = Cells::new(row);
        let (start, simulated) = (cells.time()?, cells.plain::<bool>()?);
        let figures = figures::read(&mut cells)?;
        gather.add(start, group_of(row, 2 + COLUMNS.len())?, &figures, simulated);
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
            let mut gather = Gather::new(&query, &asked);
            for segment in cover(query.quarters(), query.grain, own_zone, &asked, &[]) {
                fold(transaction, scope, &query, segment, &mut gather)?;
            }
            gather.points()
        })
        .await
    }
}

//! Sums over time: which tables cover a span, and their fold.

use crate::PgStore;
use crate::cells::Cells;
use crate::filters::Clause;
use crate::ledger::pending;
use crate::{rows, tenants};
use async_trait::async_trait;
use metering::Grain;
use sqlx::PgConnection;
use store::TenantScope;
use store::cells::Cells as _;
use store::cover::{Segment, cover};
use store::error::Result;
use store::figures::{self, COLUMNS, table};
use store::query::Dimension;
use store::rollups::{Gather, Point, RollupQuery, RollupRepo};
use store::tenants::zone;

async fn fold(
    connection: &mut PgConnection,
    scope: TenantScope,
    query: &RollupQuery,
    segment: Segment,
    gather: &mut Gather<'_>,
) -> Result<()> {
    let mut clause = Clause::of(scope.tenant_id());
    clause.span("start", segment.from, segment.to);
    clause.filters(&query.filters);
    let group = query.group_by.map_or("NULL", Dimension::column);
    let figures = COLUMNS.join(", ");
    let ask = format!("SELECT start, simulated, {figures}, {group}::text FROM {}", table(segment.grain));
    rows::each(connection, clause.query(&ask, ""), |row| {
        let mut cells = Cells::new(row);
        let (start, simulated) = (cells.time()?, cells.plain::<bool>()?);
        let figures = figures::read(&mut cells)?;
        gather.add(start, cells.plain()?, &figures, simulated);
        Ok(())
    })
    .await
}

#[async_trait]
impl RollupRepo for PgStore {
    async fn series(&self, scope: TenantScope, query: &RollupQuery) -> Result<Vec<Point>> {
        let asked = zone(&query.zone)?;
        let span = query.quarters();
        let mut session = self.figures(scope).await?;
        let own = tenants::find(&mut session, scope.tenant_id()).await?.timezone;
        let own_zone = zone(&own)? == asked;
        let base_only = !own_zone || matches!(query.grain, Some(Grain::Quarter | Grain::Hour));
        // Of the same moment as the sums: what the wider tables lack then is marked then.
        let pending = match base_only {
            true => Vec::new(),
            false => pending::hours(&mut session, scope.tenant_id(), span).await?,
        };
        let mut gather = Gather::new(query, &asked);
        for segment in cover(span, query.grain, own_zone, &asked, &pending) {
            fold(&mut session, scope, query, segment, &mut gather).await?;
        }
        session.commit().await?;
        gather.points()
    }
}

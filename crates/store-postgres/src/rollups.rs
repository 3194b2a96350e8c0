//! Sums over time, read as the questions' plan says.

use crate::PgStore;
use crate::cells::Cells;
use crate::filters::Clause;
use crate::ledger::pending;
use crate::{rows, tenants};
use async_trait::async_trait;
use domain::TenantId;
use sqlx::PgConnection;
use store::TenantScope;
use store::cells::Cells as _;
use store::error::Result;
use store::figures::{self, COLUMNS, table};
use store::questions::{Answers, Questions, Scan};
use store::rollups::{Point, RollupQuery, RollupRepo};

async fn read(
    connection: &mut PgConnection,
    tenant: TenantId,
    scan: &Scan<'_>,
    answers: &mut Answers<'_>,
) -> Result<()> {
    let mut clause = Clause::of(tenant);
    clause.span("start", scan.segment.from, scan.segment.to);
    clause.filters(scan.filters);
    let groups: String = scan.dimensions.iter().map(|by| format!(", ({})::text", by.column())).collect();
    let ask = format!("SELECT start, simulated, {}{groups} FROM {}", COLUMNS.join(", "), table(scan.segment.grain));
    rows::each(connection, clause.query(&ask, ""), |row| {
        let mut cells = Cells::new(row);
        let (start, simulated) = (cells.time()?, cells.plain()?);
        let figures = figures::read(&mut cells)?;
        let groups = scan.dimensions.iter().map(|_| cells.plain()).collect::<Result<Vec<_>>>()?;
        answers.add(scan, start, &groups, &figures, simulated);
        Ok(())
    })
    .await
}

#[async_trait]
impl RollupRepo for PgStore {
    async fn several(&self, scope: TenantScope, queries: &[RollupQuery]) -> Result<Vec<Vec<Point>>> {
        let tenant = scope.tenant_id();
        let mut session = self.figures(scope).await?;
        let own = tenants::find(&mut session, tenant).await?.timezone;
        let questions = Questions::new(queries, &own)?;
        // Of the same moment as the sums: what the wider tables lack then is marked then.
        let pending = match questions.above() {
            None => Vec::new(),
            Some(span) => pending::hours(&mut session, tenant, span).await?,
        };
        let (scans, mut answers) = questions.plan(&pending);
        for scan in &scans {
            read(&mut session, tenant, scan, &mut answers).await?;
        }
        session.commit().await?;
        answers.points()
    }
}

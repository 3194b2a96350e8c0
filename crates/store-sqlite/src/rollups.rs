//! Sums over time, read as the questions' plan says.

use crate::cells::Cells;
use crate::failure::failed;
use crate::filters::Clause;
use crate::{SqliteStore, tenants};
use async_trait::async_trait;
use domain::TenantId;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params_from_iter};
use store::cells::Cells as _;
use store::error::Result;
use store::figures::{self, COLUMNS, table};
use store::questions::{Answers, Questions, Scan};
use store::rollups::{Point, RollupQuery, RollupRepo};
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

fn read(connection: &Connection, tenant: TenantId, scan: &Scan<'_>, answers: &mut Answers<'_>) -> Result<()> {
    let mut clause = Clause::of(tenant);
    clause.span("start", scan.segment.from.as_millis(), scan.segment.to.as_millis());
    clause.filters(scan.filters);
    let groups: String = scan.dimensions.iter().map(|by| format!(", {}", by.column())).collect();
    let figures = COLUMNS.join(", ");
    let sql = format!("SELECT start, simulated, {figures}{groups} FROM {} {}", table(scan.segment.grain), clause.sql);
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut found = statement.query(params_from_iter(clause.params)).map_err(failed)?;
    while let Some(row) = found.next().map_err(failed)? {
        let mut cells = Cells::new(row);
        let (start, simulated) = (cells.time()?, cells.plain()?);
        let figures = figures::read(&mut cells)?;
        let first = 2 + COLUMNS.len();
        let groups = (first..first + scan.dimensions.len()).map(|at| group_of(row, at)).collect::<Result<Vec<_>>>()?;
        answers.add(scan, start, &groups, &figures, simulated);
    }
    Ok(())
}

#[async_trait]
impl RollupRepo for SqliteStore {
    async fn several(&self, scope: TenantScope, queries: &[RollupQuery]) -> Result<Vec<Vec<Point>>> {
        let (tenant, queries) = (scope.tenant_id(), queries.to_vec());
        self.read(move |transaction| {
            let questions = Questions::new(&queries, &tenants::find(transaction, tenant)?.timezone)?;
            let (scans, mut answers) = questions.plan(&[]);
            for scan in &scans {
                read(transaction, tenant, scan, &mut answers)?;
            }
            answers.points()
        })
        .await
    }
}

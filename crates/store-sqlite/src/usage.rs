//! The rows behind every figure.

use crate::cells::Cells;
use crate::filters::Clause;
use crate::ledger::row;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{EventId, Timestamp};
use metering::LedgerRow;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use store::cells::Cells as _;
use store::error::Result;
use store::usage::{EventQuery, UsageRepo};
use store::{Page, StoreError, TenantScope};

/// Every table that holds figures of a tenant; raw rows first.
const FIGURES: [&str; 10] = [
    "usage_metrics",
    "usage_rollup_quarter",
    "analytics_daily",
    "analytics_weekly",
    "analytics_monthly",
    "provider_performance",
    "dirty_hours",
    "dead_letters",
    "export_parts",
    "exports",
];

fn clause(scope: TenantScope, query: &EventQuery) -> Clause {
    let mut clause = Clause::of(scope.tenant_id());
    let mut to = query.to.as_millis();
    if let Some(after) = &query.after {
        // The row comparison alone would not let the index end the scan at the cursor's time.
        to = to.min(after.timestamp.as_millis().saturating_add(1));
        let place = [Value::Integer(after.timestamp.as_millis()), Value::Blob(after.id.0.as_bytes().to_vec())];
        clause.and("(timestamp, event_id) < (?, ?)", place);
    }
    clause.span("timestamp", query.from.as_millis(), to);
    clause.filters(&query.filters);
    if let Some(succeeded) = query.succeeded {
        clause.and("succeeded = ?", [Value::Integer(succeeded.into())]);
    }
    if let Some(code) = &query.error_code {
        clause.and("error_code = ?", [Value::Text(code.as_str().to_owned())]);
    }
    match query.priced {
        Some(true) => clause.and("cost_pico IS NOT NULL", []),
        Some(false) => clause.and("cost_pico IS NULL", []),
        None => {}
    }
    if let Some(session) = &query.session_id {
        clause.and("session_id = ?", [Value::Blob(session.0.as_bytes().to_vec())]);
    }
    clause
}

#[async_trait]
impl UsageRepo for SqliteStore {
    async fn events(&self, scope: TenantScope, query: &EventQuery) -> Result<Page<LedgerRow>> {
        let query = query.clone();
        self.read(move |transaction| {
            let clause = clause(scope, &query);
            let rest = format!("{} ORDER BY timestamp DESC, event_id DESC LIMIT {}", clause.sql, query.rows());
            let sql = row::select_sql(&rest);
            let items = rows::all(transaction, &sql, params_from_iter(clause.params), row::read)?;
            Ok(query.page(items))
        })
        .await
    }

    async fn count(&self, scope: TenantScope, query: &EventQuery) -> Result<u64> {
        let query = query.clone();
        self.read(move |transaction| {
            let clause = clause(scope, &query);
            let sql = format!("SELECT count(*) FROM usage_metrics {}", clause.sql);
            let found = rows::first(transaction, &sql, params_from_iter(clause.params), |row| Cells::new(row).u64())?;
            Ok(found.unwrap_or(0))
        })
        .await
    }

    async fn event(&self, scope: TenantScope, event_id: EventId) -> Result<LedgerRow> {
        self.read(move |transaction| {
            let sql = row::select_sql("WHERE tenant_id = ? AND event_id = ?");
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), event_id.0.as_bytes()];
            rows::first(transaction, &sql, key, row::read)?.ok_or(StoreError::NotFound("event"))
        })
        .await
    }

    async fn span(&self, scope: TenantScope) -> Result<Option<(Timestamp, Timestamp)>> {
        self.read(move |transaction| {
            let end = |order: &str| {
                let sql = format!(
                    "SELECT timestamp FROM usage_metrics WHERE tenant_id = ? ORDER BY timestamp {order} LIMIT 1"
                );
                rows::first(transaction, &sql, [scope.tenant_id().0.as_bytes()], |row| Cells::new(row).time())
            };
            Ok(end("DESC")?.zip(end("ASC")?))
        })
        .await
    }

    async fn erase(&self, scope: TenantScope) -> Result<u64> {
        self.write(move |transaction| {
            let mut erased = 0;
            for table in FIGURES {
                let sql = format!("DELETE FROM {table} WHERE tenant_id = ?");
                let gone = rows::change(transaction, &sql, [scope.tenant_id().0.as_bytes()])?;
                if table == FIGURES[0] {
                    erased = gone as u64;
                }
            }
            Ok(erased)
        })
        .await
    }
}

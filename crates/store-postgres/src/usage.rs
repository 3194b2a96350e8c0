//! The rows behind every figure.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::filters::{Clause, Value};
use crate::ledger::{row, tenant_lock};
use crate::rows::{self, sql};
use async_trait::async_trait;
use domain::{EventId, Timestamp};
use metering::LedgerRow;
use sqlx::PgConnection;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::HOUR_MS;
use store::usage::{EventQuery, UsageRepo};
use store::{Page, StoreError, TenantScope};

/// How far an event's time may lie from the one in its id, to be found by it at once.
const NEAR_MS: i64 = HOUR_MS;

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * HOUR_MS;

/// Every table that holds figures of a tenant, beside the raw rows.
const SUMS: [&str; 10] = [
    "usage_rollup_quarter",
    "rollup_pending",
    "provider_performance",
    "analytics_daily",
    "analytics_weekly",
    "analytics_monthly",
    "dirty_hours",
    "dead_letters",
    "export_parts",
    "exports",
];

fn clause(scope: TenantScope, query: &EventQuery) -> Clause {
    let mut clause = Clause::of(scope.tenant_id());
    let mut to = query.to;
    if let Some(after) = &query.after {
        // The row comparison alone would not let the index end the scan at the cursor's time.
        to = to.min(after.timestamp.plus_millis(1));
        clause.and("(timestamp, event_id) < (?, ?)", [Value::At(after.timestamp), Value::Id(after.id.0)]);
    }
    clause.span("timestamp", query.from, to);
    clause.filters(&query.filters);
    if let Some(succeeded) = query.succeeded {
        clause.and("succeeded = ?", [Value::Bool(succeeded)]);
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
        clause.and("session_id = ?", [Value::Id(session.0)]);
    }
    clause
}

/// The moment in an id that carries one.
fn time_in(id: EventId) -> Option<Timestamp> {
    let (seconds, nanos) = id.0.get_timestamp().filter(|_| id.0.get_version_num() == 7)?.to_unix();
    let millis = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
    Some(Timestamp::from_millis(millis + i64::from(nanos / 1_000_000)))
}

/// The time of a tenant's newest and oldest row.
async fn ends(connection: &mut PgConnection, scope: TenantScope) -> Result<Option<(Timestamp, Timestamp)>> {
    let mut ends = Vec::with_capacity(2);
    for order in ["DESC", "ASC"] {
        let text = "SELECT timestamp FROM usage_metrics WHERE tenant_id = $1 ORDER BY timestamp";
        let query = sql(format!("{text} {order} LIMIT 1")).bind(scope.tenant_id().0);
        ends.extend(rows::first(connection, query, |row| Cells::new(row).time()).await?);
    }
    Ok(ends.first().copied().zip(ends.get(1).copied()))
}

#[async_trait]
impl UsageRepo for PgStore {
    async fn events(&self, scope: TenantScope, query: &EventQuery) -> Result<Page<LedgerRow>> {
        let rest = format!("ORDER BY timestamp DESC, event_id DESC LIMIT {}", query.rows());
        let asked = clause(scope, query).query(&row::SELECT, &rest);
        let mut session = self.figures(scope).await?;
        let items = rows::all(&mut session, asked, row::read).await?;
        session.commit().await?;
        Ok(query.page(items))
    }

    async fn count(&self, scope: TenantScope, query: &EventQuery) -> Result<u64> {
        let asked = clause(scope, query).query("SELECT count(*) FROM usage_metrics", "");
        let mut session = self.figures(scope).await?;
        let found = rows::first(&mut session, asked, |row| Cells::new(row).u64()).await?;
        session.commit().await?;
        Ok(found.unwrap_or(0))
    }

    async fn event(&self, scope: TenantScope, event_id: EventId) -> Result<LedgerRow> {
        let mut session = self.figures(scope).await?;
        let mut found = None;
        // Our own ids carry the row's time, so that one day is looked into; other producers' ids need not.
        if let Some(time) = time_in(event_id) {
            let query = row::select("WHERE tenant_id = $1 AND event_id = $2 AND timestamp >= $3 AND timestamp < $4");
            let (from, to) = (At::bound(time.plus_millis(-NEAR_MS)), At::bound(time.plus_millis(NEAR_MS)));
            let query = query.bind(scope.tenant_id().0).bind(event_id.0).bind(from).bind(to);
            found = rows::first(&mut session, query, row::read).await?;
        }
        if found.is_none() {
            let query = row::select("WHERE tenant_id = $1 AND event_id = $2 LIMIT 1");
            found = rows::first(&mut session, query.bind(scope.tenant_id().0).bind(event_id.0), row::read).await?;
        }
        session.commit().await?;
        found.ok_or(StoreError::NotFound("event"))
    }

    async fn span(&self, scope: TenantScope) -> Result<Option<(Timestamp, Timestamp)>> {
        let mut session = self.figures(scope).await?;
        let found = ends(&mut session, scope).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn erase(&self, scope: TenantScope) -> Result<u64> {
        let mut session = self.write_all(scope.tenant_id()).await?;
        tenant_lock(&mut session, &[scope.tenant_id()]).await?;
        let mut erased = 0;
        // A day at a time, so that no statement takes long.
        if let Some((newest, oldest)) = ends(&mut session, scope).await? {
            let mut day = oldest.floor_to(DAY_MS);
            while day <= newest {
                let query = sqlx::query(
                    "DELETE FROM usage_metrics WHERE tenant_id = $1 AND timestamp >= $2 AND timestamp < $3",
                );
                let next = day.plus_millis(DAY_MS);
                let query = query.bind(scope.tenant_id().0).bind(At::bound(day)).bind(At::bound(next));
                erased += rows::change(&mut session, query).await?;
                day = next;
            }
        }
        for table in SUMS {
            let query = sql(format!("DELETE FROM {table} WHERE tenant_id = $1")).bind(scope.tenant_id().0);
            rows::change(&mut session, query).await?;
        }
        session.commit().await?;
        Ok(erased)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_ours_says_when_its_row_was_written() {
        let event = test_support::event(7);
        assert_eq!(time_in(event.event_id), Some(event.timestamp));
        assert_eq!(time_in(EventId(uuid::Uuid::from_u128(7))), None);
    }
}

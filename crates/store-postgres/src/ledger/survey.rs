//! What the jobs ask about all tenants at once: who has rules to evaluate or files to make, and which models have no price.

use super::{BY_KEY, Side};
use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows;
use crate::session::Mode;
use domain::{TenantId, Timestamp};
use store::cells::Cells as _;
use store::error::Result;
use store::exports::DUE;
use store::ledger::{Unpriced, WATCHED};

/// The open tenants with an enabled rule.
pub(super) async fn watched(store: &PgStore) -> Result<Vec<TenantId>> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let found = rows::all(&mut session, sqlx::query(WATCHED), |row| Ok(TenantId(Cells::new(row).id()?))).await?;
    session.commit().await?;
    Ok(found)
}

/// The tenants with exports to make or to sweep.
pub(super) async fn exporting(store: &PgStore, now: Timestamp) -> Result<Vec<TenantId>> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let query = sqlx::query(DUE).bind(At::bound(now));
    let found = rows::all(&mut session, query, |row| Ok(TenantId(Cells::new(row).id()?))).await?;
    session.commit().await?;
    Ok(found)
}

/// Requests whose cost is not known, by model. Tenants come first, so that their sums are found by the key.
pub(super) async fn unpriced(store: &PgStore, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, BY_KEY).await?;
    let query = sqlx::query(
        "SELECT q.model, sum(q.unpriced)::bigint FROM tenants t JOIN usage_rollup_quarter q ON q.tenant_id = t.id
         WHERE q.start >= $1 AND q.start < $2 AND q.unpriced > 0 GROUP BY q.model ORDER BY q.model",
    );
    let query = query.bind(At::bound(from)).bind(At::bound(to));
    let found = rows::all(&mut session, query, |row| Unpriced::read(&mut Cells::new(row))).await?;
    session.commit().await?;
    Ok(found)
}

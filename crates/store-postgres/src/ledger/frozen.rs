//! Buckets whose rows are gone, priced again from what they hold. The old sum is taken away and the new one put there; what
//! lies above is marked to be folded again.

use super::sums::{self, For};
use super::{BY_KEY, Side, raw_since, rebuild};
use crate::PgStore;
use crate::session::Mode;
use domain::{TenantId, Timestamp};
use sqlx::PgConnection;
use store::error::Result;
use store::fold::Sums;
use store::ledger::Reprice;
use store::reprice::Repriced;

/// Prices the frozen buckets of a span again. The pricing runs on the caller's side, between a read and a write; where a
/// bucket changed in between, nothing is written and the next run finds it.
pub(super) async fn reprice(
    store: &PgStore,
    tenant: TenantId,
    span: (Timestamp, Timestamp),
    repriced: &Reprice<'_>,
) -> Result<u64> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let before = frozen(&mut session, tenant, span, For::Looking).await?;
    session.commit().await?;
    let changed = Repriced::of(before, repriced)?;
    if changed.old.is_empty() {
        return Ok(0);
    }
    let mut session = store.worker(&Side::LEDGER, Mode::Write, BY_KEY).await?;
    let now = frozen(&mut session, tenant, span, For::Change).await?;
    let Some(delta) = changed.delta(&now) else { return Ok(0) };
    rebuild::change(&mut session, &delta).await?;
    session.commit().await?;
    Ok(changed.old.len() as u64)
}

async fn frozen(
    connection: &mut PgConnection,
    tenant: TenantId,
    (from, to): (Timestamp, Timestamp),
    purpose: For,
) -> Result<Sums> {
    match raw_since(connection).await? {
        Some(since) => sums::read_span(connection, &[tenant], (from, to.min(since)), purpose).await,
        None => Ok(Sums::new()),
    }
}

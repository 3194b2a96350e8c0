//! Rows rated again after a price changed. What a row added before is taken away and what it adds now is put there, so
//! that also hours whose other rows were swept stay right, and batches go on meanwhile.

use super::{BY_KEY, Side, rebuild, row};
use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows;
use crate::session::Mode;
use domain::TenantId;
use metering::{LedgerRow, Rating};
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use std::collections::{BTreeMap, BTreeSet};
use store::Cursor;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::Fold;
use store::ledger::{RerateSpan, Rerated};
use store::words::limit_of;

/// Rates a page of rows again. The rating runs on the caller's side, between a read and a write; the write looks at each
/// row again and works with what stands there.
pub(super) async fn rerate(
    store: &PgStore,
    span: RerateSpan,
    rating_of: &(dyn Fn(&LedgerRow) -> Rating + Send + Sync),
) -> Result<Rerated> {
    let limit = span.limit.max(1);
    let page = page(store, &span, limit).await?;
    let next = (page.len() == limit).then(|| page.last().map(place)).flatten();
    let changed: Vec<_> = page
        .into_iter()
        .filter_map(|old| {
            let rating = rating_of(&old);
            (rating != old.rating).then_some(LedgerRow { event: old.event, rating })
        })
        .collect();
    let mut done = if changed.is_empty() { Rerated::default() } else { replace(store, &changed).await? };
    done.next = next;
    Ok(done)
}

fn place(row: &LedgerRow) -> (TenantId, Cursor) {
    (row.event.tenant_id, Cursor { timestamp: row.event.timestamp, id: row.event.event_id })
}

/// The rows of a span in the order (tenant, time, event), so that a cursor always finds its place again.
async fn page(store: &PgStore, span: &RerateSpan, limit: usize) -> Result<Vec<LedgerRow>> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let owners = match span.tenant_id {
        Some(tenant) => vec![tenant],
        None => {
            let query = sqlx::query("SELECT id FROM tenants WHERE $1::uuid IS NULL OR id >= $1 ORDER BY id");
            let query = query.bind(span.after.as_ref().map(|(after, _)| after.0));
            rows::all(&mut session, query, |row| Ok(TenantId(Cells::new(row).id()?))).await?
        }
    };
    let mut found = Vec::new();
    for owner in owners {
        let left = limit - found.len();
        let query = match &span.after {
            Some((after, _)) if owner < *after => continue,
            Some((after, cursor)) if owner == *after => row::select(
                "WHERE tenant_id = $1 AND timestamp >= $2 AND timestamp < $3 AND (timestamp, event_id) > ($5, $6)
                 ORDER BY timestamp, event_id LIMIT $4",
            )
            .bind(owner.0)
            .bind(At::bound(span.from.max(cursor.timestamp)))
            .bind(At::bound(span.to))
            .bind(limit_of(left))
            .bind(At::bound(cursor.timestamp))
            .bind(cursor.id.0),
            _ => row::select(
                "WHERE tenant_id = $1 AND timestamp >= $2 AND timestamp < $3 ORDER BY timestamp, event_id LIMIT $4",
            )
            .bind(owner.0)
            .bind(At::bound(span.from))
            .bind(At::bound(span.to))
            .bind(limit_of(left)),
        };
        found.extend(rows::all(&mut session, query, row::read).await?);
        if found.len() >= limit {
            break;
        }
    }
    session.commit().await?;
    Ok(found)
}

/// The rows that stand under these keys, held until the transaction ends.
async fn stored(connection: &mut PgConnection, changed: &[LedgerRow]) -> Result<BTreeMap<row::Key, LedgerRow>> {
    let times = || changed.iter().map(|row| row.event.timestamp);
    let query = row::select(
        "WHERE (tenant_id, timestamp, event_id) IN (SELECT * FROM UNNEST($1::uuid[], $2::timestamptz[], $3::uuid[]))
           AND timestamp >= $4 AND timestamp <= $5
         ORDER BY tenant_id, timestamp, event_id FOR UPDATE",
    );
    let query = query
        .bind(changed.iter().map(|row| row.event.tenant_id.0).bind_iter())
        .bind(times().map(At).bind_iter())
        .bind(changed.iter().map(|row| row.event.event_id.0).bind_iter())
        .bind(times().min().map(At))
        .bind(times().max().map(At));
    let found = rows::all(connection, query, row::read).await?;
    Ok(found.into_iter().map(|row| (row::key(&row), row)).collect())
}

async fn replace(store: &PgStore, changed: &[LedgerRow]) -> Result<Rerated> {
    let mut session = store.worker(&Side::LEDGER, Mode::Write, BY_KEY).await?;
    let stored = stored(&mut session, changed).await?;
    let mut fold = Fold::default();
    let mut owners = BTreeSet::new();
    let mut prices = BTreeSet::new();
    let mut written = Vec::new();
    for new in changed {
        let Some(old) = stored.get(&row::key(new)).filter(|old| old.rating != new.rating) else { continue };
        fold.money(old, -1);
        fold.money(new, 1);
        owners.insert(new.event.tenant_id);
        prices.extend(new.rating.price_id);
        written.push(new);
    }
    if !written.is_empty() {
        rows::change(&mut session, row::rerate(&written)?).await?;
        rebuild::change(&mut session, &fold.quarters).await?;
    }
    session.commit().await?;
    Ok(Rerated {
        changed: written.len() as u64,
        next: None,
        tenants: owners.into_iter().collect(),
        prices: prices.into_iter().collect(),
    })
}

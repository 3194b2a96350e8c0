//! Rows rated again after a price changed. What a row added before is taken away and what it adds now is put there, so
//! that also hours whose other rows were swept stay right.

use super::fold::write_each;
use super::{row, sums};
use crate::cells::Cells;
use crate::failure::failed;
use crate::{SqliteStore, rows};
use domain::TenantId;
use metering::{LedgerRow, Rating};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use store::Cursor;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::Fold;
use store::ledger::{RerateSpan, Rerated};
use store::words::limit_of;

/// Rates a page of rows again. The rating runs on the caller's side, between a read and a write; the write looks at each
/// row again and works with what stands there.
pub(crate) async fn rerate(
    store: &SqliteStore,
    span: RerateSpan,
    rating_of: &(dyn Fn(&LedgerRow) -> Rating + Send + Sync),
) -> Result<Rerated> {
    let limit = span.limit.max(1);
    let page = store.read(move |transaction| page(transaction, &span)).await?;
    let next = (page.len() == limit).then(|| page.last().map(place)).flatten();
    let changed = page
        .into_iter()
        .filter_map(|old| {
            let rating = rating_of(&old);
            (rating != old.rating).then_some(LedgerRow { event: old.event, rating })
        })
        .collect::<Vec<_>>();
    let mut done = if changed.is_empty() {
        Rerated::default()
    } else {
        store.write(move |transaction| replace(transaction, &changed)).await?
    };
    done.next = next;
    Ok(done)
}

fn place(row: &LedgerRow) -> (TenantId, Cursor) {
    (row.event.tenant_id, Cursor { timestamp: row.event.timestamp, id: row.event.event_id })
}

/// The rows of a span in the order (tenant, time, event), so that a cursor always finds its place again.
fn page(connection: &Connection, span: &RerateSpan) -> Result<Vec<LedgerRow>> {
    let owners = match span.tenant_id {
        Some(tenant) => vec![tenant],
        None => {
            rows::all(connection, "SELECT id FROM tenants ORDER BY id", [], |row| Ok(TenantId(Cells::new(row).id()?)))?
        }
    };
    let limit = span.limit.max(1);
    let sql = row::select_sql(
        "WHERE tenant_id = ?1 AND timestamp >= ?2 AND timestamp < ?3 AND (timestamp, event_id) > (?4, ?5)
         ORDER BY timestamp, event_id LIMIT ?6",
    );
    let mut found = Vec::new();
    for owner in owners {
        let (from, id) = match &span.after {
            Some((after, _)) if owner < *after => continue,
            Some((after, cursor)) if owner == *after => (cursor.timestamp.max(span.from), cursor.id.0),
            _ => (span.from.plus_millis(-1), uuid::Uuid::max()),
        };
        let left = limit - found.len();
        let bounds = params![
            owner.0.as_bytes(),
            span.from.as_millis(),
            span.to.as_millis(),
            from.as_millis(),
            id.as_bytes(),
            limit_of(left)
        ];
        found.extend(rows::all(connection, &sql, bounds, row::read)?);
        if found.len() >= limit {
            break;
        }
    }
    Ok(found)
}

fn replace(connection: &Connection, changed: &[LedgerRow]) -> Result<Rerated> {
    let mut fold = Fold::default();
    let mut owners = BTreeSet::new();
    let mut prices = BTreeSet::new();
    let mut count = 0;
    let find = row::select_sql("WHERE tenant_id = ? AND timestamp = ? AND event_id = ?");
    let mut write = connection.prepare_cached(&row::rerate_sql()).map_err(failed)?;
    for new in changed {
        let event = &new.event;
        let key = params![event.tenant_id.0.as_bytes(), event.timestamp.as_millis(), event.event_id.0.as_bytes()];
        let Some(old) = rows::first(connection, &find, key, row::read)? else { continue };
        if old.rating == new.rating {
            continue;
        }
        row::rerate(&mut write, new)?;
        fold.money(&old, -1);
        fold.money(new, 1);
        owners.insert(event.tenant_id);
        prices.extend(new.rating.price_id);
        count += 1;
    }
    write_each(connection, &fold, |grain, touched| sums::remove_empty(connection, grain, touched))?;
    Ok(Rerated {
        changed: count,
        next: None,
        tenants: owners.into_iter().collect(),
        prices: prices.into_iter().collect(),
    })
}

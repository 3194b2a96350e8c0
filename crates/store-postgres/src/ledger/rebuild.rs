//! Sums made again from raw rows: for hours that a job marked, and to compare with what stands.
//!
//! Batches go on meanwhile. A look at one moment says by how much an hour's sums differ from its rows; a batch changes both
//! alike, so the difference still holds when it is taken away a moment later.

use super::row;
use super::sums::{self, For};
use super::{BY_KEY, Side, pending, raw_since};
use crate::PgStore;
use crate::cells::{At, Cells};
use crate::filters::Clause;
use crate::session::Mode;
use crate::{performance, rows};
use domain::{TenantId, Timestamp};
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use std::collections::{BTreeMap, BTreeSet};
use store::cells::Cells as _;
use store::error::Result;
use store::figures;
use store::fold::{Fold, HOUR_MS, Sums};
use store::ledger::DirtyHour;
use store::words::limit_of;

/// Requests whose rows are compared with their sums by one statement, about.
const AT_ONCE: u64 = 50_000;

/// A marked hour, and which marking it is.
#[derive(Clone, Copy)]
struct Marked {
    tenant: TenantId,
    hour: Timestamp,
    mark: i64,
}

/// Marks hours; a moment inside one marks the whole.
pub(super) async fn mark(store: &PgStore, hours: &[DirtyHour]) -> Result<()> {
    let hours: BTreeSet<_> = hours.iter().map(|dirty| (dirty.tenant_id, dirty.hour.floor_to(HOUR_MS))).collect();
    let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
    let query = sqlx::query(
        "INSERT INTO dirty_hours (tenant_id, hour) SELECT * FROM UNNEST($1::uuid[], $2::timestamptz[])
         ON CONFLICT (tenant_id, hour) DO UPDATE SET mark = excluded.mark",
    );
    let query = query
        .bind(hours.iter().map(|(tenant, _)| tenant.0).bind_iter())
        .bind(hours.iter().map(|(_, hour)| At(*hour)).bind_iter());
    rows::change(&mut session, query).await?;
    session.commit().await
}

/// Rebuilds marked hours; answers how many were unmarked. What lies above is marked to be folded again.
pub(super) async fn rebuild(store: &PgStore, limit: usize, raw_kept_since: Timestamp) -> Result<usize> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let query = sqlx::query("SELECT tenant_id, hour, mark FROM dirty_hours ORDER BY tenant_id, hour LIMIT $1");
    let marked = rows::all(&mut session, query.bind(limit_of(limit)), |row| {
        let mut cells = Cells::new(row);
        Ok(Marked { tenant: TenantId(cells.id()?), hour: cells.time()?, mark: cells.plain()? })
    })
    .await?;
    session.commit().await?;
    let mut done = 0;
    for hour in &marked {
        done += usize::from(rebuild_hour(store, hour, raw_kept_since).await?);
    }
    Ok(done)
}

/// What an hour's raw rows say, and what stands.
struct Look {
    said: Fold,
    stands: Fold,
}

async fn look(connection: &mut PgConnection, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Look> {
    let said = fold_raw(connection, tenants, from, to).await?;
    let quarters = sums::read_span(connection, tenants, (from, to), For::Looking).await?;
    let hours = performance::read_span(connection, tenants, from, to).await?;
    Ok(Look { said, stands: Fold { quarters, hours } })
}

/// What the raw rows of a span add up to.
async fn fold_raw(connection: &mut PgConnection, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Fold> {
    let mut clause = Clause::among(tenants);
    clause.span("timestamp", from, to);
    let query = clause.query(&row::SELECT, "");
    let mut fold = Fold::default();
    rows::each(connection, query, |row| {
        fold.row(&row::read(row)?);
        Ok(())
    })
    .await?;
    Ok(fold)
}

/// Sums without those that are all zero.
fn without_empty(mut sums: Sums) -> Sums {
    sums.retain(|_, sum| sum.iter().any(|figure| *figure != 0));
    sums
}

/// Rebuilds one hour; says whether its mark was taken away.
async fn rebuild_hour(store: &PgStore, marked: &Marked, raw_kept_since: Timestamp) -> Result<bool> {
    let Marked { tenant, hour, mark } = *marked;
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let frozen = |since: Option<Timestamp>| hour < since.unwrap_or(raw_kept_since).max(raw_kept_since);
    let looked = match frozen(raw_since(&mut session).await?) {
        true => None,
        false => Some(look(&mut session, &[tenant], hour, hour.plus_millis(HOUR_MS)).await?),
    };
    session.commit().await?;

    let mut session = store.worker(&Side::LEDGER, Mode::Write, BY_KEY).await?;
    // Whoever takes this very mark away is the one who rebuilds the hour: it was there in the look, and nobody else has
    // changed the sums on its behalf since.
    let query = sqlx::query("DELETE FROM dirty_hours WHERE tenant_id = $1 AND hour = $2 AND mark = $3");
    if rows::change(&mut session, query.bind(tenant.0).bind(At(hour)).bind(mark)).await? == 0 {
        return Ok(false);
    }
    if let Some(Look { said, stands }) = looked
        && !frozen(raw_since(&mut session).await?)
    {
        let mut delta = said.quarters;
        for (key, figures) in stands.quarters {
            figures::add(delta.entry(key).or_insert([0; figures::COUNT]), &figures, -1);
        }
        change(&mut session, &without_empty(delta)).await?;
        if said.hours != stands.hours {
            performance::change(&mut session, &said.hours, &stands.hours).await?;
        }
    }
    session.commit().await?;
    Ok(true)
}

/// Adds to base sums what may be negative, removes what comes to nothing, and marks what lies above.
pub(super) async fn change(connection: &mut PgConnection, delta: &Sums) -> Result<()> {
    if delta.is_empty() {
        return Ok(());
    }
    sums::add(connection, delta).await?;
    sums::remove_empty(connection, delta).await?;
    pending::mark(connection, delta, true).await
}

/// The hours of a span whose sums or histograms are not what their raw rows say.
pub(super) async fn differing(
    store: &PgStore,
    tenants: &[TenantId],
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<DirtyHour>> {
    let mut differing = BTreeSet::new();
    for tenants in parts(store, tenants, from, to).await? {
        compare(store, &tenants, (from, to), &mut differing).await?;
    }
    Ok(differing.into_iter().map(|(tenant_id, hour)| DirtyHour { tenant_id, hour }).collect())
}

/// Tenants in parts of at most [`AT_ONCE`] requests in a span; one with more has nobody else's beside its own.
async fn parts(store: &PgStore, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Vec<Vec<TenantId>>> {
    let mut clause = Clause::among(tenants);
    clause.span("start", from, to);
    let query = clause.query("SELECT tenant_id, sum(requests)::bigint FROM usage_rollup_quarter", "GROUP BY tenant_id");
    let mut session = store.worker(&Side::LEDGER, Mode::Read, BY_KEY).await?;
    let requests: BTreeMap<TenantId, u64> = rows::all(&mut session, query, |row| {
        let mut cells = Cells::new(row);
        Ok((TenantId(cells.id()?), cells.u64()?))
    })
    .await?
    .into_iter()
    .collect();
    session.commit().await?;
    Ok(packed(tenants, &requests))
}

fn packed(tenants: &[TenantId], requests: &BTreeMap<TenantId, u64>) -> Vec<Vec<TenantId>> {
    let mut parts: Vec<Vec<TenantId>> = Vec::new();
    let mut room = 0;
    for tenant in tenants {
        let requests = requests.get(tenant).copied().unwrap_or(0);
        match parts.last_mut().filter(|_| requests <= room) {
            Some(part) => part.push(*tenant),
            None => {
                parts.push(vec![*tenant]);
                room = AT_ONCE;
            }
        }
        room = room.saturating_sub(requests);
    }
    parts
}

/// Adds the hours of a span in which sums or histograms are not what raw rows say.
async fn compare(
    store: &PgStore,
    tenants: &[TenantId],
    (from, to): (Timestamp, Timestamp),
    differing: &mut BTreeSet<(TenantId, Timestamp)>,
) -> Result<()> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, BY_KEY).await?;
    let since = raw_since(&mut session).await?.unwrap_or(from);
    let mut at = from.floor_to(HOUR_MS).max(since);
    // A day at a time, so that memory does not grow with the span.
    while at < to {
        let end =
            at.plus_millis(24 * HOUR_MS).floor_to(24 * HOUR_MS).min(to.plus_millis(HOUR_MS - 1).floor_to(HOUR_MS));
        let Look { said, stands } = look(&mut session, tenants, at, end).await?;
        differing.extend(unlike(&said.quarters, &stands.quarters).map(|(of, start, _)| (*of, start.floor_to(HOUR_MS))));
        differing.extend(unlike(&said.hours, &stands.hours).map(|(of, hour, _)| (*of, *hour)));
        at = end;
    }
    session.commit().await
}

/// The keys whose values are not the same on both sides.
fn unlike<'a, K: Ord, V: PartialEq>(
    one: &'a std::collections::BTreeMap<K, V>,
    two: &'a std::collections::BTreeMap<K, V>,
) -> impl Iterator<Item = &'a K> {
    let missing = two.keys().filter(|key| !one.contains_key(key));
    one.iter().filter(|(key, value)| two.get(key) != Some(value)).map(|(key, _)| key).chain(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::tenant;

    #[test]
    fn parts_hold_everyone_once_and_few_requests() {
        let tenants: Vec<TenantId> = (1..=7).map(tenant).collect();
        let busy = [(1, 10), (2, AT_ONCE - 10), (3, 1), (5, 3 * AT_ONCE), (7, AT_ONCE)];
        let requests = busy.map(|(number, requests)| (tenant(number), requests)).into();
        let parts = packed(&tenants, &requests);
        assert_eq!(parts.concat(), tenants);
        let sizes: Vec<usize> = parts.iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 2, 2, 1], "the fifth and the seventh are too many for others' company");
        assert_eq!(packed(&tenants, &BTreeMap::new()), [tenants]);
    }
}

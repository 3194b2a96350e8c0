//! Days of raw rows: made ahead of time and when a row needs one, dropped once they are past retention.

use super::{Side, raw_since};
use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{code_of, failed, is_locked};
use crate::rows;
use crate::session::Mode;
use domain::Timestamp;
use metering::LedgerRow;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use std::time::Duration;
use store::StoreError;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::HOUR_MS;
use store::ledger::Partitions;
use store::words::limit_of;

/// Milliseconds of a day (UTC).
const DAY_MS: i64 = 24 * HOUR_MS;

/// How often a change of the partitions is tried; each try waits for a lock no longer than the function itself says.
const TRIES: u32 = 20;

/// The pause before the next try, in which batches go on.
const PAUSE: Duration = Duration::from_millis(250);

/// The name of a day's partition begins with this, and ends with the day as YYYYMMDD.
const PREFIX: &str = "usage_metrics_p";

fn day_of(moment: Timestamp) -> i64 {
    moment.as_millis().div_euclid(DAY_MS)
}

fn start_of(day: i64) -> Timestamp {
    Timestamp::from_millis(day.saturating_mul(DAY_MS))
}

/// A day as SQL writes it.
fn date(day: i64) -> String {
    start_of(day).to_jiff().strftime("%Y-%m-%d").to_string()
}

/// Makes sure that the rows' days are there. A row that is swept already needs none: it is refused later.
pub(super) async fn ready(store: &PgStore, rows: &[&LedgerRow]) -> Result<()> {
    let days: BTreeSet<i64> = rows.iter().map(|row| day_of(row.event.timestamp)).collect();
    let new = store.seen.new_days(days.into_iter());
    if new.is_empty() {
        return Ok(());
    }
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let kept_since = raw_since(&mut session).await?;
    session.commit().await?;
    let needed: Vec<i64> =
        new.into_iter().filter(|day| kept_since.is_none_or(|since| start_of(day + 1) > since)).collect();
    make(store, &needed).await?;
    Ok(())
}

/// Makes the days that are missing; answers how many.
async fn make(store: &PgStore, days: &[i64]) -> Result<u64> {
    if days.is_empty() {
        return Ok(0);
    }
    let dates: Vec<String> = days.iter().map(|day| date(*day)).collect();
    let mut tries = 0;
    loop {
        tries += 1;
        let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
        let asked = sqlx::query("SELECT tollkeeper_make_days($1::text[]::date[])").bind(&dates);
        match rows::one(&mut session, asked).await {
            Ok(row) => {
                let made: i32 = Cells::new(&row).plain()?;
                session.commit().await?;
                store.seen.add_days(days);
                return Ok(u64::try_from(made).unwrap_or(0));
            }
            Err(error) if is_locked(&error) && tries < TRIES => {
                session.rollback().await;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) if code_of(&error).is_some_and(|code| code == "22008") => {
                return Err(StoreError::Refused("timestamp is far off: its day is not kept".into()));
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

/// The days that are there, sorted.
async fn existing(connection: &mut PgConnection) -> Result<BTreeSet<i64>> {
    let query = sqlx::query(
        "SELECT to_date(right(c.relname, 8), 'YYYYMMDD')::timestamptz
         FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'public.usage_metrics'::regclass AND c.relname LIKE $1",
    );
    let query = query.bind(format!("{}________", PREFIX.replace('_', "\\_")));
    let days = rows::all(connection, query, |row| Ok(day_of(Cells::new(row).time()?))).await?;
    Ok(days.into_iter().collect())
}

/// Makes today and so many days ahead; answers for how many days from today on all is ready.
pub(super) async fn prepare(store: &PgStore, now: Timestamp, days_ahead: u32) -> Result<Partitions> {
    let today = day_of(now);
    let days: Vec<i64> = (today..=today + i64::from(days_ahead)).collect();
    let made = make(store, &days).await?;
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let there = existing(&mut session).await?;
    session.commit().await?;
    let ready_days = (today..).take_while(|day| there.contains(day)).count() as u64;
    Ok(Partitions { made, ready_days })
}

/// Deletes raw rows older than a moment: whole days by dropping them, then at most `limit` rows of the day that the moment
/// cuts. Answers how many went.
pub(super) async fn sweep(store: &PgStore, before: Timestamp, limit: usize) -> Result<usize> {
    // Whole hours only: an hour is either all there, and can be rebuilt, or frozen.
    let before = before.floor_to(HOUR_MS);
    mark(store, before).await?;
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let there = existing(&mut session).await?;
    session.commit().await?;
    let mut gone = 0;
    for day in there.into_iter().take_while(|day| start_of(day + 1) <= before) {
        gone += drop_day(store, day).await?;
    }
    if gone > 0 {
        return Ok(gone);
    }
    let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
    let query = sqlx::query(
        "WITH old AS (
            SELECT tenant_id, timestamp, event_id FROM usage_metrics
            WHERE timestamp >= $1 AND timestamp < $2 LIMIT $3)
         DELETE FROM usage_metrics u USING old
         WHERE u.tenant_id = old.tenant_id AND u.timestamp = old.timestamp AND u.event_id = old.event_id
           AND u.timestamp >= $1 AND u.timestamp < $2",
    );
    let query = query.bind(At::bound(start_of(day_of(before)))).bind(At::bound(before)).bind(limit_of(limit));
    let deleted = rows::change(&mut session, query).await?;
    session.commit().await?;
    Ok(usize::try_from(deleted).unwrap_or(usize::MAX))
}

/// Says from where on raw rows are kept, and waits for every batch that may not know it: afterwards nothing older comes in.
async fn mark(store: &PgStore, before: Timestamp) -> Result<()> {
    let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
    let query = sqlx::query(
        "INSERT INTO ledger_marks AS m (name, at) VALUES ('raw_since', $1)
         ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE m.at < excluded.at",
    );
    rows::change(&mut session, query.bind(At::bound(before))).await?;
    session.commit().await?;
    store.worker(&Side::LEDGER, Mode::Write, "; SELECT pg_advisory_xact_lock(5503, 5)").await?.commit().await
}

/// Drops a day that is wholly swept; answers how many rows it held.
async fn drop_day(store: &PgStore, day: i64) -> Result<usize> {
    let mut session = store.worker(&Side::LEDGER, Mode::Read, "").await?;
    let query = sqlx::query("SELECT count(*) FROM usage_metrics WHERE timestamp >= $1 AND timestamp < $2");
    let query = query.bind(At(start_of(day))).bind(At(start_of(day + 1)));
    let held = rows::first(&mut session, query, |row| Cells::new(row).u64()).await?.unwrap_or(0);
    session.commit().await?;
    let mut tries = 0;
    loop {
        tries += 1;
        let mut session = store.worker(&Side::LEDGER, Mode::Write, "").await?;
        let asked = sqlx::query("SELECT tollkeeper_drop_day($1::text::date)").bind(date(day));
        match rows::run(&mut session, asked).await {
            Ok(_) => {
                session.commit().await?;
                store.seen.forget_days();
                return Ok(usize::try_from(held).unwrap_or(usize::MAX));
            }
            Err(error) if is_locked(&error) && tries < TRIES => {
                session.rollback().await;
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_in_utc() {
        let late = Timestamp::parse("2026-11-28T23:59:59.999Z").expect("a moment");
        assert_eq!(date(day_of(late)), "2026-11-28");
        assert_eq!(date(day_of(late.plus_millis(1))), "2026-11-29");
        assert_eq!(date(day_of(Timestamp::from_millis(-1))), "1969-12-31");
        assert_eq!(start_of(day_of(late)), Timestamp::parse("2026-11-28T00:00:00Z").expect("a moment"));
    }
}

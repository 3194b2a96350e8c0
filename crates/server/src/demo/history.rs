//! Puts the made-up past into the journal at the first start, so that the ledger and every sum hold it.
#![allow(clippy::print_stdout, reason = "progress, for the person who waits")]

use super::keys::Keys;
use super::past::{self, Extent};
use crate::serve::house::House;
use anyhow::{Context as _, Result};
use domain::{EventId, Timestamp};
use events::{EventLog as _, Intent};

/// Where all chance of the past comes from.
const SEED: u64 = 20_261_123;
/// Notes the moment the past was made for, and whether all of it was written.
const NOTE: &str = "demo-history";
/// What the note begins with once all of it was written; the last event's id follows.
const WRITTEN: &str = "written, to ";
const DAY_HOURS: usize = 24;

/// Writes the past, unless an earlier start did; answers its last event, if there is one. A past that was cut short is written
/// again from its beginning: the same events under the same ids, which count once.
///
/// # Errors
/// The journal or the data folder fails.
pub async fn write(house: &House, keys: &Keys, days: u32, per_day: f64) -> Result<Option<EventId>> {
    let note = house.data.join(NOTE);
    let noted = std::fs::read_to_string(&note).unwrap_or_default();
    // The note of an earlier version says that it was written and no more.
    if noted.starts_with("written") || days == 0 {
        return Ok(noted.trim().strip_prefix(WRITTEN).and_then(|id| id.parse().ok()).map(EventId));
    }
    let now = Timestamp::parse(noted.trim()).unwrap_or_else(|_| house.clock.now());
    std::fs::write(&note, now.to_string()).with_context(|| format!("writing {}", note.display()))?;
    println!("making up {days} days of history, each request labelled simulated");
    let journal = house.journal.as_ref().context("the demo's process has no event log")?;
    let (mut written, mut last, mut failed) = (0_usize, None, Vec::new());
    for (hour, events) in past::hours(keys.tenant_id, &keys.members, Extent { now, days, per_day }, SEED).enumerate() {
        for event in &events {
            journal.begin(&Intent::before(event)).context("writing the history")?;
            journal.settle(event).context("writing the history")?;
        }
        written += events.len();
        last = events.last().map(|event| event.event_id).or(last);
        failed.extend(events.into_iter().filter(past::failed_in_outage));
        if hour % DAY_HOURS == DAY_HOURS - 1 {
            println!("  day {} of {days}: {written} requests", (hour + 1) / DAY_HOURS);
            tokio::task::yield_now().await;
        }
    }
    journal.flush().await.context("flushing the history")?;
    house.store.outages().put(&past::outages(&failed)).await.context("filing the history's outages")?;
    let words = last.map_or_else(|| "written, empty".to_owned(), |last: EventId| format!("{WRITTEN}{last}"));
    std::fs::write(&note, format!("{words}\n")).with_context(|| format!("writing {}", note.display()))?;
    Ok(last)
}

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
/// What the note begins with once all of it was written; the rest is [`Written`].
const WRITTEN: &str = "written, to ";
const DAY_HOURS: usize = 24;

/// The past that was written, whichever start wrote it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Written {
    /// Its last request: once that is counted, all are.
    pub last: EventId,
    /// How many days it has.
    pub days: u32,
    /// Requests of a working day at its end.
    pub per_day: f64,
}

impl Written {
    fn note(&self) -> String {
        format!("{WRITTEN}{} in {} days of {}\n", self.last, self.days, self.per_day)
    }

    /// Reads a note; nothing of one of an earlier version, which says that it was written and no more.
    fn read(note: &str) -> Option<Self> {
        let (last, rest) = note.trim().strip_prefix(WRITTEN)?.split_once(" in ")?;
        let (days, per_day) = rest.split_once(" days of ")?;
        Some(Self { last: EventId(last.parse().ok()?), days: days.parse().ok()?, per_day: per_day.parse().ok()? })
    }
}

/// Writes the past, unless an earlier start did; answers what was written, if anything was. A past that was cut short is
/// written again from its beginning: the same events under the same ids, which count once.
///
/// # Errors
/// The journal or the data folder fails.
pub async fn write(house: &House, keys: &Keys, days: u32, per_day: f64) -> Result<Option<Written>> {
    let note = house.data.join(NOTE);
    let noted = std::fs::read_to_string(&note).unwrap_or_default();
    if noted.starts_with("written") || days == 0 {
        return Ok(Written::read(&noted));
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
    let all = last.map(|last| Written { last, days, per_day });
    let words = all.map_or_else(|| "written, empty\n".to_owned(), |all| all.note());
    std::fs::write(&note, words).with_context(|| format!("writing {}", note.display()))?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let all = Written { last: EventId(uuid::Uuid::from_u128(7)), days: 65, per_day: 1_500.5 };
        assert_eq!(Written::read(&all.note()), Some(all));
        for other in ["written for 2026-12-01T00:00:00.000Z\n", "written, empty\n", "2026-12-01T00:00:00.000Z", ""] {
            assert_eq!(Written::read(other), None);
        }
    }
}

//! Puts the made-up month into the journal at the first start, so that the ledger and every sum hold it.
#![allow(clippy::print_stdout, reason = "progress, for the person who waits")]

use super::keys::Keys;
use super::past;
use crate::serve::house::House;
use anyhow::{Context as _, Result};
use domain::Timestamp;
use events::{EventLog as _, Intent};

/// Where all chance of the past comes from.
const SEED: u64 = 20_261_123;
/// Notes the moment the past was made for, and whether all of it was written.
const NOTE: &str = "demo-history";
/// Events between two words of progress.
const STEP: usize = 5_000;

/// Writes the past, unless an earlier start did. One that was cut short is written again from its beginning: the same
/// events under the same ids, which count once.
///
/// # Errors
/// The journal or the data folder fails.
pub async fn write(house: &House, keys: &Keys, days: u32) -> Result<()> {
    let note = house.data.join(NOTE);
    let noted = std::fs::read_to_string(&note).unwrap_or_default();
    if noted.starts_with("written") || days == 0 {
        return Ok(());
    }
    let now = Timestamp::parse(noted.trim()).unwrap_or_else(|_| house.clock.now());
    std::fs::write(&note, now.to_string()).with_context(|| format!("writing {}", note.display()))?;
    let events = past::events(keys.tenant_id, &keys.members, now, days, SEED);
    println!("making up {days} days of history: {} requests, each labelled simulated", events.len());
    let journal = house.journal.as_ref().context("the demo's process has no event log")?;
    for (number, event) in events.iter().enumerate() {
        journal.begin(&Intent::before(event)).context("writing the history")?;
        journal.settle(event).context("writing the history")?;
        if (number + 1).is_multiple_of(STEP) {
            println!("  {} of {}", number + 1, events.len());
            tokio::task::yield_now().await;
        }
    }
    journal.flush().await.context("flushing the history")?;
    house.store.outages().put(&past::outages(&events)).await.context("filing the history's outages")?;
    std::fs::write(&note, format!("written for {now}\n")).with_context(|| format!("writing {}", note.display()))
}

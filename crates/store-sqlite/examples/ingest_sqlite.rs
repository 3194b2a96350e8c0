//! Measures how many rows a second the ledger takes: batches of 1,000 rows of 200 tenants, then the same again as copies.
//!
//! `cargo run --release -p store-sqlite --example ingest_sqlite [rows]`

use domain::{Clock, EventId, KeyId, SystemClock, UserId};
use metering::LedgerRow;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Store;
use store::contract::sample::customer;
use store::ledger::Batch;
use store_sqlite::SqliteStore;
use test_support::{event, ledger_row, target, tenant};
use uuid::Uuid;

const TENANTS: u64 = 200;
const BATCH: u64 = 1_000;
const MODELS: [&str; 4] = ["openai/gpt-5.4", "openai/gpt-5.4-mini", "azure/gpt-5.4", "anthropic/claude-haiku-4-5"];

/// Row `n` of a busy service: 50 requests a second over all tenants, each with a few users, keys and models.
fn row(n: u64) -> LedgerRow {
    let mut event = event(n);
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 13;
    event.timestamp = event.timestamp.plus_millis(i64::try_from(n).unwrap_or(0) * (20 - 1_000));
    event.event_id =
        EventId::from_parts(event.timestamp, mixed.to_be_bytes().repeat(2)[..10].try_into().unwrap_or([0; 10]));
    event.tenant_id = tenant(1 + mixed % TENANTS);
    event.user_id = Some(UserId(Uuid::from_u128(u128::from(mixed % 5))));
    event.key_id = Some(KeyId(Uuid::from_u128(u128::from(mixed % 2))));
    let served = target(MODELS[usize::try_from(mixed / 7 % 4).unwrap_or(0)]);
    event.provider = served.provider.clone();
    event.model = served.model.clone();
    event.attempts[0].target = served;
    ledger_row(event)
}

#[tokio::main]
#[allow(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(200_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ingest.db");
    let store = SqliteStore::open(&path, Arc::new(SystemClock) as Arc<dyn Clock>)?;
    for number in 1..=TENANTS {
        store.tenants().create(customer(number)).await?;
    }
    let batches: Vec<Batch> = (0..rows / BATCH)
        .map(|index| Batch { rows: (index * BATCH..(index + 1) * BATCH).map(row).collect(), ..Batch::default() })
        .collect();
    for pass in ["new rows", "copies"] {
        let mut took: Vec<Duration> = Vec::with_capacity(batches.len());
        let begun = Instant::now();
        for batch in &batches {
            let batch = batch.clone();
            let start = Instant::now();
            store.ledger().apply(batch).await?;
            took.push(start.elapsed());
        }
        let whole = begun.elapsed();
        took.sort_unstable();
        let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
        println!(
            "{pass}: {:.0} rows/s; a batch of {BATCH}: p50 {:.1} ms, p99 {:.1} ms",
            (batches.len() as u64 * BATCH) as f64 / whole.as_secs_f64(),
            at(50),
            at(99)
        );
    }
    let size = std::fs::metadata(&path)?.len();
    println!("file: {:.0} MB a million rows", size as f64 / rows as f64);
    Ok(())
}

//! How fast events go through Kafka, and at what cost of CPU, from a journal and back: with `KAFKA_URL` set,
//! `cargo run --release -p events --example kafka_speed -- 200000`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for a terminal")]

use domain::{Attempt, ModelRef, Outcome, SystemClock};
use events::contract::ledger::MemoryLedger;
use events::contract::source::event_of_many;
use events::contract::{ADMITTED, intent};
use events::kafka::{KafkaFeed, KafkaSettings, Shipper, ensure_topics, remove_topics};
use events::{EventFeed as _, EventLog as _, Intent, Journal, Reading, Settings};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// CPU seconds of this process.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn tell(what: &str, events: u64, begun: Instant, cpu_before: f64) {
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu() - cpu_before);
    let micros = cpu * 1e6 / events as f64;
    println!("{what}: {:.0} events/s, {micros:.1} µs of CPU an event", events as f64 / seconds);
}

#[tokio::main]
async fn main() {
    let count: u64 = std::env::args().nth(1).map_or(200_000, |count| count.parse().unwrap());
    let mut settings = KafkaSettings::from_url(&std::env::var("KAFKA_URL").unwrap()).unwrap();
    settings.prefix = format!("speed-{}.", Uuid::new_v4().simple());
    settings.group = settings.prefix.clone();
    ensure_topics(&settings).await.unwrap();

    let folder = std::env::temp_dir().join(&settings.prefix);
    let log = Arc::new(Journal::open(Settings::in_dir(&folder), ADMITTED).unwrap());
    for n in 0..count {
        let mut event = event_of_many(n);
        event.attempts = vec![Attempt {
            target: ModelRef { provider: event.provider.clone(), model: event.model.clone() },
            latency_ms: event.latency_ms,
            ttft_ms: Some(100 + n % 400),
            outcome: Outcome::Ok,
            error_code: None,
            usage: event.usage,
            usage_source: Some(event.usage_source),
        }];
        let intent = Intent { event_id: event.event_id, tenant_id: event.tenant_id, ..intent(0) };
        log.begin(&intent).unwrap();
        log.settle(&event).unwrap();
    }
    let (begun, before, stop) = (Instant::now(), cpu(), CancellationToken::new());
    let shipper = Shipper::start(settings.clone(), log.clone(), &folder, Arc::new(SystemClock), stop.clone()).unwrap();
    while log.stats().released < log.head() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tell("journal to Kafka, with what follows from each event", count, begun, before);
    stop.cancel();
    shipper.joined().await;

    let ledger = MemoryLedger::default();
    let reading =
        Reading { records: 1_000, bytes: 4 << 20, rest: Duration::from_millis(50), idle: Duration::from_secs(1) };
    let mut source = KafkaFeed::new(settings.clone()).open(Arc::new(ledger), reading).await.unwrap();
    let (mut read, mut batches) = (0, 0);
    let first = loop {
        let given = source.next().await.unwrap();
        if !given.is_empty() {
            break given;
        }
    };
    let (begun, before) = (Instant::now(), cpu());
    let mut given = first;
    loop {
        for batch in given {
            read += batch.records.len() as u64;
            batches += 1;
            source.stored(&batch.partition, batch.next);
        }
        if read >= count {
            break;
        }
        given = source.next().await.unwrap();
    }
    tell(&format!("Kafka to batches ({} a batch)", read / batches), read, begun, before);
    source.close().await;
    remove_topics(&settings).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

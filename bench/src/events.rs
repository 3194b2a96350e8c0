//! The generator: usage events at a given rate through a local journal and the shipper to Kafka, as a gateway sends them,
//! while the worker's lag is watched from outside. Bounded in count and time.

use crate::event::Maker;
use crate::lag::{self, Probes};
use crate::population::{Crowd, Dice};
use crate::process;
use anyhow::Context;
use clap::Args;
use domain::{Clock as _, SystemClock};
use events::kafka::{KafkaSettings, Shipper};
use events::{EventLog as _, Intent, Journal, Settings};
use http::Uri;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How often what is due is written.
const TICK: Duration = Duration::from_millis(5);
/// Bytes of journal that Kafka has not acknowledged, above which a run without a rate waits.
const AHEAD_BYTES: u64 = 32 << 20;
/// How long Kafka may take for what is left at the end.
const FLUSH: Duration = Duration::from_secs(120);
const DAY_MS: u64 = 86_400_000;

#[derive(Args, Clone)]
pub struct Options {
    /// Where Kafka is: kafka://host:port
    #[arg(long)]
    kafka: String,
    /// Put before the topics' names
    #[arg(long, default_value = "")]
    topic_prefix: String,
    /// The journal's folder; made if missing
    #[arg(long)]
    folder: PathBuf,
    /// Events a second; 0 for as fast as Kafka takes them
    #[arg(long, default_value_t = 5_000)]
    rate: u64,
    /// Events after which to stop
    #[arg(long, default_value_t = 300_000)]
    count: u64,
    /// Seconds after which to stop, whatever is left
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Days before now that the events are spread over; 0: all happen now
    #[arg(long, default_value_t = 0)]
    days: u64,
    #[command(flatten)]
    crowd: Crowd,
    /// What all chance follows from: another seed, other events
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A worker whose lag to watch, repeatable: http://host:port
    #[arg(long)]
    worker: Vec<Uri>,
    /// An API node that is asked for some of the events until it has them: http://host:port
    #[arg(long)]
    api: Option<Uri>,
}

/// Sends, watches, prints.
///
/// # Errors
/// The journal or Kafka cannot be used, or Kafka did not take everything in time.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let mut kafka = KafkaSettings::from_url(&options.kafka)?;
    kafka.prefix.clone_from(&options.topic_prefix);
    let journal = Arc::new(Journal::open(Settings::in_dir(&options.folder), SystemClock.now())?);
    let (stop, watched) = (CancellationToken::new(), CancellationToken::new());
    let shipper = Shipper::start(kafka, journal.clone(), &options.folder, Arc::new(SystemClock), stop.clone())?;
    let watching = tokio::spawn(lag::watch(options.worker.clone(), watched.clone()));
    let load_before = process::load_average();
    let began = Instant::now();
    let (sent, probes) = produce(&options, &journal).await?;
    let produced = began.elapsed();
    let deadline = Instant::now() + FLUSH;
    while journal.stats().released < journal.head() {
        anyhow::ensure!(Instant::now() < deadline, "Kafka did not take everything: {:?}", journal.stats());
        tokio::time::sleep(TICK).await;
    }
    let acknowledged = began.elapsed();
    watched.cancel();
    let lag = watching.await.context("watching the lag")??;
    let seen = probes.ended().await?;
    stop.cancel();
    shipper.joined().await;
    println!("| draw | events | events/s | acknowledged by Kafka after | load before / after |");
    println!("|---|---|---|---|---|");
    println!(
        "| {:?} over {} | {sent} | {:.0} | {:.1} s | {load_before} / {} |",
        options.crowd.draw,
        options.crowd.tenants,
        sent as f64 / produced.as_secs_f64(),
        acknowledged.as_secs_f64(),
        process::load_average()
    );
    lag.print();
    seen.print();
    Ok(())
}

async fn produce(options: &Options, journal: &Arc<Journal>) -> anyhow::Result<(u64, Probes)> {
    let (maker, tenants) = (Maker::new()?, options.crowd.weighed());
    let mut dice = Dice(options.seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let mut probes = Probes::new(options.api.clone(), options.crowd.tenants);
    let began = Instant::now();
    let limit = Duration::from_secs(options.seconds);
    let mut sent = 0;
    let mut ticks = tokio::time::interval(TICK);
    while sent < options.count && began.elapsed() < limit {
        ticks.tick().await;
        let due = match options.rate {
            0 if journal.stats().lag_bytes > AHEAD_BYTES => continue,
            0 => sent + 500,
            rate => (began.elapsed().as_secs_f64() * rate as f64) as u64,
        };
        let now = SystemClock.now();
        while sent < due.min(options.count) {
            let back_ms = if options.days == 0 { 0 } else { dice.below(options.days * DAY_MS) };
            let at = now.plus_millis(-i64::try_from(back_ms)?);
            let event = maker.event(tenants.draw(&mut dice), at, &mut dice);
            journal.begin(&Intent::before(&event))?;
            journal.settle(&event)?;
            sent += 1;
        }
        if let Some(owner) = probes.due() {
            let event = maker.event(owner, now, &mut dice);
            journal.begin(&Intent::before(&event))?;
            journal.settle(&event)?;
            probes.start(owner, event.event_id)?;
            sent += 1;
        }
    }
    Ok((sent, probes))
}

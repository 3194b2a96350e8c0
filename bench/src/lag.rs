//! How far the workers are behind: by their own metrics, and as a caller sees it, from an event that is settled until an
//! API node shows it.

use crate::http::Client;
use crate::population;
use domain::EventId;
use hdrhistogram::Histogram;
use http::Uri;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How often the workers' metrics are read.
const EVERY: Duration = Duration::from_millis(250);
/// How often an event is watched.
const PROBE_EVERY: Duration = Duration::from_millis(200);
/// How often an API node is asked for it: what is seen is late by half of this at the median.
const ASK_EVERY: Duration = Duration::from_millis(10);
/// After how long an event counts as not seen.
const GIVE_UP: Duration = Duration::from_secs(120);
/// Watched events belong to the last so many tenants: over all partitions, and rarely drawn.
const WATCHED_TENANTS: u64 = 60;

/// The workers' lag by their own metrics.
pub struct Lag {
    millis: Histogram<u64>,
    events: Histogram<u64>,
    failed: u64,
}

/// Reads the metrics until it is told to stop. The lag in seconds is the largest of all workers, in events the sum.
pub async fn watch(workers: Vec<Uri>, stop: CancellationToken) -> anyhow::Result<Lag> {
    let mut lag = Lag {
        millis: Histogram::new_with_bounds(1, 600_000, 3)?,
        events: Histogram::new_with_bounds(1, 100_000_000, 3)?,
        failed: 0,
    };
    let mut clients = workers.iter().map(Client::new).collect::<anyhow::Result<Vec<_>>>()?;
    let mut ticks = tokio::time::interval(EVERY);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() && !clients.is_empty() {
        let (mut seconds, mut events) = (0_f64, 0_f64);
        for client in &mut clients {
            match client.page().await {
                Ok(page) => {
                    seconds = seconds.max(page.sum("tollkeeper_consumer_lag_seconds", ""));
                    events += page.sum("tollkeeper_consumer_lag_events", "");
                }
                Err(_) => lag.failed += 1,
            }
        }
        lag.millis.saturating_record((seconds * 1_000.0) as u64);
        lag.events.saturating_record(events as u64);
    }
    Ok(lag)
}

impl Lag {
    /// One table row.
    pub fn print(&self) {
        if self.millis.is_empty() {
            return;
        }
        println!();
        println!("| workers' metrics | samples | p50 | p95 | max | not read |");
        println!("|---|---|---|---|---|---|");
        for (name, seen) in [("lag, ms", &self.millis), ("lag, events", &self.events)] {
            let at = |quantile| seen.value_at_quantile(quantile);
            println!("| {name} | {} | {} | {} | {} | {} |", seen.len(), at(0.5), at(0.95), seen.max(), self.failed);
        }
    }
}

/// Events that are watched until an API node shows them.
pub struct Probes {
    api: Option<Uri>,
    tenants: u64,
    next: Instant,
    started: u64,
    running: JoinSet<anyhow::Result<Duration>>,
}

/// How long they took.
pub struct Seen {
    millis: Histogram<u64>,
    missed: u64,
}

impl Probes {
    /// None without an API node.
    pub fn new(api: Option<Uri>, tenants: u64) -> Self {
        Self { api, tenants, next: Instant::now(), started: 0, running: JoinSet::new() }
    }

    /// The tenant of the event that is to be watched now, if one is.
    pub fn due(&mut self) -> Option<u64> {
        if self.api.is_none() || Instant::now() < self.next {
            return None;
        }
        self.next += PROBE_EVERY;
        self.started += 1;
        Some(self.tenants.saturating_sub(1 + self.started % WATCHED_TENANTS))
    }

    /// Watches an event that was settled this moment.
    ///
    /// # Errors
    /// The API node's URL is none.
    pub fn start(&mut self, owner: u64, event: EventId) -> anyhow::Result<()> {
        let Some(api) = &self.api else { return Ok(()) };
        let settled = Instant::now();
        let mut client = Client::new(api)?;
        let (path, key) = (format!("/api/v1/analytics/events/{event}"), population::key(owner));
        self.running.spawn(async move {
            while settled.elapsed() < GIVE_UP {
                if let Ok((200, _)) = client.get(&path, Some(&key)).await {
                    return Ok(settled.elapsed());
                }
                tokio::time::sleep(ASK_EVERY).await;
            }
            anyhow::bail!("not seen")
        });
        Ok(())
    }

    /// Waits for all of them.
    ///
    /// # Errors
    /// Never: the bounds are constants.
    pub async fn ended(mut self) -> anyhow::Result<Seen> {
        let mut seen = Seen { millis: Histogram::new_with_bounds(1, 600_000, 3)?, missed: 0 };
        while let Some(ended) = self.running.join_next().await {
            match ended {
                Ok(Ok(took)) => seen.millis.saturating_record(took.as_millis() as u64),
                _ => seen.missed += 1,
            }
        }
        Ok(seen)
    }
}

impl Seen {
    /// One table row.
    pub fn print(&self) {
        if self.millis.len() + self.missed == 0 {
            return;
        }
        let at = |quantile| self.millis.value_at_quantile(quantile);
        println!();
        println!("| settled until the API shows it | events | p50 ms | p95 ms | p99 ms | max ms | not seen |");
        println!("|---|---|---|---|---|---|---|");
        let (seen, max) = (self.millis.len(), self.millis.max());
        println!("| | {seen} | {} | {} | {} | {max} | {} |", at(0.5), at(0.95), at(0.99), self.missed);
    }
}

//! From the answer of a settled request to the live message that shows it: through a gateway, Kafka, a worker, Redis and an
//! API node.

use crate::http::Client;
use crate::population;
use crate::process;
use crate::socket::Live;
use anyhow::Context;
use bytes::Bytes;
use clap::Args;
use hdrhistogram::Histogram;
use http::{Request, Uri};
use http_body_util::Full;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// After how long a request counts as not shown.
const GIVE_UP: Duration = Duration::from_secs(20);

#[derive(Args, Clone)]
pub struct Options {
    /// The gateway: http://host:port
    #[arg(long)]
    gateway: Uri,
    /// The API node: http://host:port
    #[arg(long)]
    api: Uri,
    /// The `model` to name
    #[arg(long, default_value = "openai/gpt-5.4-mini")]
    model: String,
    /// Tenants that ask, each with a socket
    #[arg(long, default_value_t = 20)]
    callers: u64,
    /// Requests of each
    #[arg(long, default_value_t = 15)]
    requests: u64,
    /// Milliseconds between a tenant's requests; an API node tells a socket of changes at most every 250 ms
    #[arg(long, default_value_t = 1_500)]
    pause_ms: u64,
}

/// Asks, waits, prints.
///
/// # Errors
/// A gateway or socket that cannot be used.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let load_before = process::load_average();
    let mut running = JoinSet::new();
    for caller in 0..options.callers {
        running.spawn(talk(options.clone(), caller));
    }
    let mut micros: Histogram<u64> = Histogram::new_with_bounds(1, 600_000_000, 3)?;
    let mut missed = 0;
    while let Some(ended) = running.join_next().await {
        for shown in ended?? {
            match shown {
                Some(took) => micros.saturating_record(took.as_micros() as u64),
                None => missed += 1,
            }
        }
    }
    let ms = |quantile| micros.value_at_quantile(quantile) as f64 / 1e3;
    println!(
        "| answered until shown | requests | p50 ms | p95 ms | p99 ms | max ms | not shown | load before / after |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    println!(
        "| {} sockets | {} | {:.1} | {:.1} | {:.1} | {:.1} | {missed} | {load_before} / {} |",
        options.callers,
        micros.len(),
        ms(0.5),
        ms(0.95),
        ms(0.99),
        micros.max() as f64 / 1e3,
        process::load_average()
    );
    Ok(())
}

async fn talk(options: Options, caller: u64) -> anyhow::Result<Vec<Option<Duration>>> {
    // Not the busiest ones: their figures move without us.
    let owner = 200 + caller;
    // Callers do not ask all at once.
    tokio::time::sleep(Duration::from_millis(options.pause_ms * caller / options.callers.max(1))).await;
    let mut socket = Live::open(&options.api, owner, 1).await?;
    socket.subscribe().await?;
    tokio::time::timeout(GIVE_UP, socket.next()).await.context("no first figures")??;
    let mut client = Client::new(&options.gateway)?;
    let mut shown = Vec::new();
    for _ in 0..options.requests {
        tokio::time::sleep(Duration::from_millis(options.pause_ms)).await;
        let body = serde_json::json!({
            "model": options.model,
            "messages": [{"role": "user", "content": "How fast is this?"}],
            "max_tokens": 16,
        });
        let request = Request::post("/v1/chat/completions")
            .header("host", client.authority())
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", population::key(owner)))
            .body(Full::new(Bytes::from(body.to_string())))?;
        let (status, id, _) = client.send(request).await?;
        let answered = Instant::now();
        anyhow::ensure!(status == 200, "the gateway answered {status}");
        let id = id.context("the answer names no request")?;
        shown.push(shows(&mut socket, &id, answered).await);
    }
    Ok(shown)
}

/// How long after `answered` a message came that holds the request; `None` when none came.
async fn shows(socket: &mut Live, id: &str, answered: Instant) -> Option<Duration> {
    let search = async {
        loop {
            let message = socket.next().await.ok()?;
            if memchr::memmem::find(&message, id.as_bytes()).is_some() {
                return Some(answered.elapsed());
            }
        }
    };
    tokio::time::timeout(GIVE_UP, search).await.ok().flatten()
}

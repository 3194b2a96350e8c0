//! Says to Redis, and then to the other processes, whose answers are forgotten: until it is heard, in this order.

use super::generations::{self, Tokens};
use super::link::{NoAnswer, Redis};
use super::outbox::{Batch, Outbox};
use super::pauses::Pauses;
use super::signal::{self, CHANNEL, Changed};
use crate::telemetry;
use redis::Cmd;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

/// How long changes are gathered: a tenant that changes again meanwhile is said once.
const GATHER: Duration = Duration::from_millis(2);

/// How often it is shown how much waits for Redis to come back.
const SHOW_EVERY: Duration = Duration::from_secs(1);

/// How long the last words may take when the process stops.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Says what the outbox holds, for as long as the process runs.
pub(crate) async fn keep_saying(redis: Redis, outbox: Arc<Outbox>, tokens: Arc<Tokens>, stop: CancellationToken) {
    let (mut pauses, mut since, mut known) = (Pauses::default(), Instant::now(), 0);
    while let Some(number) = stop.run_until_cancelled(connected(&redis, &outbox)).await {
        if number != known {
            // The first connection has nothing to repeat.
            outbox.say_again(Instant::now());
            known = number;
        }
        match say_all(&redis, &outbox, &tokens).await {
            Ok(()) => {
                let more = async {
                    tokio::select! {
                        () = outbox.filled() => sleep(GATHER).await,
                        () = redis.lost(number) => {}
                    }
                };
                if stop.run_until_cancelled(more).await.is_none() {
                    break;
                }
            }
            Err(_) => {
                pauses.worked(since, Instant::now());
                since = Instant::now();
                if !pauses.rest(&stop).await {
                    break;
                }
            }
        }
    }
    // Whoever does not hear it now serves what is forgotten until its time is up: worth a short wait.
    if timeout(LAST_WORDS, say_all(&redis, &outbox, &tokens)).await.is_err() || outbox.len() > 0 {
        tracing::warn!(tenants = outbox.len(), "answers of these tenants are forgotten here and could not be in Redis");
    }
}

/// Waits for a connection, and shows meanwhile how much waits with it.
async fn connected(redis: &Redis, outbox: &Outbox) -> u64 {
    loop {
        show(outbox);
        if let Ok(number) = timeout(SHOW_EVERY, redis.connected()).await {
            return number;
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a gauge is a float; so few tenants are exact")]
fn show(outbox: &Outbox) {
    metrics::gauge!(telemetry::FORGETS_PENDING).set(outbox.len() as f64);
}

async fn say_all(redis: &Redis, outbox: &Outbox, tokens: &Tokens) -> Result<(), NoAnswer> {
    loop {
        let batch = outbox.next();
        show(outbox);
        if batch.is_empty() {
            return Ok(());
        }
        say(redis, &batch, tokens).await?;
        outbox.confirm(batch, Instant::now());
    }
}

/// New generations first, and only then the news: whoever hears it and asks must not find the old ones.
async fn say(redis: &Redis, batch: &Batch, tokens: &Tokens) -> Result<(), NoAnswer> {
    let mut commands: Vec<Cmd> = Vec::with_capacity(1 + batch.tenants.len());
    if batch.everyone.is_some() {
        commands.push(generations::begin_everyone(tokens.next()));
    }
    commands.extend(batch.tenants.iter().map(|(tenant, _)| generations::begin(*tenant, tokens.next())));
    redis.ask(commands).await?;
    let changed = match batch.everyone {
        Some(_) => Changed::Everyone,
        None => Changed::Tenants(batch.tenants.iter().map(|(tenant, _)| *tenant).collect()),
    };
    let mut publish = redis::cmd("PUBLISH");
    publish.arg(CHANNEL).arg(signal::write(redis.process(), &changed));
    redis.ask(vec![publish]).await?;
    metrics::counter!(telemetry::LIVE_MESSAGES, "way" => "sent").increment(1);
    Ok(())
}

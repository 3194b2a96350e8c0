//! Hears from other processes which tenants changed, and wakes who watches them here.
//!
//! The other direction needs no code here: who forgets a tenant's answers in Redis also says so, once it has.

use super::dial;
use super::link::Redis;
use super::pauses::Pauses;
use super::signal::{self, CHANNEL, Changed};
use crate::{LiveBus, telemetry};
use futures_util::StreamExt as _;
use redis::aio::PubSub;
use redis::{RedisResult, Value};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often the connection is tried: one that nobody speaks on may have been dead for hours.
const PING_EVERY: Duration = Duration::from_secs(2);

/// How long the answer to that may take.
const PING_TIMEOUT: Duration = Duration::from_secs(1);

/// Listens for this process. Without it changes made elsewhere are seen when a watcher looks by itself.
pub struct LiveBridge {
    subscriptions: watch::Receiver<u64>,
}

impl LiveBridge {
    /// Listens until `stop`, and wakes the watchers of `bus`. After each time that it begins to listen, everyone who
    /// watches is woken: what was said before was not heard.
    #[must_use]
    pub fn start(redis: &Redis, bus: LiveBus, stop: CancellationToken) -> Self {
        let (begun, subscriptions) = watch::channel(0);
        redis.spawn(keep_listening(redis.clone(), bus, begun, stop));
        Self { subscriptions }
    }

    /// Waits until it has begun to listen at least so many times; says whether it had in time.
    pub async fn subscribed(&self, times: u64, within: Duration) -> bool {
        let mut subscriptions = self.subscriptions.clone();
        matches!(timeout(within, subscriptions.wait_for(|begun| *begun >= times)).await, Ok(Ok(_)))
    }
}

async fn keep_listening(redis: Redis, bus: LiveBus, begun: watch::Sender<u64>, stop: CancellationToken) {
    let (mut pauses, mut told) = (Pauses::default(), false);
    loop {
        match stop.run_until_cancelled(subscribe(&redis)).await {
            None => return,
            Some(Ok(listening)) => {
                told = false;
                metrics::counter!(telemetry::LIVE_SUBSCRIPTIONS).increment(1);
                bus.wake_all();
                begun.send_modify(|times| *times += 1);
                let since = Instant::now();
                if stop.run_until_cancelled(hear(listening, redis.process(), &bus)).await.is_none() {
                    return;
                }
                tracing::warn!(redis = %redis.address(), "listening to other processes was interrupted");
                pauses.worked(since, Instant::now());
            }
            Some(Err(error)) if !told => {
                told = true;
                tracing::warn!(redis = %redis.address(), %error, "cannot listen to other processes; trying again until it can");
            }
            Some(Err(error)) => tracing::debug!(redis = %redis.address(), %error, "still cannot listen"),
        }
        if !pauses.rest(&stop).await {
            return;
        }
    }
}

async fn subscribe(redis: &Redis) -> RedisResult<PubSub> {
    // While Redis is down the commands' connection finds out when it is back; two that try would be one too many.
    redis.connected().await;
    let mut listening = dial::dial_for_listening(redis.address()).await?;
    match timeout(dial::DIAL_TIMEOUT, listening.subscribe(CHANNEL)).await {
        Ok(subscribed) => subscribed.map(|()| listening),
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
    }
}

/// Hears until the connection ends or no longer answers.
async fn hear(listening: PubSub, process: Uuid, bus: &LiveBus) {
    let (mut asking, mut messages) = listening.split();
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(message) => tell(message.get_payload_bytes(), process, bus),
                None => return,
            },
            _ = pings.tick() => {
                if !matches!(timeout(PING_TIMEOUT, asking.ping::<Value>()).await, Ok(Ok(_))) {
                    return;
                }
            }
        }
    }
}

fn tell(message: &[u8], process: Uuid, bus: &LiveBus) {
    match signal::read(message) {
        // Who watches here was woken when it changed here.
        Some((from, _)) if from == process => {}
        Some((_, changed)) => {
            metrics::counter!(telemetry::LIVE_MESSAGES, "way" => "heard").increment(1);
            match changed {
                Changed::Tenants(tenants) => tenants.into_iter().for_each(|tenant| bus.wake(tenant)),
                Changed::Everyone => bus.wake_all(),
            }
        }
        // A newer version may say things that this one does not know; whoever watches looks by itself now and then.
        None => tracing::debug!(bytes = message.len(), "a message of another process was not understood"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TenantId;

    #[tokio::test]
    async fn what_others_say_wakes_and_what_this_process_says_does_not() {
        let bus = LiveBus::default();
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (one, two) = (TenantId(Uuid::from_u128(8)), TenantId(Uuid::from_u128(9)));
        let (mut of_one, mut of_two) = (bus.subscribe(one), bus.subscribe(two));
        let changed = Changed::Tenants(vec![one]);
        tell(&signal::write(here, &changed), here, &bus);
        tell(&signal::write(there, &changed), here, &bus);
        tell(b"of another version", here, &bus);
        assert_eq!(of_one.changed().await, 1);
        tell(&signal::write(there, &Changed::Everyone), here, &bus);
        assert_eq!((of_one.changed().await, of_two.changed().await), (2, 1));
    }
}

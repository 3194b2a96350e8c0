//! Counters of a cluster: counted here, exchanged now and then. Whoever counts or asks never waits for Redis.

use super::link::{NoAnswer, Redis};
use crate::counters::slots::Slots;
use crate::counters::{CounterKey, Counters, MAX_COUNTERS, Report, Table};
use domain::{Clock, Timestamp};
use redis::{Cmd, Value, cmd};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often counts are exchanged: how late a process learns of the others'.
const EVERY: Duration = Duration::from_millis(200);

/// Counters exchanged in one round at most; the rest take their turns in the next rounds.
const MAX_IN_ROUND: usize = 1_000;

/// Counters that are sent together.
const TOGETHER: usize = 100;

/// How often the server's clock is read.
const CLOCK_EVERY: Duration = Duration::from_secs(10);

/// Files the sums of one process and answers those of the others, by slot. Each process has fields of its own and writes
/// whole sums, so that sending twice adds nothing, and what a flush took is there again after the next exchange. Fields
/// whose slots are past are dropped, one slot late, for clocks that differ a little.
const EXCHANGE: &str = "
local time = redis.call('TIME')
local oldest = math.floor((time[1] * 1000 + time[2] / 1000) / ARGV[2]) - ARGV[3] - 1
for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[1] .. ':' .. ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2] * (ARGV[3] + 2))
local fields = redis.call('HGETALL', KEYS[1])
local sums, answer = {}, {}
for i = 1, #fields, 2 do
  local who, slot = string.match(fields[i], '^(.*):(-?%d+)$')
  if not who or tonumber(slot) < oldest then
    redis.call('HDEL', KEYS[1], fields[i])
  elseif who ~= ARGV[1] then
    sums[slot] = (sums[slot] or 0) + fields[i + 1]
  end
end
for slot, sum in pairs(sums) do
  answer[#answer + 1] = tonumber(slot)
  answer[#answer + 1] = sum
end
return answer";

/// The counters of this process and, as of the last exchange, of the others. While Redis is gone, only this one's.
#[derive(Clone)]
pub struct RedisCounters(Arc<Inner>);

struct Inner {
    redis: Redis,
    clock: Arc<dyn Clock>,
    table: Table,
    /// How far the server's clock is ahead of this process's. Slots are the server's, so that clocks need not agree.
    ahead_ms: AtomicI64,
    round: AtomicU64,
}

impl RedisCounters {
    /// Counters that are exchanged until `stop`.
    #[must_use]
    pub fn start(redis: &Redis, clock: Arc<dyn Clock>, stop: CancellationToken) -> Self {
        let counters = Self(Arc::new(Inner {
            redis: redis.clone(),
            clock,
            table: Table::new(MAX_COUNTERS),
            ahead_ms: AtomicI64::new(0),
            round: AtomicU64::new(0),
        }));
        let exchanged = counters.clone();
        redis.spawn(async move { exchanged.keep_exchanging(stop).await });
        counters
    }

    /// Exchanges counts now, beside the schedule; says whether Redis answered.
    pub async fn exchange(&self) -> bool {
        self.read_clock().await.is_ok() && self.round().await.is_ok()
    }

    async fn keep_exchanging(self, stop: CancellationToken) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut clock_read: Option<Instant> = None;
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if !self.0.redis.is_up() {
                // Another server may be there next.
                clock_read = None;
                continue;
            }
            if clock_read.is_none_or(|read| read.elapsed() >= CLOCK_EVERY) {
                clock_read = self.read_clock().await.is_ok().then(Instant::now);
            }
            // A round that fails is made up for by the next one, which sends whole sums again.
            let _ = self.round().await;
        }
    }

    async fn read_clock(&self) -> Result<(), NoAnswer> {
        let asked = self.0.clock.now();
        let answers = self.0.redis.ask(vec![cmd("TIME")]).await?;
        let server = answers.first().and_then(server_time).ok_or(NoAnswer::Refused)?;
        // It was read somewhere between asking and hearing.
        let took = self.0.clock.now().as_millis() - asked.as_millis();
        self.0.ahead_ms.store(server.as_millis() - asked.as_millis() - took / 2, Ordering::Relaxed);
        Ok(())
    }

    async fn round(&self) -> Result<(), NoAnswer> {
        let round = self.0.round.fetch_add(1, Ordering::Relaxed) + 1;
        let reports = self.0.table.due(self.at_server(self.0.clock.now()), round, MAX_IN_ROUND);
        for together in reports.chunks(TOGETHER) {
            let commands = together.iter().map(|report| exchange(self.0.redis.process(), report)).collect();
            let answers = self.0.redis.ask(commands).await?;
            for (report, answer) in together.iter().zip(&answers) {
                self.0.table.heard(report, sums(answer));
            }
        }
        Ok(())
    }

    fn at_server(&self, now: Timestamp) -> Timestamp {
        now.plus_millis(self.0.ahead_ms.load(Ordering::Relaxed))
    }
}

impl Counters for RedisCounters {
    fn count(&self, key: CounterKey, n: u64, now: Timestamp) {
        self.0.table.count(key, n, self.at_server(now));
    }

    fn total(&self, key: CounterKey, now: Timestamp) -> u64 {
        self.0.table.total(key, self.at_server(now))
    }
}

fn exchange(process: Uuid, report: &Report) -> Cmd {
    let window = report.key.window;
    let mut command = cmd("EVAL");
    command.arg(EXCHANGE).arg(1).arg(report.key.to_string()).arg(process.to_string());
    command.arg(window.slot_ms()).arg(window.width_ms() / window.slot_ms());
    for (slot, sum) in report.own.iter() {
        command.arg(slot).arg(sum);
    }
    command
}

fn sums(answer: &Value) -> Slots {
    let Value::Array(pairs) = answer else { return Slots::default() };
    let number = |value: &Value| match value {
        Value::Int(number) => Some(*number),
        _ => None,
    };
    pairs.chunks_exact(2).filter_map(|pair| Some((number(&pair[0])?, u64::try_from(number(&pair[1])?).ok()?))).collect()
}

fn server_time(answer: &Value) -> Option<Timestamp> {
    let Value::Array(parts) = answer else { return None };
    let number = |value: &Value| match value {
        Value::BulkString(bytes) => std::str::from_utf8(bytes).ok()?.parse::<i64>().ok(),
        _ => None,
    };
    let [seconds, micros] = parts.as_slice() else { return None };
    Some(Timestamp::from_millis(number(seconds)?.checked_mul(1_000)?).plus_millis(number(micros)? / 1_000))
}

//! Breakers shared between processes: each gateway reports its own, everyone reads the others'.

use super::link::{NoAnswer, Redis};
use super::report;
use crate::health::{Breakers, HealthBoardView, worst};
use redis::{Cmd, Value, cmd};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Where the reports lie: a hash, a field for each process.
const REPORTS: &str = "tollkeeper:health";

/// Files a report, drops those of processes that are silent for too long, and answers the others'. The server's clock
/// tells the age, because it is the only one that all of them share. One key, so that it runs in a cluster.
const EXCHANGE: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[3] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%d|%s', now, ARGV[3]))
  redis.call('PEXPIRE', KEYS[1], ARGV[2] * 10)
end
local reports = redis.call('HGETALL', KEYS[1])
local others = {}
for i = 1, #reports, 2 do
  local at, report = string.match(reports[i + 1], '^(%d+)|(.*)$')
  if not at or now - at > tonumber(ARGV[2]) then
    redis.call('HDEL', KEYS[1], reports[i])
  elseif reports[i] ~= ARGV[1] then
    others[#others + 1] = report
  end
end
return others";

/// How often reports are exchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BoardTimes {
    /// How often the others' reports are read, and a changed one is sent.
    pub every: Duration,
    /// How often an unchanged report is sent: a sign of life.
    pub at_least: Duration,
    /// How long after its last report a process counts as gone, and after the last exchange the others as unknown.
    pub gone_after: Duration,
}

impl Default for BoardTimes {
    fn default() -> Self {
        Self {
            every: Duration::from_millis(500),
            at_least: Duration::from_secs(2),
            gone_after: Duration::from_secs(10),
        }
    }
}

/// What is shared, and where it is shown. Of each breaker the worst state that anyone reports counts.
pub struct SharedBoards {
    /// The breakers of this process's own gateway; `None` where there is none.
    pub own: Option<Arc<HealthBoardView>>,
    /// Shows what the other gateways report: a hint for this one's routing. Empty while Redis is gone.
    pub others: Arc<HealthBoardView>,
    /// Shows all of them together: for people.
    pub merged: Arc<HealthBoardView>,
}

impl SharedBoards {
    /// Exchanges reports until `stop`, then takes this process's away.
    pub fn start(self, redis: &Redis, times: BoardTimes, stop: CancellationToken) {
        let shared = redis.clone();
        redis.spawn(async move { self.keep_sharing(shared, times, stop).await });
    }

    async fn keep_sharing(self, redis: Redis, times: BoardTimes, stop: CancellationToken) {
        let mut ticks = interval(times.every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut said, mut heard): (Option<(u64, Instant)>, Option<Instant>) = (None, None);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            let own = self.own.as_ref().map(|own| own.read());
            let now = Instant::now();
            let fresh = |(version, at): (u64, Instant), board_version: u64| {
                version == board_version && now.duration_since(at) < times.at_least
            };
            let to_say = own.as_ref().filter(|board| said.is_none_or(|said| !fresh(said, board.version)));
            let text = to_say.map(|board| report::write(&board.breakers));
            match redis.ask(vec![exchange(redis.process(), times.gone_after, text.as_deref())]).await.and_then(reports)
            {
                Ok(reports) => {
                    said = to_say.map(|board| (board.version, now)).or(said);
                    heard = Some(now);
                    self.others.replace(worst(&reports));
                }
                // Nothing that old is worth a request that is sent elsewhere.
                Err(_) if heard.is_none_or(|heard| now.duration_since(heard) > times.gone_after) => {
                    self.others.replace(Breakers::new());
                }
                Err(_) => {}
            }
            let others = self.others.read();
            let all = own.iter().map(|board| &board.breakers).chain([&others.breakers]);
            self.merged.replace(worst(all));
        }
        if self.own.is_some() {
            let mut remove = cmd("HDEL");
            remove.arg(REPORTS).arg(redis.process().to_string());
            // If it cannot be said, the report grows old instead.
            let _ = redis.ask(vec![remove]).await;
        }
    }
}

fn exchange(process: Uuid, gone_after: Duration, report: Option<&str>) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(EXCHANGE).arg(1).arg(REPORTS).arg(process.to_string());
    command.arg(u64::try_from(gone_after.as_millis()).unwrap_or(u64::MAX)).arg(report.unwrap_or_default());
    command
}

fn reports(answers: Vec<Value>) -> Result<Vec<Breakers>, NoAnswer> {
    match answers.into_iter().next() {
        Some(Value::Array(reports)) => Ok(reports
            .iter()
            .filter_map(|report| match report {
                Value::BulkString(bytes) => Some(report::read(bytes)),
                _ => None,
            })
            .collect()),
        _ => Err(NoAnswer::Refused),
    }
}

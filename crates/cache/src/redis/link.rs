//! This process's Redis: one connection that heals in the background, so that no caller ever waits for a connect.
//!
//! The breaker is the connection itself. A command that fails takes it away, and while there is none every command is
//! answered at once: a dead Redis costs a caller one short wait, once.

use super::address::Address;
use super::dial::{self, Wire};
use super::pauses::Pauses;
use crate::telemetry;
use futures_util::future::try_join_all;
use redis::{Cmd, ErrorKind, Pipeline, RedisError, RedisResult, ServerErrorKind, Value};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// How often an idle connection is tried, so that no caller has to find out that it is dead.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often a refusal is logged at most: one that stays, such as a missing permission, would fill the log.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// How a process uses Redis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RedisSettings {
    /// A random id of this process, anew at each start: other processes tell its reports apart by it.
    pub process: Uuid,
    /// How long a caller waits for an answer before the connection counts as lost. Long enough for a server that is busy
    /// for a moment, short enough for a person who waits for a page.
    pub command_timeout: Duration,
}

impl RedisSettings {
    /// The settings of a process with this id.
    #[must_use]
    pub fn new(process: Uuid) -> Self {
        Self { process, command_timeout: Duration::from_millis(250) }
    }
}

/// Redis, of any shape. Clones share the connection.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    address: Address,
    settings: RedisSettings,
    connection: watch::Sender<Option<Connection>>,
    refusal_told: Mutex<Option<Instant>>,
    tasks: TaskTracker,
}

#[derive(Clone)]
struct Connection {
    number: u64,
    wire: Wire,
}

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoAnswer {
    /// Redis cannot be reached, or stopped answering.
    Down,
    /// It answers, and says no.
    Refused,
}

impl Redis {
    /// Begins to connect, and to connect again whenever the connection is lost, until `stop`.
    ///
    /// Must be called on a runtime. Returns at once; nothing has to be there.
    #[must_use]
    pub fn start(address: Address, settings: RedisSettings, stop: CancellationToken) -> Self {
        let redis = Self(Arc::new(Inner {
            address,
            settings,
            connection: watch::Sender::new(None),
            refusal_told: Mutex::default(),
            tasks: TaskTracker::new(),
        }));
        let kept = redis.clone();
        redis.0.tasks.spawn(async move { kept.keep(stop).await });
        redis
    }

    /// Where it is, without what logs in.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// Whether it answers, as far as is known.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.0.connection.borrow().is_some()
    }

    /// Waits until it answers; says whether it did in time.
    pub async fn reached(&self, within: Duration) -> bool {
        timeout(within, self.connected()).await.is_ok()
    }

    /// Waits until everything that was started with this Redis has ended after its `stop`.
    pub async fn joined(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// This process.
    pub(crate) fn process(&self) -> Uuid {
        self.0.settings.process
    }

    /// How long a look waits for a change of its tenant to be confirmed, which takes a few milliseconds.
    pub(crate) fn confirm_timeout(&self) -> Duration {
        self.0.settings.command_timeout / 10
    }

    /// Runs a task that [`Redis::joined`] waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.tasks.spawn(task);
    }

    /// Waits for a connection; answers its number, which no later one has.
    pub(crate) async fn connected(&self) -> u64 {
        let mut connection = self.0.connection.subscribe();
        let found = connection.wait_for(Option::is_some).await;
        let number = found.ok().and_then(|found| found.as_ref().map(|connection| connection.number));
        match number {
            Some(number) => number,
            // The sender lives as long as this handle does, so this does not happen.
            None => std::future::pending().await,
        }
    }

    /// Waits until the connection of this number is gone.
    pub(crate) async fn lost(&self, number: u64) {
        let mut connection = self.0.connection.subscribe();
        let gone = |now: &Option<Connection>| now.as_ref().is_none_or(|connection| connection.number != number);
        if connection.wait_for(gone).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Sends commands together and gives their answers in order. At a node they are done in this order; in a cluster each
    /// goes its own way. All must succeed: with an error, some may have been done.
    pub(crate) async fn ask(&self, commands: Vec<Cmd>) -> Result<Vec<Value>, NoAnswer> {
        let Some(Connection { number, wire }) = self.0.connection.borrow().clone() else { return Err(NoAnswer::Down) };
        let begun = Instant::now();
        let answered = timeout(self.0.settings.command_timeout, send(wire, commands)).await;
        metrics::histogram!(telemetry::COMMAND_SECONDS).record(begun.elapsed().as_secs_f64());
        match answered {
            Ok(Ok(values)) => Ok(values),
            Ok(Err(error)) if is_refusal(&error) => {
                metrics::counter!(telemetry::ERRORS, "kind" => "refused").increment(1);
                self.tell_refusal(&error);
                Err(NoAnswer::Refused)
            }
            Ok(Err(error)) => {
                metrics::counter!(telemetry::ERRORS, "kind" => "lost").increment(1);
                self.give_up(number, &error.to_string());
                Err(NoAnswer::Down)
            }
            Err(_) => {
                metrics::counter!(telemetry::ERRORS, "kind" => "timeout").increment(1);
                self.give_up(number, "it did not answer in time");
                Err(NoAnswer::Down)
            }
        }
    }

    fn give_up(&self, number: u64, reason: &str) {
        let was_there = self.0.connection.send_if_modified(|connection| {
            let mine = connection.as_ref().is_some_and(|connection| connection.number == number);
            if mine {
                *connection = None;
            }
            mine
        });
        if was_there {
            metrics::gauge!(telemetry::UP).set(0.0);
            tracing::warn!(redis = %self.0.address, reason, "Redis is lost; it is done without until it is back");
        }
    }

    fn tell_refusal(&self, error: &RedisError) {
        let now = Instant::now();
        let mut told = self.0.refusal_told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| now.duration_since(told) >= TELL_EVERY) {
            *told = Some(now);
            tracing::error!(redis = %self.0.address, %error, "Redis refuses a command; `tollkeeper check` says what it lacks");
        }
    }

    async fn keep(self, stop: CancellationToken) {
        let (mut pauses, mut number, mut told) = (Pauses::default(), 0, false);
        metrics::gauge!(telemetry::UP).set(0.0);
        loop {
            match stop.run_until_cancelled(dialled(&self.0.address)).await {
                None => return,
                Some(Ok(wire)) => {
                    (number, told) = (number + 1, false);
                    metrics::gauge!(telemetry::UP).set(1.0);
                    tracing::info!(redis = %self.0.address, number, "Redis is there");
                    self.0.connection.send_replace(Some(Connection { number, wire }));
                    let since = Instant::now();
                    // The last connection stays after `stop`: what is said on the way out still needs it.
                    if stop.run_until_cancelled(self.watch_over(number)).await.is_none() {
                        return;
                    }
                    pauses.worked(since, Instant::now());
                }
                Some(Err(error)) if !told => {
                    told = true;
                    tracing::warn!(redis = %self.0.address, %error, "Redis cannot be reached; trying again until it can");
                }
                Some(Err(error)) => tracing::debug!(redis = %self.0.address, %error, "Redis still cannot be reached"),
            }
            if !pauses.rest(&stop).await {
                return;
            }
        }
    }

    /// Ends when the connection is lost.
    async fn watch_over(&self, number: u64) {
        loop {
            tokio::select! {
                () = self.lost(number) => return,
                () = sleep(HEARTBEAT) => {
                    // A failure takes the connection away, which the other arm sees.
                    let _ = self.ask(vec![redis::cmd("PING")]).await;
                }
            }
        }
    }
}

/// A connection that has answered once: a server may accept one long before it answers.
async fn dialled(address: &Address) -> RedisResult<Wire> {
    let wire = dial::dial(address).await?;
    match timeout(dial::DIAL_TIMEOUT, send(wire.clone(), vec![redis::cmd("PING")])).await {
        Ok(Ok(_)) => Ok(wire),
        Ok(Err(error)) if is_refusal(&error) => Ok(wire),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
    }
}

/// Sends commands over a connection, without a bound on the wait.
pub(crate) async fn send(wire: Wire, commands: Vec<Cmd>) -> RedisResult<Vec<Value>> {
    match wire {
        Wire::Node(mut connection) => {
            let mut together = Pipeline::with_capacity(commands.len());
            for command in commands {
                together.add_command(command);
            }
            // Each answer by itself: an error of many together has no code.
            let answers: Vec<RedisResult<Value>> = together.ignore_errors().query_async(&mut connection).await?;
            answers.into_iter().collect()
        }
        Wire::Cluster(connection) => {
            // Slots lie on different nodes: each command goes its own way, all at once.
            try_join_all(commands.into_iter().map(|command| {
                let mut connection = connection.clone();
                async move { command.query_async(&mut connection).await }
            }))
            .await
        }
    }
}

/// Whether the server is well and only this command is not to its liking. Anything else ends the connection: a new one
/// finds the new master, the new topology, or nobody.
fn is_refusal(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Server(kind) => !matches!(
            kind,
            ServerErrorKind::ReadOnly
                | ServerErrorKind::MasterDown
                | ServerErrorKind::ClusterDown
                | ServerErrorKind::BusyLoading
        ),
        ErrorKind::Extension => !matches!(error.code(), Some("NOAUTH" | "WRONGPASS" | "NOMASTERLINK" | "UNBLOCKED")),
        ErrorKind::UnexpectedReturnType | ErrorKind::Client => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: &str) -> RedisError {
        let value = redis::parse_redis_value(format!("-{line}\r\n").as_bytes()).expect("parses");
        value.extract_error().expect_err("an error")
    }

    #[test]
    fn a_server_that_says_no_is_kept_and_one_that_cannot_is_left() {
        for line in ["OOM no memory", "NOPERM no", "WRONGTYPE no", "ERR no", "MISCONF no", "NOSCRIPT no"] {
            assert!(is_refusal(&error(line)), "{line}");
        }
        for line in ["READONLY no", "LOADING yet", "CLUSTERDOWN no", "MASTERDOWN no", "NOAUTH no"] {
            assert!(!is_refusal(&error(line)), "{line}");
        }
        assert!(!is_refusal(&std::io::Error::from(std::io::ErrorKind::BrokenPipe).into()));
    }
}

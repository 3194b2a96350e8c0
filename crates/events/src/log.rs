//! The event log: what the gateway appends to and the worker reads from.

use async_trait::async_trait;
use domain::{
    Attempt, EventId, KeyId, ModelRef, ProviderName, RequestType, RouteName, SessionId, TenantId, Timestamp, Token,
    UsageEvent, UserId,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// A place in the log. Offsets grow, have gaps (one at every start of the process), and fit a signed 64-bit column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(pub u64);

impl Offset {
    /// Before everything: reading from here starts at the oldest record that is still kept.
    pub const START: Self = Self(0);
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.0)
    }
}

/// What is written before the first byte of a request goes upstream: enough to make its row if the process dies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Intent {
    /// The request.
    pub event_id: EventId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// The API key used.
    pub key_id: Option<KeyId>,
    /// Who sent it, where known.
    pub user_id: Option<UserId>,
    /// The conversation it belongs to, where known.
    pub session_id: Option<SessionId>,
    /// The candidate that is asked first. It counts as the running attempt until an `AttemptStarted` follows.
    pub candidate: ModelRef,
    /// The model the client named, resolved; `None` when it named a route.
    pub requested_model: Option<ModelRef>,
    /// The route the client named.
    pub route: Option<RouteName>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
    /// What kind of question.
    pub request_type: RequestType,
    /// How the candidate was chosen.
    pub routing_strategy: Option<Token>,
    /// The provider of the best planned candidate that is not the one asked first.
    pub alternative_provider: Option<ProviderName>,
    /// Input tokens, estimated from the request's bytes.
    pub estimated_input_tokens: u64,
    /// Whether the answer is a stream.
    pub streamed: bool,
    /// The first product token of the client's User-Agent.
    pub client: Option<Token>,
    /// Whether a sandbox answers.
    pub simulated: bool,
    /// When the gateway admitted the request.
    pub timestamp: Timestamp,
}

impl Intent {
    /// The intent that would have stood before an event: for one that no request of this process made, which enters the log
    /// as one that was begun and settled at once.
    #[must_use]
    pub fn before(event: &UsageEvent) -> Self {
        let first = event.attempts.first().map(|attempt| attempt.target.clone());
        let candidate =
            first.unwrap_or_else(|| ModelRef { provider: event.provider.clone(), model: event.model.clone() });
        Self {
            event_id: event.event_id,
            tenant_id: event.tenant_id,
            key_id: event.key_id,
            user_id: event.user_id,
            session_id: event.session_id,
            candidate,
            requested_model: event.requested_model.clone(),
            route: event.route.clone(),
            baseline: event.baseline.clone(),
            request_type: event.request_type,
            routing_strategy: event.routing_strategy.clone(),
            alternative_provider: event.alternative_provider.clone(),
            estimated_input_tokens: event.usage.input_total(),
            streamed: event.streamed.unwrap_or_default(),
            client: event.client.clone(),
            simulated: event.simulated,
            timestamp: event.timestamp,
        }
    }
}

/// What is written before each further attempt (the first one's record is the [`Intent`]).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AttemptStarted {
    /// The request.
    pub event_id: EventId,
    /// Which attempt starts, counted from 0; so 1 is the first that is written.
    pub index: u32,
    /// Who is asked now.
    pub target: ModelRef,
    /// When it starts.
    pub at: Timestamp,
    /// The attempts that have ended, all of them, in order.
    #[serde(with = "crate::usage::attempts")]
    pub finished: Vec<Attempt>,
    /// The provider of the best planned candidate that has not been used, this one included in the used.
    pub alternative_provider: Option<ProviderName>,
    /// Whether a sandbox answers.
    pub simulated: bool,
}

/// Why the log did not take or give a record.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The disk budget is used up by records that no consumer has acknowledged, or the disk itself is full.
    #[error(
        "the event log is full: {used_bytes} of {budget_bytes} bytes; let the worker catch up, free disk space or raise [events] budget"
    )]
    Full {
        /// Bytes on disk.
        used_bytes: u64,
        /// Bytes allowed.
        budget_bytes: u64,
    },
    /// The operating system refused.
    #[error("the event log at {path}: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// The system's own words.
        source: std::io::Error,
    },
    /// The record is larger than the log takes.
    #[error("a record of {bytes} bytes is larger than the {max_bytes} that the event log takes")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// A reader asks for what does not exist yet: its offset belongs to another log.
    #[error(
        "offset {from} is ahead of the event log, which ends at {head}: the log was replaced by an older one; restore \
         it, or let the consumer start from the beginning, which is safe because stored events are recognized"
    )]
    Ahead {
        /// What was asked for.
        from: Offset,
        /// The end of the log.
        head: Offset,
    },
    /// One partition has trouble; the others go on.
    #[error("partition {partition}: {source}")]
    Partition {
        /// Which, as the store knows it.
        partition: String,
        /// What it is.
        source: Box<Self>,
    },
    /// A log that is shared does not answer, or not as it should: what is wrong and how to fix it.
    #[error("{0}")]
    Shared(String),
    /// The log was closed: the process is shutting down.
    #[error("the event log is closed")]
    Closed,
}

/// One thing found in the log by a reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Where it begins.
    pub offset: Offset,
    /// Where the next one begins: what a consumer stores once it has this one.
    pub next: Offset,
    /// What it is.
    pub kind: RecordKind,
}

/// What a reader finds. Intents, attempts and checkpoints are the log's own and are passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordKind {
    /// A usage event as JSON, for [`crate::usage::decode`].
    Usage(Vec<u8>),
    /// Bytes from `offset` to `next` that hold no readable record: report them, then go on.
    Damaged,
}

/// What one read gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// In the order of the log.
    pub records: Vec<Record>,
    /// Where to read on, also when `records` is empty.
    pub next: Offset,
}

/// The state of the log, for metrics and health.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// Bytes on disk.
    pub bytes: u64,
    /// Bytes allowed.
    pub budget_bytes: u64,
    /// Whether the next request finds no room, or hardly any: what is reserved for open requests counts as used.
    pub is_full: bool,
    /// Files on disk.
    pub segments: u64,
    /// The oldest offset that can be read.
    pub tail: Offset,
    /// Where the next record will be.
    pub head: Offset,
    /// Up to where the consumer has acknowledged.
    pub released: Offset,
    /// Bytes of log that the consumer has not acknowledged.
    pub lag_bytes: u64,
    /// Requests admitted and not settled.
    pub open_intents: u64,
    /// Settlements that the disk refused and that wait in memory to be written again.
    pub deferred: u64,
    /// Events that were dropped because the log was full, since the start.
    pub dropped_events: u64,
    /// Usage events appended since the start.
    pub settled: u64,
    /// Bytes written that `fdatasync` has not yet covered.
    pub unflushed_bytes: u64,
    /// When the last `fdatasync` failed, the number of failures since the start.
    pub flush_failures: u64,
}

/// The event log.
///
/// The gateway's three functions are plain calls, not futures, on purpose: they do one `write` into the page cache
/// under one short lock (a few microseconds) and never wait for the disk, so a suspension point would cost more than the
/// work, and a request that is cancelled can still settle from a `Drop`.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// Admits a request. Returns once the intent is handed to the operating system.
    ///
    /// # Errors
    /// [`LogError::Full`]: answer 503. With `on_full = drop` it succeeds, and the settlement is dropped and counted if
    /// there is still no room by then.
    fn begin(&self, intent: &Intent) -> Result<(), LogError>;

    /// Notes that a further attempt starts.
    ///
    /// # Errors
    /// As [`EventLog::begin`]; room for it was reserved at `begin`.
    fn attempt(&self, started: &AttemptStarted) -> Result<(), LogError>;

    /// Settles a request with its usage event. Succeeds for every request that `begin` took, budget full or not; when
    /// the disk refuses, the event waits in memory and is written again.
    ///
    /// # Errors
    /// The disk refuses and too many events wait already: the request then stands as interrupted after a restart.
    fn settle(&self, event: &UsageEvent) -> Result<(), LogError>;

    /// Reads on from `from`: at most `max_records` records, and not much more than `max_bytes` bytes of log looked at.
    /// Gives only what is completely written. An offset older than the tail reads from the tail.
    ///
    /// # Errors
    /// The operating system refused to read, or `from` is ahead of the log.
    async fn read(&self, from: Offset, max_records: usize, max_bytes: usize) -> Result<Batch, LogError>;

    /// Waits until a usage event stands at or after `from`, at most `timeout`. Says whether one does.
    async fn wait_for(&self, from: Offset, timeout: Duration) -> bool;

    /// Acknowledges everything before `upto`: a consumer has stored it. Segments wholly before it may be dropped when
    /// the budget asks for room.
    fn release(&self, upto: Offset);

    /// Where the next record will be.
    fn head(&self) -> Offset;

    /// The oldest offset that can be read.
    fn tail(&self) -> Offset;

    /// The state, for metrics and health.
    fn stats(&self) -> Stats;

    /// Waits for the disk: everything appended before the call is safe from a power cut afterwards.
    ///
    /// # Errors
    /// The operating system refused.
    async fn flush(&self) -> Result<(), LogError>;
}

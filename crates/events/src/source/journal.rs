//! A local log as a feed: one partition, one consumer.

use super::{Claim, Claims, EventFeed, EventSource, Lag, Pace, PartitionBatch, Reading};
use crate::log::{EventLog, LogError, Offset};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::time::{Instant, sleep_until};

/// The one partition of a local log, as the store knows it.
pub const JOURNAL_PARTITION: &str = "journal/0";

/// Reads a local log.
pub struct JournalFeed {
    log: Arc<dyn EventLog>,
    partition: Arc<str>,
}

impl JournalFeed {
    /// A feed of this log.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>) -> Self {
        Self { log, partition: JOURNAL_PARTITION.into() }
    }

    /// The same under another name, for which the store keeps an offset of its own: it is read from the start again.
    #[must_use]
    pub fn named(self, partition: &str) -> Self {
        Self { partition: partition.into(), ..self }
    }
}

#[async_trait]
impl EventFeed for JournalFeed {
    async fn open(&self, claims: Arc<dyn Claims>, reading: Reading) -> Result<Box<dyn EventSource>, LogError> {
        let claim = claims.claim(&self.partition).await.ok_or(LogError::Closed)?;
        // The store's offset is the truth: the last process may have died between commit and release.
        self.log.release(claim.next);
        Ok(Box::new(JournalSource {
            log: Arc::clone(&self.log),
            partition: Arc::clone(&self.partition),
            reading,
            claim,
            from: claim.next,
            position: claim.next,
            is_hungry: true,
            pace: Pace::default(),
            given: 0,
            seen: 0,
            settled_at_start: self.log.stats().settled,
        }))
    }
}

struct JournalSource {
    log: Arc<dyn EventLog>,
    partition: Arc<str>,
    reading: Reading,
    claim: Claim,
    /// The offset that the store holds once what was given is stored.
    from: Offset,
    /// Where to read on; ahead of `from` where the log held nothing for us.
    position: Offset,
    /// Whether to read on without waiting: at the start, after a full batch, and while as much waits as would fill one.
    is_hungry: bool,
    pace: Pace,
    /// Records of the last batch.
    given: u64,
    /// Usage records stored since the start, to tell how many wait.
    seen: u64,
    settled_at_start: u64,
}

#[async_trait]
impl EventSource for JournalSource {
    async fn next(&mut self) -> Result<Vec<PartitionBatch>, LogError> {
        let Reading { records, bytes, rest, idle } = self.reading;
        self.pace.ask(Instant::now().into_std(), rest);
        if !self.is_hungry {
            if !self.log.wait_for(self.position, idle).await {
                return Ok(Vec::new());
            }
            sleep_until(Instant::from_std(self.pace.due(Instant::now().into_std()))).await;
        }
        let batch = self.log.read(self.position, records, bytes).await?;
        self.position = batch.next;
        let left_bytes = self.log.head().0.saturating_sub(batch.next.0);
        self.is_hungry = batch.records.len() >= records || left_bytes >= bytes as u64;
        if batch.records.is_empty() {
            return Ok(Vec::new());
        }
        self.given = batch.records.len() as u64;
        self.pace.give(Instant::now().into_std());
        let from = std::mem::replace(&mut self.from, batch.next);
        let partition = Arc::clone(&self.partition);
        Ok(vec![PartitionBatch { partition, epoch: self.claim.epoch, from, records: batch.records, next: batch.next }])
    }

    fn stored(&mut self, _partition: &str, upto: Offset) {
        self.seen += std::mem::take(&mut self.given);
        self.log.release(upto);
    }

    fn holds(&self, _partition: &str, epoch: u64) -> bool {
        epoch == self.claim.epoch
    }

    fn lag(&self) -> Lag {
        let stats = self.log.stats();
        // Offsets jump at every start of the process, so what lies on disk bounds the difference.
        let bytes = stats.head.0.saturating_sub(self.position.0).min(stats.lag_bytes);
        let waiting = stats.settled.saturating_sub(self.settled_at_start).saturating_sub(self.seen);
        Lag { bytes: Some(bytes), events: Some(if bytes == 0 { 0 } else { waiting }), oldest: None }
    }

    fn is_at_end(&self) -> bool {
        self.position >= self.log.head()
    }

    async fn close(&mut self) {}
}

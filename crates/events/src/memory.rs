//! An event log in memory, for the tests of other crates: it also takes payloads that no gateway would write.

use crate::log::{AttemptStarted, Batch, EventLog, Intent, LogError, Offset, Record, RecordKind, Stats};
use crate::usage::encode;
use async_trait::async_trait;
use domain::{EventId, UsageEvent};
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// An event log in memory. An offset is a number of records.
#[derive(Default)]
pub struct MemoryLog {
    state: Mutex<State>,
    notify: Notify,
    capacity: Option<usize>,
}

#[derive(Default)]
struct State {
    records: Vec<RecordKind>,
    open: HashSet<EventId>,
    released: Offset,
    settled: u64,
}

impl MemoryLog {
    /// An empty log without an end.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A log that is full after so many records.
    #[must_use]
    pub fn with_capacity(records: usize) -> Self {
        Self { capacity: Some(records), ..Self::default() }
    }

    /// Appends a payload as another producer could have written it, or damage.
    pub fn push(&self, kind: RecordKind) {
        self.state().records.push(kind);
        self.notify.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check_room(&self, state: &State) -> Result<(), LogError> {
        let used = state.records.len() + state.open.len();
        match self.capacity {
            Some(capacity) if used >= capacity => {
                Err(LogError::Full { used_bytes: used as u64, budget_bytes: capacity as u64 })
            }
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl EventLog for MemoryLog {
    fn begin(&self, intent: &Intent) -> Result<(), LogError> {
        let mut state = self.state();
        self.check_room(&state)?;
        state.open.insert(intent.event_id);
        Ok(())
    }

    fn attempt(&self, _started: &AttemptStarted) -> Result<(), LogError> {
        Ok(())
    }

    fn settle(&self, event: &UsageEvent) -> Result<(), LogError> {
        let mut state = self.state();
        if !state.open.remove(&event.event_id) {
            self.check_room(&state)?;
        }
        state.records.push(RecordKind::Usage(encode(event)));
        state.settled += 1;
        drop(state);
        self.notify.notify_waiters();
        Ok(())
    }

    async fn read(&self, from: Offset, max_records: usize, max_bytes: usize) -> Result<Batch, LogError> {
        let state = self.state();
        let head = Offset(state.records.len() as u64);
        if from > head {
            return Err(LogError::Ahead { from, head });
        }
        let mut batch = Batch { records: Vec::new(), next: from };
        let mut seen_bytes = 0;
        let start = usize::try_from(from.0).unwrap_or(usize::MAX);
        for kind in state.records.iter().skip(start).take(max_records.max(1)) {
            let next = Offset(batch.next.0 + 1);
            batch.records.push(Record { offset: batch.next, next, kind: kind.clone() });
            batch.next = next;
            seen_bytes += if let RecordKind::Usage(payload) = kind { payload.len() } else { 0 };
            if seen_bytes >= max_bytes {
                break;
            }
        }
        Ok(batch)
    }

    async fn wait_for(&self, from: Offset, timeout: Duration) -> bool {
        let waiting = async {
            loop {
                let notified = self.notify.notified();
                tokio::pin!(notified);
                notified.as_mut().enable();
                if self.head() > from {
                    return;
                }
                notified.await;
            }
        };
        tokio::time::timeout(timeout, waiting).await.is_ok()
    }

    fn release(&self, upto: Offset) {
        let mut state = self.state();
        state.released = state.released.max(upto);
    }

    fn head(&self) -> Offset {
        Offset(self.state().records.len() as u64)
    }

    fn tail(&self) -> Offset {
        Offset::START
    }

    fn stats(&self) -> Stats {
        let state = self.state();
        let head = Offset(state.records.len() as u64);
        Stats {
            head,
            is_full: self.check_room(&state).is_err(),
            released: state.released,
            lag_bytes: head.0.saturating_sub(state.released.0),
            open_intents: state.open.len() as u64,
            settled: state.settled,
            ..Stats::default()
        }
    }

    async fn flush(&self) -> Result<(), LogError> {
        Ok(())
    }
}

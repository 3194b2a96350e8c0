//! A store in memory for the tests of sources: it keeps to claims as the real ones do, and counts how often it was given
//! each event, so that twice shows.

use crate::log::{Offset, RecordKind};
use crate::source::{Claim, Claims, PartitionBatch};
use crate::usage::decode;
use async_trait::async_trait;
use domain::{EventId, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Why a batch was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Another claim was made since.
    Fenced,
    /// The batch does not begin where the store stands.
    Moved {
        /// Where it stands.
        found: Offset,
    },
}

/// A store in memory; clones are the same store.
#[derive(Clone, Default)]
pub struct MemoryLedger {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    partitions: BTreeMap<String, Claim>,
    events: BTreeMap<EventId, u32>,
    unreadable: Vec<(String, Offset)>,
    damaged: Vec<(String, Offset, Offset)>,
}

impl MemoryLedger {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a batch, or refuses it whole.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn apply(&self, batch: &PartitionBatch) -> Result<(), Refused> {
        let mut state = self.state();
        let stands =
            state.partitions.get(&*batch.partition).copied().unwrap_or(Claim { epoch: 0, next: Offset::START });
        if stands.epoch != batch.epoch {
            return Err(Refused::Fenced);
        }
        if stands.next != batch.from {
            return Err(Refused::Moved { found: stands.next });
        }
        state.partitions.insert(batch.partition.to_string(), Claim { next: batch.next, ..stands });
        for record in &batch.records {
            let partition = batch.partition.to_string();
            match &record.kind {
                RecordKind::Damaged => state.damaged.push((partition, record.offset, record.next)),
                RecordKind::Usage(payload) => match decode(payload, Timestamp::from_millis(i64::MAX / 2)) {
                    Ok(event) => *state.events.entry(event.event_id).or_default() += 1,
                    Err(_) => state.unreadable.push((partition, record.offset)),
                },
            }
        }
        Ok(())
    }

    /// Sets a partition's offset, as an operator could.
    pub fn place(&self, partition: &str, next: Offset) {
        self.state().partitions.entry(partition.to_owned()).or_insert(Claim { epoch: 0, next }).next = next;
    }

    /// Where every partition stands.
    #[must_use]
    pub fn partitions(&self) -> BTreeMap<String, Claim> {
        self.state().partitions.clone()
    }

    /// How often each event was written.
    #[must_use]
    pub fn events(&self) -> BTreeMap<EventId, u32> {
        self.state().events.clone()
    }

    /// Records that held no event.
    #[must_use]
    pub fn unreadable(&self) -> Vec<(String, Offset)> {
        self.state().unreadable.clone()
    }

    /// Spans that were lost.
    #[must_use]
    pub fn damaged(&self) -> Vec<(String, Offset, Offset)> {
        self.state().damaged.clone()
    }
}

#[async_trait]
impl Claims for MemoryLedger {
    async fn claim(&self, partition: &str) -> Option<Claim> {
        let mut state = self.state();
        let claim = state.partitions.entry(partition.to_owned()).or_insert(Claim { epoch: 0, next: Offset::START });
        claim.epoch += 1;
        Some(*claim)
    }
}

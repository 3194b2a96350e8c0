//! What is sent of one record: the usage event as it stands in the journal, and what follows from it. Pure.

use crate::derived::{error_events, performance_events};
use crate::usage::decode;
use domain::{Timestamp, UsageEvent};
use serde::Serialize;
use uuid::Uuid;

/// A time after which no event of ours is: what the gateway has written is not judged by our clock.
const LATER: Timestamp = Timestamp::from_millis(253_402_300_799_000);

/// What is sent of one record.
pub(super) struct Letters {
    /// The tenant's id as text, which every message is keyed by; `None` of a record that is no event.
    pub(super) key: Option<String>,
    /// One a attempt, for the topic of performance.
    pub(super) performance: Vec<Vec<u8>>,
    /// One a failed attempt, for the topic of errors.
    pub(super) errors: Vec<Vec<u8>>,
    /// When the request was admitted.
    pub(super) time: Option<Timestamp>,
    /// What stands for the event where Kafka does not take it: its names, which become a dead letter.
    pub(super) note: Vec<u8>,
}

impl Letters {
    /// The letters of a usage event as JSON.
    pub(super) fn of(payload: &[u8]) -> Self {
        match decode(payload, LATER) {
            Ok(event) => Self {
                key: Some(text(event.tenant_id.0)),
                performance: performance_events(&event).iter().map(json).collect(),
                errors: error_events(&event).iter().map(json).collect(),
                time: Some(event.timestamp),
                note: note(&event),
            },
            // Sent all the same: the consumer files it as a dead letter, with its reason.
            Err(rejected) => {
                tracing::error!(%rejected, "the journal holds an event that is none: a defect; it becomes a dead letter");
                let key = rejected.tenant_id.map(|tenant| text(tenant.0));
                Self { key, performance: Vec::new(), errors: Vec::new(), time: None, note: b"{}".to_vec() }
            }
        }
    }

    /// How many messages that makes, the event included.
    pub(super) fn count(&self) -> usize {
        1 + self.performance.len() + self.errors.len()
    }
}

fn text(id: Uuid) -> String {
    id.hyphenated().to_string()
}

fn json(record: &impl Serialize) -> Vec<u8> {
    // Records of ours have neither maps with odd keys nor numbers that JSON lacks.
    serde_json::to_vec(record).unwrap_or_default()
}

#[derive(Serialize)]
struct Note<'a> {
    event_id: &'a domain::EventId,
    tenant_id: &'a domain::TenantId,
    timestamp: String,
}

fn note(event: &UsageEvent) -> Vec<u8> {
    let timestamp = event.timestamp.to_string();
    json(&Note { event_id: &event.event_id, tenant_id: &event.tenant_id, timestamp })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::{Reason, salvage};

    #[test]
    fn an_event_has_a_letter_an_attempt_and_its_note_is_a_dead_letter_with_its_names() {
        let payload = include_bytes!("../../../fixtures/usage-full.json");
        let letters = Letters::of(payload);
        assert_eq!((letters.performance.len(), letters.errors.len(), letters.count()), (2, 1, 4));
        assert_eq!(letters.key.as_deref(), Some("00000000-0000-4000-8000-000000000002"));
        let rejected = decode(&letters.note, LATER).expect_err("is no event");
        assert_eq!(rejected.reason, Reason::MissingField);
        assert!(rejected.event_id.is_some() && rejected.tenant_id.is_some());
        assert_eq!(salvage(&letters.note), letters.note, "all of it may be kept");
    }

    #[test]
    fn what_is_no_event_is_sent_as_it_is() {
        let letters = Letters::of(b"{");
        assert_eq!((letters.key, letters.time), (None, None));
        assert!(letters.performance.is_empty() && letters.errors.is_empty());
    }
}

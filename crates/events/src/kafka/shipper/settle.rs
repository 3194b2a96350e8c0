//! What acknowledgements and refusals come to: space that is freed, figures, and notes for what Kafka does not take.

use super::courier::{Courier, Part, Pauses, Tag};
use super::letters::Letters;
use super::run::{Ended, REST, Run};
use crate::telemetry;
use tokio::time::Instant;

impl Run {
    /// Takes off the window what is acknowledged, and notes it now and then. Says whether all is.
    pub(super) fn settle(&mut self, courier: &Courier) -> bool {
        let (advanced, is_empty) = {
            let mut answers = courier.ledge.answers();
            (answers.window.advance(), answers.window.is_empty())
        };
        if let Some((upto, records)) = advanced {
            self.acknowledged = self.acknowledged.max(upto);
            self.shipped += records;
            self.pauses = Pauses::new();
            metrics::counter!(telemetry::SHIPPED).increment(records);
        }
        if self.told_at.elapsed() >= REST {
            self.told_at = Instant::now();
            self.note();
            self.tell(courier);
        }
        is_empty
    }

    /// Notes what is acknowledged, then frees it, in this order: a restart must not look for what is gone.
    pub(super) fn note(&mut self) {
        self.place.write(self.acknowledged);
        self.log.release(self.acknowledged);
    }

    fn tell(&self, courier: &Courier) {
        let stats = self.log.stats();
        let (on_their_way, oldest) = {
            let answers = courier.ledge.answers();
            (answers.window.len() as u64, answers.window.oldest())
        };
        let is_all_sent = self.acknowledged >= stats.head;
        let waiting = stats.settled.saturating_sub(self.settled_at_start).saturating_sub(self.shipped);
        let events = if is_all_sent { 0 } else { waiting.max(on_their_way) };
        let age_ms = oldest.map_or(0, |oldest| self.clock.now().as_millis() - oldest.as_millis()).max(0);
        metrics::gauge!(telemetry::SHIP_LAG_EVENTS).set(events as f64);
        metrics::gauge!(telemetry::SHIP_LAG_BYTES).set(stats.lag_bytes as f64);
        metrics::gauge!(telemetry::SHIP_LAG_SECONDS).set(age_ms as f64 / 1e3);
    }

    /// Settles what Kafka refuses of the record that was sent last: a note for the event, nothing for the rest.
    pub(super) fn settle_refusals(&mut self, courier: &Courier) {
        let refused = std::mem::take(&mut courier.ledge.answers().refused);
        for tag in refused {
            let letters = Letters::of(&self.last);
            let part = match tag.part {
                Part::Usage => "usage",
                Part::Derived => "derived",
                Part::Note => "note",
            };
            metrics::counter!(telemetry::SHIP_REFUSED, "part" => part).increment(1);
            tracing::error!(
                part,
                bytes = self.last.len(),
                tenant_id = letters.key,
                "Kafka does not take a message: raise the topics' max.message.bytes; a usage event is replaced by a note of its names, which becomes a dead letter"
            );
            let note = Tag { part: Part::Note, ..tag };
            let is_noted = tag.part == Part::Usage
                && matches!(courier.send(&self.topics[0], letters.key.as_deref(), &letters.note, note), Ok(true));
            if !is_noted {
                courier.ledge.answers().window.done(tag.number);
            }
        }
    }
}

/// Whether a producer must be given up.
pub(super) fn judge(courier: &Courier) -> Option<Ended> {
    let answers = courier.ledge.answers();
    if !answers.refused.is_empty() {
        return Some(Ended::Refused);
    }
    answers.failure.map(Ended::Failed)
}

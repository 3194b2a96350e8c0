//! What becomes of each record: a priced row or a dead letter. Pure: the time, the tenants and the prices come in.

use domain::{TenantId, Timestamp, UsageEvent};
use events::usage::{check_age, decode, encode, salvage};
use events::{Reason, Record, RecordKind, Rejected};
use metering::{LedgerRow, PriceBook, rate};
use std::collections::HashSet;
use store::dead_letters::DeadLetter;

/// The reason of an event that the store refused although it is valid: a figure beyond what a column or a sum holds.
pub const STORE_REFUSED: &str = "store_refused";

/// What decisions are made by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The log partition, for dead letters.
    pub partition: &'a str,
    /// Now.
    pub now: Timestamp,
    /// Events from before are too late.
    pub oldest: Timestamp,
}

/// A valid event and where it stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Valid {
    /// Its offset.
    pub offset: u64,
    /// The event.
    pub event: UsageEvent,
}

/// A row and where its event stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Priced {
    /// The event's offset.
    pub offset: u64,
    /// The row.
    pub row: LedgerRow,
}

impl From<Priced> for Valid {
    /// The event again, to be rated anew.
    fn from(priced: Priced) -> Self {
        Self { offset: priced.offset, event: priced.row.event }
    }
}

/// Sorts records into valid events and dead letters.
#[must_use]
pub fn validate(records: &[Record], rules: &Rules<'_>) -> (Vec<Valid>, Vec<DeadLetter>) {
    let mut valid = Vec::with_capacity(records.len());
    let mut dead = Vec::new();
    for record in records {
        let offset = record.offset.0;
        match &record.kind {
            RecordKind::Damaged => dead.push(damaged(offset, rules)),
            RecordKind::Usage(payload) => {
                let read = decode(payload, rules.now);
                let checked = read.and_then(|event| check_age(&event, rules.oldest).map(|()| event));
                match checked {
                    Ok(event) => valid.push(Valid { offset, event }),
                    Err(rejected) => dead.push(refused(offset, &rejected, &salvage(payload), rules)),
                }
            }
        }
    }
    (valid, dead)
}

/// Rates events of known tenants; events of others become dead letters.
#[must_use]
pub fn price(
    valid: Vec<Valid>,
    known: &HashSet<TenantId>,
    book: &PriceBook,
    rules: &Rules<'_>,
) -> (Vec<Priced>, Vec<DeadLetter>) {
    let (ours, strangers): (Vec<_>, Vec<_>) =
        valid.into_iter().partition(|valid| known.contains(&valid.event.tenant_id));
    let priced = |Valid { offset, event }| Priced { offset, row: LedgerRow { rating: rate(&event, book), event } };
    let dead = strangers.iter().map(|valid| letter(valid, Reason::UnknownTenant.as_str(), Some("tenant_id"), rules));
    let dead = dead.collect();
    (ours.into_iter().map(priced).collect(), dead)
}

/// The dead letter of a row that the store refused.
#[must_use]
pub fn refused_by_store(priced: Priced, rules: &Rules<'_>) -> DeadLetter {
    letter(&Valid { offset: priced.offset, event: priced.row.event }, STORE_REFUSED, None, rules)
}

fn letter(valid: &Valid, reason: &str, field: Option<&str>, rules: &Rules<'_>) -> DeadLetter {
    DeadLetter {
        partition: rules.partition.to_owned(),
        offset: valid.offset,
        reason: reason.to_owned(),
        field: field.map(str::to_owned),
        tenant_id: Some(valid.event.tenant_id),
        event_id: Some(valid.event.event_id),
        known: String::from_utf8(encode(&valid.event)).ok(),
        at: rules.now,
    }
}

fn refused(offset: u64, rejected: &Rejected, known: &[u8], rules: &Rules<'_>) -> DeadLetter {
    DeadLetter {
        partition: rules.partition.to_owned(),
        offset,
        reason: rejected.reason.as_str().to_owned(),
        field: rejected.field.map(str::to_owned),
        tenant_id: rejected.tenant_id,
        event_id: rejected.event_id,
        known: std::str::from_utf8(known).ok().filter(|known| *known != "{}").map(str::to_owned),
        at: rules.now,
    }
}

fn damaged(offset: u64, rules: &Rules<'_>) -> DeadLetter {
    DeadLetter {
        partition: rules.partition.to_owned(),
        offset,
        reason: Reason::Damaged.as_str().to_owned(),
        field: None,
        tenant_id: None,
        event_id: None,
        known: None,
        at: rules.now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::Offset;
    use test_support::{at, event, price_book, tenant};

    fn record(offset: u64, kind: RecordKind) -> Record {
        Record { offset: Offset(offset), next: Offset(offset + 1), kind }
    }

    #[test]
    fn every_record_becomes_a_row_or_a_letter_and_letters_hold_nothing_unknown() {
        let now = at("2026-11-02T12:00:00Z");
        let rules = Rules { partition: "journal/0", now, oldest: now.plus_millis(-86_400_000) };
        let mut late = event(1);
        late.timestamp = rules.oldest.plus_millis(-1);
        let mut stranger = event(2);
        stranger.tenant_id = tenant(9);
        let mut canary: serde_json::Value = serde_json::from_slice(&encode(&event(3))).expect("JSON");
        canary["prompt"] = "canary".into();
        let records = [
            record(0, RecordKind::Usage(encode(&event(0)))),
            record(1, RecordKind::Usage(encode(&late))),
            record(2, RecordKind::Usage(encode(&stranger))),
            record(3, RecordKind::Usage(canary.to_string().into_bytes())),
            record(4, RecordKind::Damaged),
            record(5, RecordKind::Usage(b"canary".to_vec())),
        ];
        let (valid, mut dead) = validate(&records, &rules);
        let (rows, strangers) = price(valid, &HashSet::from([tenant(1)]), &price_book(), &rules);
        dead.extend(strangers);
        dead.sort_by_key(|letter| letter.offset);

        assert_eq!(rows.iter().map(|priced| priced.offset).collect::<Vec<_>>(), [0]);
        assert_eq!(rows[0].row, test_support::ledger_row(event(0)));
        let reasons: Vec<_> = dead.iter().map(|letter| (letter.offset, letter.reason.as_str())).collect();
        let wanted = [(1, "too_late"), (2, "unknown_tenant"), (3, "unknown_field"), (4, "damaged"), (5, "malformed")];
        assert_eq!(reasons, wanted);
        assert!(!format!("{dead:?}").contains("canary"));
        let known = dead[1].known.as_ref().expect("is kept for replay");
        assert_eq!(decode(known.as_bytes(), now).expect("is whole"), stranger);
    }
}

//! Rows to fill stores with: any valid event, in a span that has a change of clocks, for three tenants in three zones.

use crate::keys::{NewKey, StoredKey};
use crate::ledger::{Advance, Batch};
use crate::tenants::Tenant;
use crate::{ApiKey, KeyHash, Store, TenantScope};
use domain::{KeyId, Timestamp};
use metering::LedgerRow;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use test_support::arbitrary::any_event;
use test_support::{at, ledger_row, tenant};
use uuid::Uuid;

/// The tenants' zones: with a change of clocks, off the full hour, and west of Greenwich.
pub const ZONES: [&str; 3] = ["Europe/Berlin", "Asia/Kolkata", "America/New_York"];

/// The log that samples come from.
pub const PARTITION: &str = "test/0";

/// The first moment of the samples' span; their last is 41 days later. Clocks change inside it in Berlin and New York.
#[must_use]
pub fn begin() -> Timestamp {
    at("2026-10-10T00:00:00Z")
}

/// The end of the samples' span.
#[must_use]
pub fn end() -> Timestamp {
    at("2026-11-20T00:00:00Z")
}

/// So many rows, the same each time.
///
/// # Panics
/// When the strategy gives nothing.
#[must_use]
pub fn rows(count: usize) -> Vec<LedgerRow> {
    let mut runner = TestRunner::deterministic();
    let events = proptest::collection::vec(any_event(), count..=count);
    let events = events.new_tree(&mut runner).expect("the strategy has values").current();
    let width = end().as_millis() - begin().as_millis();
    let place = |(index, mut event): (i64, domain::UsageEvent)| {
        // A third of the rows stands in the last day, so that buckets hold more than one.
        let within = event.timestamp.as_millis().rem_euclid(if index % 3 == 0 { 86_400_000 } else { width });
        event.timestamp = end().plus_millis(-1 - within);
        ledger_row(event)
    };
    (0..).zip(events).map(place).collect()
}

/// Rows in an order that follows from `seed`.
#[must_use]
pub fn shuffled(mut rows: Vec<LedgerRow>, seed: u64) -> Vec<LedgerRow> {
    let mut dice = Dice(seed);
    for last in (1..rows.len()).rev() {
        rows.swap(last, dice.below(last + 1));
    }
    rows
}

/// Numbers that follow from a seed (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// One from 0 to `bound` - 1.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound.max(1) as u64).unwrap_or(0)
    }
}

/// A batch of rows that moves the offset by their number.
#[must_use]
pub fn batch(rows: Vec<LedgerRow>, from: u64) -> Batch {
    let to = from + rows.len() as u64;
    Batch { rows: rows.into(), advance: Some(advance(from, to)), ..Batch::default() }
}

/// A step of the samples' partition under the claim that `settle` made.
#[must_use]
pub fn advance(from: u64, to: u64) -> Advance {
    Advance { partition: PARTITION.into(), epoch: 1, from, to }
}

/// Applies rows in batches of a few, from offset 0.
pub async fn fill(store: &dyn Store, rows: &[LedgerRow]) {
    let mut from = 0;
    for part in rows.chunks(17) {
        store.ledger().apply(batch(part.to_vec(), from)).await.expect("applies");
        from += part.len() as u64;
    }
}

/// The sample tenant of this number, 1 to 3.
#[must_use]
pub fn customer(number: u64) -> Tenant {
    let zone = ZONES[usize::try_from(number).unwrap_or(1).saturating_sub(1) % ZONES.len()];
    Tenant {
        id: tenant(number),
        name: format!("tenant {number}"),
        timezone: zone.into(),
        created_at: begin(),
        closed_at: None,
    }
}

/// Adds the three tenants, and claims the partition that samples come from.
pub async fn settle(store: &dyn Store) {
    store.ledger().claim(PARTITION).await.expect("claims the partition");
    for number in 1..=3 {
        store.tenants().create(customer(number)).await.expect("creates a tenant");
    }
}

/// The right to tenant `number`, as a verified key gives it.
#[must_use]
pub fn scope(number: u64) -> TenantScope {
    ApiKey::from_stored(StoredKey {
        key_id: KeyId(Uuid::from_u128(u128::from(number))),
        tenant_id: tenant(number),
        name: String::new(),
        prefix: String::new(),
        user_id: None,
        created_at: begin(),
        revoked_at: None,
    })
    .scope()
}

/// A key to add, different for each number.
#[must_use]
pub fn new_key(number: u8) -> NewKey {
    NewKey {
        key_id: KeyId(Uuid::from_u128(0x4b00 + u128::from(number))),
        name: format!("key {number}"),
        prefix: "tk_test".into(),
        hash: KeyHash([number; 32]),
        user_id: None,
        created_at: begin().plus_millis(number.into()),
    }
}

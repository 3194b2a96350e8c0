//! What this process knows of every counter: its own counts, and the others' as it last heard them.

use super::CounterKey;
use super::slots::Slots;
use domain::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Parts that are locked apart, so that requests rarely wait for each other.
const SHARDS: usize = 16;

/// How long after its last use a counter is still exchanged though nothing was added: a limit that is asked about is
/// wanted fresh.
#[cfg(feature = "redis")]
const INTEREST_MS: i64 = 10_000;

/// Every counter.
pub(crate) struct Table {
    shards: Box<[Mutex<HashMap<CounterKey, Counter>>]>,
    max_in_shard: usize,
}

#[derive(Default)]
struct Counter {
    own: Slots,
    others: Slots,
    used: i64,
    /// Counts the changes of `own`.
    version: u64,
    /// The version that others know.
    #[cfg(feature = "redis")]
    told: u64,
    /// The round of the last exchange.
    #[cfg(feature = "redis")]
    round: u64,
}

/// A counter to be exchanged.
#[cfg(feature = "redis")]
pub(crate) struct Report {
    pub(crate) key: CounterKey,
    /// Everything this process counted, by slot: sums, not differences, so that telling twice adds nothing.
    pub(crate) own: Slots,
    version: u64,
    round: u64,
}

impl Table {
    pub(crate) fn new(max_counters: usize) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            max_in_shard: max_counters.div_ceil(SHARDS).max(1),
        }
    }

    pub(crate) fn count(&self, key: CounterKey, n: u64, now: Timestamp) {
        let mut shard = self.shard(&key);
        let counter = self.counter(&mut shard, key, now);
        counter.own.add(key.window.slot(now), n, key.window.oldest(now));
        counter.version += 1;
    }

    pub(crate) fn total(&self, key: CounterKey, now: Timestamp) -> u64 {
        let mut shard = self.shard(&key);
        let counter = self.counter(&mut shard, key, now);
        key.window.total(now, counter.own.iter().chain(counter.others.iter()))
    }

    /// The counters whose state others should know or that are wanted fresh: the longest not exchanged first, at most
    /// `max`. `round` counts the calls.
    #[cfg(feature = "redis")]
    pub(crate) fn due(&self, now: Timestamp, round: u64, max: usize) -> Vec<Report> {
        let mut due = Vec::new();
        for shard in &self.shards {
            for (key, counter) in locked(shard).iter() {
                let wanted = now.as_millis() - counter.used < INTEREST_MS;
                if wanted || counter.version != counter.told {
                    due.push((counter.round, *key));
                }
            }
        }
        due.sort_unstable_by_key(|(last, _)| *last);
        due.truncate(max);
        let report = |(_, key): (u64, CounterKey)| {
            let mut shard = self.shard(&key);
            let counter = shard.get_mut(&key)?;
            counter.round = round;
            let own = counter.own.iter().filter(|(slot, _)| *slot >= key.window.oldest(now)).collect();
            Some(Report { key, own, version: counter.version, round })
        };
        due.into_iter().filter_map(report).collect()
    }

    /// Files what the others counted, as heard in answer to a report.
    #[cfg(feature = "redis")]
    pub(crate) fn heard(&self, report: &Report, others: Slots) {
        let mut shard = self.shard(&report.key);
        // An older answer than the last one, or of a counter that was dropped meanwhile, says nothing.
        if let Some(counter) = shard.get_mut(&report.key).filter(|counter| counter.round == report.round) {
            counter.told = report.version;
            counter.others = others;
        }
    }

    fn counter<'a>(
        &self,
        shard: &'a mut HashMap<CounterKey, Counter>,
        key: CounterKey,
        now: Timestamp,
    ) -> &'a mut Counter {
        if shard.len() >= self.max_in_shard && !shard.contains_key(&key) {
            make_room(shard, now, self.max_in_shard);
        }
        let counter = shard.entry(key).or_default();
        counter.used = now.as_millis();
        counter
    }

    fn shard(&self, key: &CounterKey) -> MutexGuard<'_, HashMap<CounterKey, Counter>> {
        // Ids are random, and those of one thing lie in one shard.
        let index = usize::try_from(key.id.as_u128() % SHARDS as u128).unwrap_or(0);
        locked(&self.shards[index])
    }
}

/// Drops what is idle for so long that it counts nothing; if nothing is, the one that was used least recently.
fn make_room(shard: &mut HashMap<CounterKey, Counter>, now: Timestamp, max: usize) {
    shard.retain(|key, counter| now.as_millis() - counter.used <= key.window.width_ms() + key.window.slot_ms());
    while shard.len() >= max {
        let Some(idlest) = shard.iter().min_by_key(|(_, counter)| counter.used).map(|(key, _)| *key) else { return };
        shard.remove(&idlest);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counters::Window;
    use uuid::Uuid;

    fn key(id: u128) -> CounterKey {
        CounterKey { what: "requests", id: Uuid::from_u128(id), window: Window::Minute }
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(ms)
    }

    #[test]
    fn the_bound_holds_and_the_idle_go_first() {
        let table = Table::new(3 * SHARDS);
        let same_shard = |n: u128| key(n * SHARDS as u128);
        for n in 0..3 {
            table.count(same_shard(n), 1, at(i64::try_from(n).expect("small")));
        }
        table.count(same_shard(0), 1, at(100));
        table.count(same_shard(9), 1, at(200));
        assert_eq!(table.total(same_shard(0), at(200)), 2);
        assert_eq!(table.total(same_shard(2), at(200)), 1);
        assert_eq!(table.total(same_shard(9), at(200)), 1);
        assert!(table.shards.iter().all(|shard| locked(shard).len() <= 3));
        table.count(same_shard(5), 1, at(1_000_000));
        assert_eq!(locked(&table.shards[0]).len(), 1, "what counts nothing any more made room");
    }

    #[cfg(feature = "redis")]
    #[test]
    fn a_report_is_told_once_and_again_when_it_changes() {
        let table = Table::new(100);
        table.count(key(1), 5, at(0));
        let later = at(INTEREST_MS);
        let reports = table.due(later, 1, 10);
        assert_eq!(reports.len(), 1);
        table.count(key(1), 1, at(0));
        table.heard(&reports[0], [(0, 7)].into_iter().collect());
        assert_eq!(table.due(later, 2, 10).len(), 1, "it changed while it was told");
        let reports = table.due(later, 3, 10);
        table.heard(&reports[0], [(0, 8)].into_iter().collect());
        assert!(table.due(later, 4, 10).is_empty());
        assert_eq!(table.total(key(1), later), 14);
        assert_eq!(table.due(later, 5, 10).len(), 1, "somebody asks about it");
    }

    #[cfg(feature = "redis")]
    #[test]
    fn rounds_are_bounded_and_leave_nobody_out() {
        let table = Table::new(1_000);
        for n in 0..50 {
            table.count(key(n), 1, at(0));
        }
        let mut told = std::collections::HashSet::new();
        for round in 1..=5 {
            let reports = table.due(at(0), round, 10);
            assert_eq!(reports.len(), 10);
            told.extend(reports.iter().map(|report| report.key));
        }
        assert_eq!(told.len(), 50);
    }
}

//! What the thread that reads Kafka and the worker share: the partitions that are held, and the records that wait.

use crate::log::{LogError, Offset, Record, RecordKind};
use crate::source::{Claim, Lag, Pace, PartitionBatch, Reading};
use domain::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

/// Records that wait at most, in batches. More is left with the client, whose own space is bounded in bytes.
const MOST_BATCHES: usize = 16;
/// Bytes that wait at most, in batches' worth of them.
const MOST_BATCHES_BYTES: usize = 4;

/// What is held and what waits. Pure: it is told the time.
#[derive(Default)]
pub(super) struct Board {
    held: BTreeMap<i32, Held>,
    records: usize,
    bytes: usize,
    pace: Pace,
    /// Whether the group has given us our share, if only an empty one.
    was_assigned: bool,
    /// What the worker must hear.
    pub(super) trouble: Option<LogError>,
    /// The reading thread is gone.
    pub(super) has_ended: bool,
    /// The worker wants it gone.
    pub(super) is_closing: bool,
}

/// A partition that is ours.
struct Held {
    name: Arc<str>,
    epoch: u64,
    /// What the store holds once all that was given is stored.
    from: Offset,
    /// The offset that is read next.
    position: u64,
    /// What the store holds.
    stored: Offset,
    /// What the store holds as Kafka was last told, for its tools.
    told: Offset,
    waiting: VecDeque<Piece>,
    /// Batches that were given and are not stored: where each ends, and the time of its oldest record.
    given: VecDeque<(Offset, Option<Timestamp>)>,
    /// The partition's end as last heard.
    end: Option<u64>,
    /// Whether nothing follows what was read.
    is_at_end: bool,
    /// The time of the newest record that was read.
    newest: Option<Timestamp>,
}

/// Records that will be one batch.
struct Piece {
    records: Vec<Record>,
    bytes: usize,
    oldest: Option<Timestamp>,
    since: Instant,
}

/// What can be given to the worker now.
pub(super) enum Ready {
    /// These batches.
    Batches(Vec<PartitionBatch>),
    /// Something will be at this moment.
    At(Instant),
    /// Nothing is there.
    Nothing,
}

impl Board {
    /// Takes a partition over with the claim that was made on it.
    pub(super) fn hold(&mut self, partition: i32, name: Arc<str>, claim: Claim) {
        self.let_go(partition);
        self.was_assigned = true;
        let held = Held {
            name,
            epoch: claim.epoch,
            from: claim.next,
            position: claim.next.0,
            stored: claim.next,
            told: claim.next,
            waiting: VecDeque::new(),
            given: VecDeque::new(),
            end: None,
            is_at_end: false,
            newest: None,
        };
        self.held.insert(partition, held);
    }

    /// Notes that the group gave us our share, if only an empty one, or that it knows us no more.
    pub(super) fn was_assigned(&mut self, knows_us: bool) {
        self.was_assigned = knows_us;
    }

    /// Gives a partition up with everything that waits. What was given is the worker's affair, and the store's.
    pub(super) fn let_go(&mut self, partition: i32) {
        if let Some(held) = self.held.remove(&partition) {
            self.records -= held.waiting.iter().map(|piece| piece.records.len()).sum::<usize>();
            self.bytes -= held.waiting.iter().map(|piece| piece.bytes).sum::<usize>();
        }
    }

    /// Takes a record in, unless it stands before what is read next or its partition is not ours. Says whether the worker
    /// should look.
    pub(super) fn take_in(
        &mut self,
        partition: i32,
        record: Record,
        time: Option<Timestamp>,
        reading: &Reading,
        now: Instant,
    ) -> bool {
        let Some(held) = self.held.get_mut(&partition) else { return false };
        if record.offset.0 < held.position {
            return false;
        }
        held.position = record.next.0;
        held.is_at_end = false;
        held.newest = time.or(held.newest);
        let bytes = if let RecordKind::Usage(payload) = &record.kind { payload.len() } else { 0 };
        let was_empty = self.records == 0;
        self.records += 1;
        self.bytes += bytes;
        match held.waiting.back_mut().filter(|piece| !piece.is_full(reading)) {
            Some(piece) => {
                piece.records.push(record);
                piece.bytes += bytes;
                was_empty || piece.is_full(reading)
            }
            None => {
                let piece = Piece { records: vec![record], bytes, oldest: time, since: now };
                let is_full = piece.is_full(reading);
                held.waiting.push_back(piece);
                was_empty || is_full
            }
        }
    }

    /// Notes that nothing follows in a partition what was read.
    pub(super) fn at_end(&mut self, partition: i32) {
        if let Some(held) = self.held.get_mut(&partition) {
            held.is_at_end = true;
        }
    }

    /// Notes where a partition ends.
    pub(super) fn ends_at(&mut self, partition: i32, end: u64) {
        if let Some(held) = self.held.get_mut(&partition) {
            held.end = Some(end);
        }
    }

    /// Whether more may be read.
    pub(super) fn has_room(&self, reading: &Reading) -> bool {
        self.records < reading.records.saturating_mul(MOST_BATCHES)
            && self.bytes < reading.bytes.saturating_mul(MOST_BATCHES_BYTES)
    }

    /// The worker asks for more: what it was given is stored.
    pub(super) fn ask(&mut self, reading: &Reading, now: Instant) {
        self.pace.ask(now, reading.rest);
    }

    /// The first batch of every partition where something waits, once the worker has rested or one is full.
    pub(super) fn ready(&mut self, reading: &Reading, now: Instant) -> Ready {
        let firsts = || self.held.values().filter_map(|held| held.waiting.front());
        let Some(oldest) = firsts().map(|piece| piece.since).min() else { return Ready::Nothing };
        let due = self.pace.due(oldest);
        if now < due && !firsts().any(|piece| piece.is_full(reading)) {
            return Ready::At(due);
        }
        self.pace.give(now);
        let mut batches = Vec::new();
        for held in self.held.values_mut() {
            let Some(piece) = held.waiting.pop_front() else { continue };
            let Some(last) = piece.records.last() else { continue };
            self.records -= piece.records.len();
            self.bytes -= piece.bytes;
            let next = last.next;
            held.given.push_back((next, piece.oldest));
            batches.push(PartitionBatch {
                partition: Arc::clone(&held.name),
                epoch: held.epoch,
                from: std::mem::replace(&mut held.from, next),
                records: piece.records,
                next,
            });
        }
        Ready::Batches(batches)
    }

    /// Notes what the store holds.
    pub(super) fn stored(&mut self, name: &str, upto: Offset) {
        if let Some(held) = self.held.values_mut().find(|held| *held.name == *name) {
            held.stored = held.stored.max(upto);
            while held.given.front().is_some_and(|(next, _)| *next <= upto) {
                held.given.pop_front();
            }
        }
    }

    /// Partitions whose stored offset Kafka was not told of, and that offset; from here on it was.
    pub(super) fn untold(&mut self) -> Vec<(i32, Offset)> {
        let mut untold = Vec::new();
        for (partition, held) in &mut self.held {
            if held.stored > held.told {
                held.told = held.stored;
                untold.push((*partition, held.stored));
            }
        }
        untold
    }

    /// Whether a claim is still ours.
    pub(super) fn holds(&self, name: &str, epoch: u64) -> bool {
        self.held.values().any(|held| held.epoch == epoch && *held.name == *name)
    }

    /// How far the store is behind.
    pub(super) fn lag(&self) -> Lag {
        let events = self.held.values().map(Held::lag).sum::<Option<u64>>().filter(|_| self.was_assigned);
        let behind = self.held.values().filter(|held| held.lag().is_some_and(|events| events > 0));
        Lag { bytes: None, events, oldest: behind.filter_map(Held::oldest).min() }
    }

    /// Whether everything that was there has been given out.
    pub(super) fn is_at_end(&self) -> bool {
        self.was_assigned && self.held.values().all(|held| held.is_at_end && held.waiting.is_empty())
    }
}

impl Held {
    /// Offsets between the store and the end. Some of them may hold no record, so that who reached the end counts none.
    /// `None` while nothing was read and the end is not known.
    fn lag(&self) -> Option<u64> {
        if self.is_at_end && self.waiting.is_empty() && self.given.is_empty() {
            return Some(0);
        }
        let read = (self.position > self.stored.0).then_some(self.position);
        Some(self.end.max(read)?.saturating_sub(self.stored.0))
    }

    /// The time of the oldest record that is not stored; of the last one that was read where that one has not come yet.
    fn oldest(&self) -> Option<Timestamp> {
        let given = self.given.front().map(|(_, oldest)| *oldest);
        given.or_else(|| self.waiting.front().map(|piece| piece.oldest)).unwrap_or(self.newest)
    }
}

impl Piece {
    fn is_full(&self, reading: &Reading) -> bool {
        self.records.len() >= reading.records || self.bytes >= reading.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const READING: Reading =
        Reading { records: 3, bytes: 1 << 20, rest: Duration::from_millis(50), idle: Duration::ZERO };

    fn record(offset: u64) -> Record {
        Record { offset: Offset(offset), next: Offset(offset + 1), kind: RecordKind::Usage(vec![0; 10]) }
    }

    fn board(partitions: &[(i32, u64, u64)]) -> Board {
        let mut board = Board::default();
        for (partition, epoch, next) in partitions {
            let claim = Claim { epoch: *epoch, next: Offset(*next) };
            board.hold(*partition, format!("kafka/t/{partition}").into(), claim);
        }
        board
    }

    fn give(board: &mut Board, now: Instant) -> Vec<PartitionBatch> {
        match board.ready(&READING, now) {
            Ready::Batches(batches) => batches,
            Ready::At(_) | Ready::Nothing => Vec::new(),
        }
    }

    #[test]
    fn what_comes_first_goes_at_once_and_after_a_round_only_a_full_batch_does() {
        let now = Instant::now();
        let mut board = board(&[(0, 1, 5), (1, 1, 0)]);
        assert!(matches!(board.ready(&READING, now), Ready::Nothing));
        assert!(board.take_in(0, record(5), None, &READING, now), "the first is told");
        assert!(!board.take_in(1, record(0), None, &READING, now), "company is not");
        let batches = give(&mut board, now);
        assert_eq!(batches.len(), 2);
        assert_eq!((batches[0].from, batches[0].next), (Offset(5), Offset(6)));
        let stored = now + Duration::from_millis(10);
        board.ask(&READING, stored);
        for offset in 6..8 {
            let is_told = board.take_in(0, record(offset), None, &READING, stored);
            assert_eq!(is_told, offset == 6, "{offset}");
        }
        let rested = stored + Duration::from_millis(20);
        assert!(matches!(board.ready(&READING, stored), Ready::At(at) if at == rested));
        for offset in 8..10 {
            let is_told = board.take_in(0, record(offset), None, &READING, stored);
            assert_eq!(is_told, offset == 8, "the third makes it full");
        }
        let batches = give(&mut board, stored);
        assert_eq!((batches[0].from, batches[0].next, batches[0].records.len()), (Offset(6), Offset(9), 3));
        assert!(give(&mut board, stored).is_empty(), "the next one waits");
        assert_eq!(give(&mut board, rested).len(), 1);
    }

    #[test]
    fn what_was_read_before_is_skipped_and_gaps_are_none_of_our_business() {
        let now = Instant::now();
        let mut board = board(&[(0, 1, 5)]);
        for offset in [3, 4, 5, 5, 9] {
            board.take_in(0, record(offset), None, &READING, now);
        }
        board.take_in(7, record(0), None, &READING, now);
        let batches = give(&mut board, now);
        let offsets: Vec<_> = batches[0].records.iter().map(|record| record.offset.0).collect();
        assert_eq!((offsets, batches[0].next), (vec![5, 9], Offset(10)));
    }

    #[test]
    fn what_waits_goes_with_its_partition_and_a_new_claim_begins_anew() {
        let now = Instant::now();
        let mut board = board(&[(0, 1, 0), (1, 1, 0)]);
        board.take_in(0, record(0), None, &READING, now);
        board.let_go(0);
        assert!(!board.holds("kafka/t/0", 1) && board.holds("kafka/t/1", 1));
        assert!(give(&mut board, now).is_empty());
        board.hold(0, "kafka/t/0".into(), Claim { epoch: 3, next: Offset(8) });
        assert!(board.holds("kafka/t/0", 3) && !board.holds("kafka/t/0", 1));
        board.take_in(0, record(8), None, &READING, now);
        assert_eq!(give(&mut board, now)[0].epoch, 3);
        assert_eq!((board.records, board.bytes), (0, 0));
    }

    #[test]
    fn lag_is_what_the_store_lacks_and_the_age_of_the_oldest_of_it() {
        let now = Instant::now();
        let at = |ms| Some(Timestamp::from_millis(ms));
        let mut board = board(&[(0, 1, 5)]);
        assert!(!board.is_at_end());
        assert_eq!(board.lag().events, None, "unknown is not zero");
        board.ends_at(0, 9);
        assert_eq!(board.lag().events, Some(4));
        board.take_in(0, record(5), at(1_000), &READING, now);
        board.take_in(0, record(6), at(2_000), &READING, now);
        assert_eq!(board.lag(), Lag { bytes: None, events: Some(4), oldest: at(1_000) });
        give(&mut board, now);
        board.take_in(0, record(7), at(3_000), &READING, now);
        assert_eq!(board.lag().oldest, at(1_000), "given is not stored");
        board.stored("kafka/t/0", Offset(7));
        assert_eq!(board.lag(), Lag { bytes: None, events: Some(2), oldest: at(3_000) });
        assert_eq!(board.untold(), [(0, Offset(7))]);
        assert_eq!(board.untold(), []);
        give(&mut board, now);
        // The offset 8 holds a mark of a transaction, which is no record.
        board.at_end(0);
        assert!(board.is_at_end());
        assert_eq!(board.lag().events, Some(2), "given is not stored");
        board.stored("kafka/t/0", Offset(8));
        assert_eq!(board.lag(), Lag { bytes: None, events: Some(0), oldest: None });
        board.let_go(0);
        board.was_assigned(false);
        assert_eq!(board.lag().events, None, "whoever was forgotten knows nothing");
        assert!(!board.is_at_end());
    }

    #[test]
    fn room_ends_with_records_or_bytes() {
        let now = Instant::now();
        let mut board = board(&[(0, 1, 0)]);
        let mut offset = 0;
        while board.has_room(&READING) {
            board.take_in(0, record(offset), None, &READING, now);
            offset += 1;
        }
        assert_eq!(offset, 3 * MOST_BATCHES as u64);
        give(&mut board, now);
        assert!(board.has_room(&READING));
    }
}

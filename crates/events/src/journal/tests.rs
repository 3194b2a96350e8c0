//! What the journal must always do: lose nothing it took, report what is damaged, refuse when it is full.

use super::disk::{Disk, SegmentFile, SystemDisk};
use super::{Journal, OnFull, OpenError, Settings};
use crate::contract::{ADMITTED, attempt, event, intent, read_all};
use crate::log::{EventLog, LogError, Offset};
use domain::{EventId, Outcome, UsageEvent, UsageSource};
use proptest::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn small(dir: &Path) -> Settings {
    Settings { segment_bytes: 4096, budget_bytes: 1 << 20, ..Settings::in_dir(dir) }
}

/// Opens without waiting for the disk, which thousands of opens would.
fn open(dir: &Path) -> Journal {
    Journal::open_on(small(dir), ADMITTED, Arc::new(TightDisk { left: Arc::new(AtomicU64::new(u64::MAX)) }))
        .expect("opens")
}

/// One runtime for all: the tests that cut at every byte open thousands of journals.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().expect("runs")
    });
    RUNTIME.block_on(future)
}

fn everything(journal: &Journal) -> (Vec<UsageEvent>, usize) {
    block_on(read_all(journal, Offset::START, 1000, 1 << 20))
}

fn ids(events: &[UsageEvent]) -> Vec<EventId> {
    events.iter().map(|event| event.event_id).collect()
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir)
        .expect("reads")
        .map(|entry| entry.expect("reads").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tkj"))
        .collect();
    paths.sort();
    paths
}

/// A folder with `n` settled requests in one segment, and that segment.
fn settled(n: u64) -> (TempDir, PathBuf) {
    let dir = folder();
    let journal = Journal::open(Settings::in_dir(dir.path()), ADMITTED).expect("opens");
    for n in 0..n {
        journal.begin(&intent(n)).expect("begins");
        journal.settle(&event(n)).expect("settles");
    }
    drop(journal);
    let path = segments(dir.path()).pop().expect("a segment");
    (dir, path)
}

#[test]
fn it_keeps_the_contract() {
    let mut dirs = Vec::new();
    block_on(crate::contract::all(|| {
        dirs.push(folder());
        open(dirs.last().expect("just pushed").path())
    }));
    block_on(crate::contract::all(crate::memory::MemoryLog::new));
}

#[test]
fn what_was_appended_is_there_after_reopening_and_offsets_grow() {
    let dir = folder();
    let first = open(dir.path());
    for n in 0..100 {
        first.begin(&intent(n)).expect("begins");
        first.settle(&event(n)).expect("settles");
    }
    let (before, _) = everything(&first);
    let head = first.head();
    assert!(first.stats().segments > 3, "it rotated");
    drop(first);

    let second = open(dir.path());
    assert_eq!(second.recovery().torn_bytes, 0);
    assert!(second.recovery().damaged.is_empty() && second.recovery().interrupted.is_empty());
    assert_eq!(second.recovery().segments_scanned, 1);
    assert!(second.head() > head, "no offset is given twice");
    assert_eq!(everything(&second), (before, 0));
    second.settle(&event(100)).expect("settles");
    let (new, _) = block_on(read_all(&second, head, 10, 1 << 20));
    assert_eq!(ids(&new), ids(&[event(100)]), "a consumer goes on where it stopped");
}

#[test]
fn a_second_process_is_refused_with_the_folders_name() {
    let dir = folder();
    let _first = open(dir.path());
    let error = Journal::open(small(dir.path()), ADMITTED).err().expect("is refused");
    assert!(matches!(error, OpenError::Locked { .. }));
    assert!(error.to_string().contains(&dir.path().display().to_string()), "{error}");
}

#[test]
fn a_newer_format_is_refused_with_its_version() {
    let (dir, path) = settled(1);
    let mut bytes = fs::read(&path).expect("reads");
    bytes[8] = 9;
    let checksum = crc32fast::hash(&bytes[..28]).to_le_bytes();
    bytes[28..32].copy_from_slice(&checksum);
    fs::write(&path, bytes).expect("writes");
    let error = Journal::open(small(dir.path()), ADMITTED).err().expect("is refused").to_string();
    assert!(error.contains("format 9") && error.contains("up to 1"), "{error}");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let dir = folder();
    for (segment_bytes, budget_bytes) in [(10, 1 << 20), (4096, 4096)] {
        let settings = Settings { segment_bytes, budget_bytes, ..Settings::in_dir(dir.path()) };
        assert!(matches!(Journal::open(settings, ADMITTED), Err(OpenError::Setting { .. })));
    }
}

#[test]
fn requests_that_a_killed_process_left_are_settled_as_interrupted_once() {
    let dir = folder();
    let first = open(dir.path());
    for n in 0..40 {
        first.begin(&intent(n)).expect("begins");
    }
    first.attempt(&attempt(7)).expect("is noted");
    // Enough to rotate: the open requests now stand in a checkpoint only.
    for n in 100..150 {
        first.settle(&event(n)).expect("settles");
    }
    for n in (0..40).filter(|n| *n != 7 && *n != 8) {
        first.settle(&event(n)).expect("settles");
    }
    drop(first);

    let second = open(dir.path());
    assert_eq!(second.recovery().interrupted, [intent(7).event_id, intent(8).event_id]);
    let (events, _) = everything(&second);
    assert_eq!(events.len(), 90);
    let (seven, eight) = (&events[88], &events[89]);
    assert_eq!((seven.provider.as_str(), seven.latency_ms, seven.attempts.len()), ("anthropic", 500, 2));
    assert_eq!(seven.attempts[0].latency_ms, 480);
    assert_eq!(seven.attempts[1].outcome, Outcome::Error);
    assert_eq!((eight.provider.as_str(), eight.latency_ms, eight.attempts.len()), ("openai", 0, 1));
    assert_eq!((eight.usage.input_total(), eight.usage.output), (108, 0));
    for event in [seven, eight] {
        assert_eq!(event.error_code.as_ref().map(AsRef::as_ref), Some("interrupted"));
        assert_eq!((event.succeeded, event.usage_source), (false, UsageSource::Estimated));
    }
    drop(second);
    let third = open(dir.path());
    assert!(third.recovery().interrupted.is_empty(), "once");
    assert_eq!(everything(&third).0, events, "replay is stable");
}

#[test]
fn a_tail_torn_at_any_byte_costs_only_the_torn_record() {
    let (dir, path) = settled(2);
    let bytes = fs::read(&path).expect("reads");
    let name = path.file_name().expect("named");
    let ends: Vec<u64> = {
        let journal = open(dir.path());
        let base = journal.tail().0;
        let batch = block_on(journal.read(Offset::START, 10, 1 << 20)).expect("reads");
        batch.records.iter().map(|record| record.next.0 - base).collect()
    };
    assert_eq!(ends.len(), 2);
    for cut in 0..=bytes.len() {
        let dir = folder();
        fs::write(dir.path().join(name), &bytes[..cut]).expect("writes");
        let journal = open(dir.path());
        let whole = ends.iter().filter(|end| **end <= cut as u64).count();
        let (events, damaged) = everything(&journal);
        let interrupted = journal.recovery().interrupted.len();
        assert_eq!(damaged, 0, "cut at {cut}: a torn tail is cut, not left as damage");
        assert_eq!(events.len(), whole + interrupted, "cut at {cut}");
        assert!(interrupted <= 1, "cut at {cut}");
        let complete: Vec<_> = (0..whole as u64).map(event).collect();
        assert_eq!(events[..whole], complete, "cut at {cut}");
        assert_eq!(events[whole..].iter().filter(|event| event.succeeded).count(), 0, "cut at {cut}");
    }
}

#[test]
fn any_flipped_byte_is_reported_and_costs_only_its_record() {
    let (_dir, path) = settled(2);
    let bytes = fs::read(&path).expect("reads");
    let name = path.file_name().expect("named");
    for place in 0..bytes.len() {
        let dir = folder();
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x20;
        fs::write(dir.path().join(name), &flipped).expect("writes");
        let journal = open(dir.path());
        let (events, damaged) = everything(&journal);
        let recovery = journal.recovery();
        assert!(recovery.torn_bytes > 0 || damaged == 1, "byte {place} is not reported");
        assert_eq!(recovery.damaged.len(), damaged, "byte {place}");
        let intact = events.iter().filter(|event| event.succeeded).count();
        assert!(intact >= 1, "byte {place} cost more than its record");
        // A lost settlement leaves its intent, which is settled as interrupted: the request is not forgotten.
        assert_eq!(events.len(), 2, "byte {place}");
    }
}

#[test]
fn damage_under_a_running_journal_is_passed_over_and_reported() {
    let dir = folder();
    let journal = Journal::open(Settings::in_dir(dir.path()), ADMITTED).expect("opens");
    for n in 0..5 {
        journal.settle(&event(n)).expect("settles");
    }
    let batch = block_on(journal.read(Offset::START, 10, 1 << 20)).expect("reads");
    let path = segments(dir.path()).pop().expect("a segment");
    let mut bytes = fs::read(&path).expect("reads");
    for record in [&batch.records[1], &batch.records[2], &batch.records[4]] {
        bytes[usize::try_from(record.offset.0 - journal.tail().0).expect("small") + 20] ^= 1;
    }
    fs::write(&path, bytes).expect("writes");
    let (events, damaged) = everything(&journal);
    assert_eq!((ids(&events), damaged), (ids(&[event(0), event(3)]), 2));
    journal.settle(&event(9)).expect("settles");
    assert_eq!(everything(&journal).0.len(), 3);
}

#[test]
fn a_missing_segment_is_reported() {
    let dir = folder();
    let journal = open(dir.path());
    for n in 0..60 {
        journal.settle(&event(n)).expect("settles");
    }
    drop(journal);
    fs::remove_file(&segments(dir.path())[1]).expect("removes");
    let (events, damaged) = everything(&open(dir.path()));
    assert_eq!(damaged, 1);
    assert!(events.len() < 60);
}

#[test]
fn a_full_budget_refuses_requests_and_still_settles_those_it_took() {
    let dir = folder();
    let settings = Settings { segment_bytes: 4096, budget_bytes: 64 << 10, ..Settings::in_dir(dir.path()) };
    let journal = Journal::open(settings, ADMITTED).expect("opens");
    let mut begun = 0;
    let error = loop {
        match journal.begin(&intent(begun)) {
            Ok(()) => begun += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, LogError::Full { budget_bytes: 65_536, .. }), "{error}");
    assert!(begun > 3);
    for n in 0..begun {
        journal.attempt(&attempt(n)).expect("was reserved");
        journal.settle(&event(n)).expect("was reserved");
    }
    // Settled and unread, they fill the budget one by one until nothing more is taken.
    let mut total = begun;
    while journal.begin(&intent(total)).is_ok() {
        journal.settle(&event(total)).expect("was reserved");
        total += 1;
    }
    assert!(journal.stats().bytes <= 64 << 10);
    assert_eq!(everything(&journal).0.len() as u64, total, "nothing was dropped to make room");
    journal.release(journal.head());
    journal.begin(&intent(total)).expect("there is room once a consumer has acknowledged");
    assert!(journal.tail() > Offset::START && everything(&journal).0.len() < total as usize);
    assert_eq!(journal.stats().dropped_events, 0);
}

#[test]
fn a_log_that_may_drop_counts_what_it_drops() {
    let dir = folder();
    let settings =
        Settings { segment_bytes: 4096, budget_bytes: 32 << 10, on_full: OnFull::Drop, ..Settings::in_dir(dir.path()) };
    let journal = Journal::open(settings, ADMITTED).expect("opens");
    for n in 0..200 {
        journal.begin(&intent(n)).expect("is served");
        journal.settle(&event(n)).expect("is served");
    }
    let stats = journal.stats();
    assert!(stats.dropped_events > 0);
    assert_eq!(stats.settled + stats.dropped_events, 200);
    assert_eq!(everything(&journal).0.len() as u64, stats.settled);
    assert_eq!(stats.open_intents, 0);
}

/// A disk that has so many bytes left, writes in part what does not fit, and never waits.
struct TightDisk {
    left: Arc<AtomicU64>,
}

struct TightFile {
    file: Arc<dyn SegmentFile>,
    left: Arc<AtomicU64>,
}

impl Disk for TightDisk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        Ok(Arc::new(TightFile { file: SystemDisk.create(path)?, left: Arc::clone(&self.left) }))
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl SegmentFile for TightFile {
    fn write_at(&self, bytes: &[u8], place: u64) -> io::Result<()> {
        let left = self.left.load(Ordering::SeqCst);
        let fits = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.file.write_at(&bytes[..fits], place)?;
        if fits < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.left.store(left - fits as u64, Ordering::SeqCst);
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_leaves_the_log_whole_and_settlements_wait_for_room() {
    for room in (1000..5000).step_by(37) {
        let dir = folder();
        let left = Arc::new(AtomicU64::new(room));
        let disk = Arc::new(TightDisk { left: Arc::clone(&left) });
        let settings = Settings { segment_bytes: 4096, ..Settings::in_dir(dir.path()) };
        let journal = Journal::open_on(settings, ADMITTED, disk).expect("opens");
        let mut begun = 0;
        while journal.begin(&intent(begun)).is_ok() {
            begun += 1;
        }
        for n in 0..begun {
            journal.settle(&event(n)).expect("waits");
        }
        let whole = everything(&journal);
        assert_eq!(whole.1, 0, "room {room}: half a record is not left behind");
        assert_eq!(whole.0.len() as u64 + journal.stats().deferred, begun);
        assert!(matches!(journal.begin(&intent(900)), Err(LogError::Full { .. })), "room {room}");
        left.store(1 << 20, Ordering::SeqCst);
        block_on(journal.flush()).expect("flushes");
        assert_eq!(journal.stats().deferred, 0);
        assert_eq!(everything(&journal).0.len() as u64, begun, "room {room}");
        drop(journal);
        let journal = open(dir.path());
        assert_eq!(journal.recovery(), &super::Recovery { segments_scanned: 1, ..Default::default() }, "room {room}");
        assert_eq!(everything(&journal), ((0..begun).map(event).collect(), 0), "room {room}");
    }
}

#[derive(Clone, Debug)]
enum Act {
    Begin(u64),
    Attempt(u64),
    Settle(u64),
    Reopen,
    ReopenTorn(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => (0u64..40).prop_map(Act::Begin),
        1 => (0u64..40).prop_map(Act::Attempt),
        4 => (0u64..40).prop_map(Act::Settle),
        1 => Just(Act::Reopen),
        1 => (1usize..400).prop_map(Act::ReopenTorn),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A torn tail here is half a record behind the last whole one, as a killed machine leaves it.
    #[test]
    fn any_run_of_appends_and_crashes_replays_to_the_same_events(acts in proptest::collection::vec(any_act(), 1..120)) {
        let dir = folder();
        let mut journal = open(dir.path());
        let mut open_requests = std::collections::BTreeSet::new();
        let mut expected: Vec<(EventId, bool)> = Vec::new();
        for act in acts {
            match act {
                Act::Begin(n) => {
                    journal.begin(&intent(n)).expect("begins");
                    open_requests.insert(n);
                }
                Act::Attempt(n) => journal.attempt(&attempt(n)).expect("is noted"),
                Act::Settle(n) => {
                    journal.settle(&event(n)).expect("settles");
                    open_requests.remove(&n);
                    expected.push((event(n).event_id, true));
                }
                Act::Reopen | Act::ReopenTorn(_) => {
                    drop(journal);
                    if let Act::ReopenTorn(bytes) = act {
                        let path = segments(dir.path()).pop().expect("a segment");
                        let mut record = Vec::new();
                        super::frame(super::Kind::Settled, &mut record, |out| crate::usage::encode_into(&event(99), out));
                        record.truncate(bytes.min(record.len() - 1));
                        let mut file = fs::read(&path).expect("reads");
                        file.extend_from_slice(&record);
                        fs::write(&path, file).expect("writes");
                    }
                    journal = open(dir.path());
                    prop_assert_eq!(journal.recovery().torn_bytes > 0, matches!(act, Act::ReopenTorn(_)));
                    expected.extend(open_requests.iter().map(|n| (intent(*n).event_id, false)));
                    open_requests.clear();
                }
            }
        }
        let (events, damaged) = everything(&journal);
        let found: Vec<_> = events.iter().map(|event| (event.event_id, event.succeeded)).collect();
        prop_assert_eq!((found, damaged), (expected, 0));
    }
}

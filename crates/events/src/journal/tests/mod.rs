//! What the journal must always do: lose nothing it took, whatever becomes of the process.

mod damage;
mod disks;
mod full;

use super::{Journal, OpenError, Settings};
use crate::contract::{ADMITTED, attempt, event, intent, read_all};
use crate::log::{EventLog, Offset};
use disks::TightDisk;
use domain::{EventId, Outcome, UsageEvent, UsageSource};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
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

/// A copy of the files at any moment is what a killed process leaves.
#[test]
fn a_process_killed_under_load_leaves_every_request_exactly_once() {
    let dir = folder();
    let journal = Arc::new(open(dir.path()));
    let threads: Vec<_> = (0..4_u64)
        .map(|thread| {
            let journal = Arc::clone(&journal);
            std::thread::spawn(move || {
                for n in (0..100).map(|n| thread * 100 + n) {
                    journal.begin(&intent(n)).expect("begins");
                    if n % 3 == 0 {
                        journal.attempt(&attempt(n)).expect("is noted");
                    }
                    journal.settle(&event(n)).expect("settles");
                }
            })
        })
        .collect();
    let mut copies = Vec::new();
    while !threads.iter().all(std::thread::JoinHandle::is_finished) {
        let copy = folder();
        let acknowledged = journal.stats().settled;
        // Oldest first: a file copied later holds at least what the log held when an earlier one was copied.
        for path in segments(dir.path()) {
            fs::copy(&path, copy.path().join(path.file_name().expect("named"))).expect("copies");
        }
        let open_at_most = journal.stats().settled - acknowledged + 4;
        copies.push((copy, acknowledged, open_at_most));
    }
    for (copy, acknowledged, open_at_most) in copies {
        let killed = open(copy.path());
        let (events, damaged) = everything(&killed);
        let mut seen = ids(&events);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((seen.len(), damaged), (events.len(), 0), "none doubled, none damaged");
        let whole = events.iter().filter(|event| event.succeeded).count() as u64;
        assert!(whole >= acknowledged, "what was taken is there");
        assert!(killed.recovery().interrupted.len() as u64 <= open_at_most, "no more than were in flight");
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

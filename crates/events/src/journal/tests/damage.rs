//! What happens to a log that was torn or damaged: the least is lost, and it is said.

use super::{block_on, everything, folder, ids, open, segments, settled};
use crate::contract::{ADMITTED, event};
use crate::journal::{Journal, Settings};
use crate::log::{EventLog, Offset};
use std::fs;

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

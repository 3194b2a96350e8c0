//! What happens when the budget is used up, the disk is full, or it does not answer.

use super::disks::{DeafDisk, TightDisk};
use super::{block_on, everything, folder, open, small};
use crate::contract::{ADMITTED, attempt, event, intent};
use crate::journal::{Journal, OnFull, Recovery, Settings};
use crate::log::{EventLog, LogError, Offset};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
    let stats = journal.stats();
    assert!(stats.is_full && stats.bytes < stats.budget_bytes, "what is reserved counts: {stats:?}");
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
    assert!(journal.stats().bytes <= 64 << 10 && journal.stats().is_full);
    assert_eq!(everything(&journal).0.len() as u64, total, "nothing was dropped to make room");
    journal.release(journal.head());
    assert!(!journal.stats().is_full);
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
        assert_eq!(journal.recovery(), &Recovery { segments_scanned: 1, ..Default::default() }, "room {room}");
        assert_eq!(everything(&journal), ((0..begun).map(event).collect(), 0), "room {room}");
    }
}

#[test]
fn a_flush_that_fails_is_counted_and_what_it_should_have_saved_stays_due() {
    let dir = folder();
    let fails = Arc::new(AtomicBool::new(false));
    let disk = Arc::new(DeafDisk { fails: Arc::clone(&fails) });
    // The flusher's own turn comes after the test, so that only the flushes below count.
    let settings = Settings { flush_interval: std::time::Duration::from_secs(3600), ..small(dir.path()) };
    let journal = Journal::open_on(settings, ADMITTED, disk).expect("opens");
    assert_eq!(journal.stats().unflushed_bytes, 0);
    fails.store(true, Ordering::SeqCst);
    // Enough to rotate, so that a closed segment is due too.
    for n in 0..30 {
        journal.settle(&event(n)).expect("settles");
    }
    let due = journal.stats().unflushed_bytes;
    assert!(due > 4096);
    assert!(block_on(journal.flush()).is_err());
    let stats = journal.stats();
    assert_eq!((stats.flush_failures, stats.unflushed_bytes), (1, due));
    fails.store(false, Ordering::SeqCst);
    block_on(journal.flush()).expect("flushes");
    assert_eq!(journal.stats().unflushed_bytes, 0);
}

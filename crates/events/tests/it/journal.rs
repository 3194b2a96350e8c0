//! The journal as a worker reads it.

use async_trait::async_trait;
use domain::UsageEvent;
use events::contract::source::{self, Stage};
use events::contract::{ADMITTED, intent};
use events::{Claim, Claims, EventFeed, EventLog, Intent, Journal, JournalFeed, Offset, Reading, Settings};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A journal in a folder of its own.
struct JournalStage {
    journal: Arc<Journal>,
    _folder: tempfile::TempDir,
}

#[async_trait]
impl Stage for JournalStage {
    fn feed(&self) -> Box<dyn EventFeed> {
        Box::new(JournalFeed::new(self.journal.clone()))
    }

    async fn publish(&self, events: &[UsageEvent]) {
        for event in events {
            let intent = Intent { event_id: event.event_id, tenant_id: event.tenant_id, ..intent(0) };
            self.journal.begin(&intent).expect("admits");
            self.journal.settle(event).expect("settles");
        }
    }

    async fn end(self) {}
}

/// Claims whatever is asked for, from the start.
struct Open;

#[async_trait]
impl Claims for Open {
    async fn claim(&self, _partition: &str) -> Option<Claim> {
        Some(Claim { epoch: 1, next: Offset::START })
    }
}

/// The clock is held, so that a rest is seen by what it says it was, and takes no time.
#[tokio::test(start_paused = true)]
async fn a_worker_rests_after_a_round_unless_much_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Arc::new(Journal::open(Settings::in_dir(folder.path()), ADMITTED).expect("opens"));
    let stage = JournalStage { journal: journal.clone(), _folder: folder };
    let second = Duration::from_secs(1);
    let events = source::events_of_many(0..20);
    // What takes three seconds to store is rested after for five, the longest rest.
    let rest = async |records: usize, bytes: usize, first: &[UsageEvent], then: &[UsageEvent]| -> Duration {
        let reading = Reading { records, bytes, rest: 5 * second, idle: second };
        let mut source = JournalFeed::new(journal.clone()).open(Arc::new(Open), reading).await.expect("opens");
        stage.publish(first).await;
        while source.next().await.expect("reads").is_empty() {}
        tokio::time::advance(3 * second).await;
        stage.publish(then).await;
        let begun = Instant::now();
        assert_eq!(source.next().await.expect("reads").len(), 1);
        begun.elapsed()
    };
    assert_eq!(rest(100, 1 << 20, &events[..1], &events[1..2]).await.as_secs(), 5);
    assert_eq!(
        rest(1, 1 << 20, &events[2..4], &events[4..5]).await.as_secs(),
        0,
        "as many records as may be were read"
    );
    assert_eq!(
        rest(100, 1_000, &events[5..10], &events[10..11]).await.as_secs(),
        0,
        "as many bytes as may be are left"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_is_a_source() {
    source::all(async || {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Arc::new(Journal::open(Settings::in_dir(folder.path()), ADMITTED).expect("opens"));
        JournalStage { journal, _folder: folder }
    })
    .await;
}

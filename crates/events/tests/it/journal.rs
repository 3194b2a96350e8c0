//! The journal as a worker reads it.

use async_trait::async_trait;
use domain::UsageEvent;
use events::contract::source::{self, Stage};
use events::contract::{ADMITTED, intent};
use events::{EventFeed, EventLog, Intent, Journal, JournalFeed, Settings};
use std::sync::Arc;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_is_a_source() {
    source::all(async || {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = Arc::new(Journal::open(Settings::in_dir(folder.path()), ADMITTED).expect("opens"));
        JournalStage { journal, _folder: folder }
    })
    .await;
}

//! A worker as far as its log can tell: it stores what it is given, and claims anew when it is refused what it holds.

use events::contract::ledger::MemoryLedger;
use events::contract::source::READING;
use events::kafka::{KafkaFeed, KafkaSettings};
use events::{EventFeed as _, EventSource, LogError};
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running worker.
pub struct Member {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Opens a source of the group.
pub async fn join(settings: &KafkaSettings, ledger: &MemoryLedger) -> Box<dyn EventSource> {
    KafkaFeed::new(settings.clone()).open(Arc::new(ledger.clone()), READING).await.expect("opens")
}

impl Member {
    /// Joins the group and works.
    pub fn start(settings: &KafkaSettings, ledger: &MemoryLedger) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(work(settings.clone(), ledger.clone(), stop.clone()));
        Self { stop, task }
    }

    /// Leaves the group.
    pub async fn leave(self) {
        self.stop.cancel();
        self.task.await.expect("ends well");
    }
}

async fn work(settings: KafkaSettings, ledger: MemoryLedger, stop: CancellationToken) {
    let mut source = join(&settings, &ledger).await;
    loop {
        let read = tokio::select! {
            () = stop.cancelled() => break,
            read = source.next() => read,
        };
        let mut is_lost = matches!(read, Err(LogError::Closed));
        for batch in read.unwrap_or_default() {
            match ledger.apply(&batch) {
                Ok(()) => source.stored(&batch.partition, batch.next),
                Err(_) => is_lost |= source.holds(&batch.partition, batch.epoch),
            }
        }
        if is_lost {
            source.close().await;
            source = join(&settings, &ledger).await;
        }
    }
    source.close().await;
}

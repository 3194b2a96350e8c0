//! The worker on the real journal: requests that were cut off, and lives of a process that follow each other.

use crate::world::World;
use domain::{EventId, UsageEvent};
use events::contract::intent;
use events::{EventLog, Intent, Journal, JournalFeed, Settings};
use std::path::Path;
use std::sync::Arc;
use store::contract::sample::scope;
use test_support::{event, tenant};
use tokio_util::sync::CancellationToken;
use worker::replay::rebuild_from_log;
use worker::{Context, Deps};

/// The intent that the gateway would have written for an event.
fn intent_of(event: &UsageEvent) -> Intent {
    Intent {
        event_id: event.event_id,
        tenant_id: event.tenant_id,
        baseline: None,
        timestamp: event.timestamp,
        ..intent(1)
    }
}

fn open(folder: &Path, world: &World) -> Arc<Journal> {
    Arc::new(Journal::open(Settings::in_dir(folder), world.clock_now()).expect("opens"))
}

fn context(world: &World, log: &Arc<Journal>) -> Context {
    Context::new(Deps { feed: Arc::new(JournalFeed::new(log.clone())), ..world.deps() })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_admitted_request_ends_as_one_row_over_many_lives() {
    let world = World::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut settled = Vec::new();
    let mut interrupted: Vec<EventId> = Vec::new();
    for life in 0..3 {
        let log = open(folder.path(), &world);
        for n in 0..20 {
            let event = event(life * 100 + n);
            log.begin(&intent_of(&event)).expect("admits");
            // The last of each life is still in flight when the process dies.
            if n == 19 {
                interrupted.push(event.event_id);
            } else {
                log.settle(&event).expect("settles");
                settled.push(event);
            }
        }
        // The first life dies before anything is counted, the second between commit and release.
        if life > 0 {
            rebuild_from_log(&context(&world, &log), CancellationToken::new()).await.expect("counts");
        }
    }
    let log = open(folder.path(), &world);
    rebuild_from_log(&context(&world, &log), CancellationToken::new()).await.expect("counts");
    for event in &settled {
        let row = world.store.usage().event(scope(1), event.event_id).await.expect("is there");
        assert_eq!(row, test_support::ledger_row(event.clone()));
    }
    for id in &interrupted {
        let row = world.store.usage().event(scope(1), *id).await.expect("is there");
        assert_eq!(row.event.error_code.map(|code| code.to_string()).as_deref(), Some("interrupted"));
        assert_eq!(row.event.tenant_id, tenant(1));
    }

    // The whole journal once more, into an empty store.
    let other = World::new().await;
    let taken = rebuild_from_log(&context(&other, &log), CancellationToken::new()).await.expect("replays");
    assert_eq!(taken as usize, settled.len() + interrupted.len());
    assert_eq!(world.look().await, other.look().await);
}

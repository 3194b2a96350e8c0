//! Workers that share a log on a real Kafka: the same tables as one worker on a journal.

use crate::world::{World, until};
use domain::{Clock, UsageEvent};
use events::EventLog;
use events::kafka::{KafkaFeed, KafkaSettings, Shipper, ensure_topics, remove_topics};
use std::sync::Arc;
use store::contract::look::everything;
use store::contract::sample::rows;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use worker::replay::rebuild_from_log;
use worker::{Deps, Worker};

/// Topics and a group of this test's own.
fn settings() -> KafkaSettings {
    let url = std::env::var("KAFKA_URL").unwrap_or_else(|_| {
        panic!(
            "KAFKA_URL is not set: `make services` starts a real Kafka, and `. target/services.env` tells where it is"
        )
    });
    let mut settings = KafkaSettings::from_url(&url).expect("an address");
    settings.group = format!("test-{}", Uuid::new_v4().simple());
    settings.prefix = format!("{}.", settings.group);
    settings.partitions = 6;
    settings.replication = Some(1);
    settings
}

/// A worker of the group.
fn work(world: &World, settings: &KafkaSettings, stop: &CancellationToken) -> Worker {
    let deps = Deps { feed: Arc::new(KafkaFeed::new(settings.clone())), ..world.deps() };
    Worker::start(deps, stop.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_on_kafka_give_the_tables_of_one_on_a_journal() {
    let settings = settings();
    ensure_topics(&settings).await.expect("makes the topics");
    let (mut world, other) = (World::new().await, World::new().await);
    world.settings.batch_records = 20;
    let events: Vec<UsageEvent> = rows(600).into_iter().map(|row| row.event).collect();
    for world in [&world, &other] {
        world.clock.set(store::contract::sample::end());
    }

    // From a gateway's log, with some events twice, as after a restart of the shipper.
    let (folder, stop) = (tempfile::tempdir().expect("a folder"), CancellationToken::new());
    let log = Arc::clone(&world.log);
    let clock = Arc::new(world.clock.clone()) as Arc<dyn Clock>;
    let shipper = Shipper::start(settings.clone(), log.clone(), folder.path(), clock, stop.clone()).expect("starts");
    world.append(&events[..300]);
    let (first_stop, second_stop) = (CancellationToken::new(), CancellationToken::new());
    let first = work(&world, &settings, &first_stop);
    until("something is counted", || async { stored(&world).await > 0 }).await;
    world.append(&events[200..500]);
    let second = work(&world, &settings, &second_stop);
    until("most is counted", || async { stored(&world).await >= 450 }).await;
    first_stop.cancel();
    first.joined().await;
    world.append(&events[500..]);
    until("all is counted", || async { stored(&world).await == 600 }).await;
    until("all is sent", || async { log.stats().released == log.head() }).await;
    for stop in [&stop, &second_stop] {
        stop.cancel();
    }
    shipper.joined().await;
    second.joined().await;

    other.append(&events);
    rebuild_from_log(&other.context(), CancellationToken::new()).await.expect("counts");
    // Of a partition that neither has: where the logs stand differs.
    let look = async |world: &World| everything(&*world.store, "none/0").await;
    assert_eq!(look(&world).await, look(&other).await);
    let places = (0..6).map(|number| format!("kafka/{}/{number}", settings.topic(events::topics::USAGE)));
    let mut read = 0;
    for place in places {
        read += world.store.ledger().offset(&place).await.expect("reads");
    }
    assert_eq!(read, 700, "every partition stands at its end, and no record was jumped over");
    remove_topics(&settings).await.expect("removes the topics");
}

/// How many events of the sample tenants are rows.
async fn stored(world: &World) -> usize {
    everything(&*world.store, "none/0").await.lines().filter(|line| line.starts_with("LedgerRow")).count()
}

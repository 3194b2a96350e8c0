//! A broker that is killed under load and comes back: it costs time and disk, and nothing else.

use crate::kafka::broker::Broker;
use crate::kafka::member::Member;
use crate::kafka::shipper::{journal, settle, ship, until_released};
use crate::kafka::stage::{BOUND, KafkaStage};
use domain::EventId;
use events::EventLog as _;
use events::contract::ledger::MemoryLedger;
use events::contract::source::events_of_many;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_dies_under_load_loses_and_doubles_nothing() {
    let mut broker = tokio::task::spawn_blocking(Broker::start).await.expect("starts");
    let mut stage = KafkaStage::at(&broker.plain(), 4).await;
    stage.settings.session_time = Duration::from_secs(3);
    let folder = tempfile::tempdir().expect("a folder");
    let log = journal(folder.path(), 0);
    let ledger = MemoryLedger::default();
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    let member = Member::start(&stage.settings, &ledger);

    // Requests go on all the while; the broker dies with some on their way, twice.
    let mut next = 0;
    for round in 0..2 {
        let mut more = || {
            let run = events_of_many(next..next + 2_000);
            next += 2_000;
            run
        };
        settle(&*log, &more());
        until_at_least(&ledger, 500 + round * 4_000).await;
        let mut dying = broker;
        let killed = tokio::task::spawn_blocking(move || {
            dying.kill();
            dying
        });
        settle(&*log, &more());
        let mut dead = killed.await.expect("dies");
        let waiting = log.stats();
        assert!(waiting.released < waiting.head, "what it did not acknowledge stays in the journal");
        broker = tokio::task::spawn_blocking(move || {
            dead.again();
            dead
        })
        .await
        .expect("comes back");
        until_released(&*log).await;
        until_at_least(&ledger, usize::try_from(next).expect("small")).await;
    }
    let once: BTreeMap<EventId, u32> = events_of_many(0..next).iter().map(|event| (event.event_id, 1)).collect();
    assert_eq!(ledger.events(), once);

    // A stop while it is away ends in bounded time, and leaves in the journal what could not be sent.
    let mut dying = broker;
    let dead = tokio::task::spawn_blocking(move || {
        dying.kill();
        dying
    });
    let dead = dead.await.expect("dies");
    settle(&*log, &events_of_many(next..next + 50));
    stop.cancel();
    timeout(BOUND, shipper.joined()).await.expect("ends");
    timeout(BOUND, member.leave()).await.expect("ends");
    assert!(log.stats().released < log.head());
    drop(dead);
}

async fn until_at_least(ledger: &MemoryLedger, count: usize) {
    let deadline = Instant::now() + 2 * BOUND;
    while ledger.events().len() < count {
        assert!(Instant::now() < deadline, "{} of {count} events came", ledger.events().len());
        sleep(Duration::from_millis(10)).await;
    }
}

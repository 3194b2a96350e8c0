//! What every event log must do, whatever it is made of: run [`all`] over each. The suite of the reading end is
//! [`source`].

pub mod ledger;
pub mod source;

use crate::log::{AttemptStarted, EventLog, Intent, LogError, Offset, RecordKind};
use crate::usage::decode;
use domain::{Attempt, EventId, ModelRef, Outcome, RequestType, TenantId, Timestamp, Usage, UsageEvent, UsageSource};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// When the requests of this suite were admitted.
pub const ADMITTED: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// # Panics
/// Never: the text is a model.
fn model(text: &str) -> ModelRef {
    #[allow(clippy::expect_used)]
    text.parse().expect("a model")
}

/// The intent of request `n`.
#[must_use]
pub fn intent(n: u64) -> Intent {
    Intent {
        event_id: EventId(Uuid::from_u128(u128::from(n) + 1)),
        tenant_id: TenantId(Uuid::from_u128(9)),
        key_id: None,
        user_id: None,
        session_id: None,
        candidate: model("openai/gpt-5.4-mini"),
        requested_model: None,
        route: None,
        baseline: Some(model("openai/gpt-5.4")),
        request_type: RequestType::Chat,
        routing_strategy: None,
        alternative_provider: None,
        estimated_input_tokens: 100 + n,
        streamed: n.is_multiple_of(2),
        client: None,
        simulated: false,
        timestamp: ADMITTED.plus_millis(i64::try_from(n).unwrap_or(i64::MAX)),
    }
}

/// The second attempt of request `n`, half a second later.
#[must_use]
pub fn attempt(n: u64) -> AttemptStarted {
    let first = intent(n);
    AttemptStarted {
        event_id: first.event_id,
        index: 1,
        target: model("anthropic/claude-haiku-4-5"),
        at: first.timestamp.plus_millis(500),
        finished: vec![Attempt {
            target: first.candidate,
            latency_ms: 480,
            ttft_ms: None,
            outcome: Outcome::Error,
            error_code: None,
            usage: Usage::default(),
            usage_source: None,
        }],
        alternative_provider: None,
        simulated: false,
    }
}

/// The usage event of request `n`.
#[must_use]
pub fn event(n: u64) -> UsageEvent {
    let intent = intent(n);
    UsageEvent {
        event_id: intent.event_id,
        tenant_id: intent.tenant_id,
        user_id: None,
        session_id: None,
        timestamp: intent.timestamp,
        provider: intent.candidate.provider,
        model: intent.candidate.model,
        request_type: intent.request_type,
        usage: Usage { input_uncached: 100 + n, output: 10 + n, ..Usage::default() },
        latency_ms: 1000 + n,
        succeeded: true,
        error_code: None,
        routing_strategy: None,
        alternative_provider: None,
        requested_model: None,
        route: None,
        baseline: intent.baseline,
        key_id: None,
        streamed: Some(intent.streamed),
        ttft_ms: None,
        usage_source: UsageSource::Provider,
        service_tier: None,
        routing_cost: None,
        cache_hit: false,
        client_gone: false,
        attempts: Vec::new(),
        client: None,
        simulated: false,
    }
}

/// Every usage event of a log from an offset on, read in steps of `max_records` and `max_bytes`, and how many damaged
/// spans lay between.
///
/// # Panics
/// The log does not read, or holds an event that does not decode.
pub async fn read_all(
    log: &dyn EventLog,
    mut from: Offset,
    max_records: usize,
    max_bytes: usize,
) -> (Vec<UsageEvent>, usize) {
    let (mut events, mut damaged) = (Vec::new(), 0);
    loop {
        #[allow(clippy::expect_used)]
        let batch = log.read(from, max_records, max_bytes).await.expect("the log reads");
        assert!(batch.records.len() <= max_records, "more records than asked for");
        if batch.next == from {
            return (events, damaged);
        }
        let mut place = from;
        for record in batch.records {
            assert!(place <= record.offset && record.offset < record.next && record.next <= batch.next);
            place = record.next;
            match record.kind {
                #[allow(clippy::expect_used)]
                RecordKind::Usage(payload) => {
                    events.push(decode(&payload, ADMITTED.plus_millis(86_400_000)).expect("decodes"));
                }
                RecordKind::Damaged => damaged += 1,
            }
        }
        from = batch.next;
    }
}

/// Runs the whole suite; `make` gives an empty log each time.
///
/// # Panics
/// The log breaks the contract.
pub async fn all<L: EventLog + 'static>(mut make: impl FnMut() -> L) {
    events_read_back_in_order_and_nothing_else_does(&make()).await;
    reading_is_bounded_and_goes_on_anywhere(&make()).await;
    waiting_ends_with_an_event_or_the_timeout(Arc::new(make())).await;
    the_state_follows(&make()).await;
    threads_lose_nothing(Arc::new(make())).await;
}

#[allow(clippy::expect_used)]
async fn events_read_back_in_order_and_nothing_else_does(log: &dyn EventLog) {
    for n in 0..20 {
        log.begin(&intent(n)).expect("begins");
    }
    log.attempt(&attempt(3)).expect("is noted");
    assert!(read_all(log, Offset::START, 10, 1 << 20).await.0.is_empty(), "intents are not events");
    let order = [5, 0, 3, 19, 1];
    for n in order {
        log.settle(&event(n)).expect("settles");
    }
    let (events, damaged) = read_all(log, Offset::START, 10, 1 << 20).await;
    assert_eq!((events, damaged), (order.map(event).to_vec(), 0));
    log.flush().await.expect("flushes");
}

#[allow(clippy::expect_used)]
async fn reading_is_bounded_and_goes_on_anywhere(log: &dyn EventLog) {
    for n in 0..30 {
        log.begin(&intent(n)).expect("begins");
        log.settle(&event(n)).expect("settles");
    }
    let whole = read_all(log, Offset::START, 1000, 1 << 20).await;
    assert_eq!(whole.0.len(), 30);
    for (max_records, max_bytes) in [(1, 1), (7, 1 << 20), (1000, 100), (3, 2000)] {
        assert_eq!(read_all(log, Offset::START, max_records, max_bytes).await, whole);
    }
    let batch = log.read(Offset::START, 11, 1 << 20).await.expect("reads");
    assert_eq!(batch.records.len(), 11);
    assert_eq!(read_all(log, batch.next, 4, 1 << 20).await.0, whole.0[11..]);
    let ahead = Offset(log.head().0 + 1);
    assert!(matches!(log.read(ahead, 1, 1).await, Err(LogError::Ahead { .. })), "an offset of another log is an error");
}

#[allow(clippy::expect_used)]
async fn waiting_ends_with_an_event_or_the_timeout<L: EventLog + 'static>(log: Arc<L>) {
    let from = log.head();
    assert!(!log.wait_for(from, Duration::from_millis(1)).await, "nothing came");
    log.begin(&intent(0)).expect("begins");
    assert!(!log.wait_for(log.head(), Duration::from_millis(1)).await, "an intent is not an event");
    let waiting = tokio::spawn({
        let log = Arc::clone(&log);
        async move { log.wait_for(from, Duration::from_secs(60)).await }
    });
    tokio::task::yield_now().await;
    log.settle(&event(0)).expect("settles");
    assert!(waiting.await.expect("waits"), "an event came");
    assert!(log.wait_for(from, Duration::from_secs(60)).await, "it is still there");
    assert!(!log.wait_for(log.head(), Duration::from_millis(1)).await, "and nothing follows it");
}

#[allow(clippy::expect_used)]
async fn the_state_follows(log: &dyn EventLog) {
    let before = log.stats();
    log.begin(&intent(0)).expect("begins");
    log.begin(&intent(1)).expect("begins");
    log.settle(&event(1)).expect("settles");
    let after = log.stats();
    assert_eq!((after.open_intents, after.settled), (1, before.settled + 1));
    assert!(after.head > before.head && after.lag_bytes > 0);
    assert_eq!((log.head(), log.tail()), (after.head, after.tail));
    log.release(log.head());
    assert_eq!(log.stats().lag_bytes, 0);
}

#[allow(clippy::expect_used)]
async fn threads_lose_nothing<L: EventLog + 'static>(log: Arc<L>) {
    const THREADS: u64 = 8;
    const REQUESTS: u64 = 50;
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            let log = Arc::clone(&log);
            std::thread::spawn(move || {
                for n in (0..REQUESTS).map(|n| thread * REQUESTS + n) {
                    log.begin(&intent(n)).expect("begins");
                    log.settle(&event(n)).expect("settles");
                }
            })
        })
        .collect();
    let mut seen = BTreeSet::new();
    let mut from = Offset::START;
    // Reads while the threads write, then once more when they are done.
    for done in [false, true] {
        if done {
            while threads.iter().any(|thread| !thread.is_finished()) {
                tokio::task::yield_now().await;
            }
        }
        loop {
            let batch = log.read(from, 7, 10_000).await.expect("reads");
            for record in &batch.records {
                let RecordKind::Usage(payload) = &record.kind else { panic!("damaged at {:?}", record.offset) };
                let event = decode(payload, ADMITTED.plus_millis(86_400_000)).expect("decodes");
                assert!(seen.insert(event.event_id), "twice");
            }
            if batch.next == from {
                break;
            }
            from = batch.next;
        }
    }
    assert_eq!(seen.len() as u64, THREADS * REQUESTS);
    assert_eq!(log.stats().open_intents, 0);
}

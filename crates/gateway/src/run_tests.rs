//! A run settles exactly once, wherever it is dropped, and says what the drop means.

use super::*;
use async_trait::async_trait;
use domain::{EventId, RequestType};
use events::memory::MemoryLog;
use events::{Batch, Offset, RecordKind, Stats};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use std::sync::Mutex;
use std::time::Duration;
use test_support::{at, provider, target, tenant};
use uuid::Uuid;

/// A memory log that keeps the attempts it is told of.
#[derive(Default)]
struct Noting {
    log: MemoryLog,
    attempts: Mutex<Vec<(u32, ModelRef, usize)>>,
}

#[async_trait]
impl EventLog for Noting {
    fn begin(&self, intent: &Intent) -> Result<(), LogError> {
        self.log.begin(intent)
    }
    fn attempt(&self, started: &AttemptStarted) -> Result<(), LogError> {
        let noted = (started.index, started.target.clone(), started.finished.len());
        self.attempts.lock().expect("not poisoned").push(noted);
        self.log.attempt(started)
    }
    fn settle(&self, event: &UsageEvent) -> Result<(), LogError> {
        self.log.settle(event)
    }
    async fn read(&self, from: Offset, max_records: usize, max_bytes: usize) -> Result<Batch, LogError> {
        self.log.read(from, max_records, max_bytes).await
    }
    async fn wait_for(&self, from: Offset, timeout: Duration) -> bool {
        self.log.wait_for(from, timeout).await
    }
    fn release(&self, upto: Offset) {
        self.log.release(upto);
    }
    fn head(&self) -> Offset {
        self.log.head()
    }
    fn tail(&self) -> Offset {
        self.log.tail()
    }
    fn stats(&self) -> Stats {
        self.log.stats()
    }
    async fn flush(&self) -> Result<(), LogError> {
        self.log.flush().await
    }
}

fn intent() -> Intent {
    Intent {
        event_id: EventId(Uuid::from_u128(9)),
        tenant_id: tenant(1),
        key_id: None,
        user_id: None,
        session_id: None,
        candidate: target("openai/first"),
        requested_model: None,
        route: None,
        baseline: None,
        request_type: RequestType::Chat,
        routing_strategy: None,
        alternative_provider: Some(provider("second")),
        estimated_input_tokens: 77,
        streamed: false,
        client: None,
        simulated: false,
        timestamp: at("2026-11-23T12:00:00Z"),
    }
}

fn begin(log: &Arc<Noting>) -> (Run, Arc<Presence>) {
    let presence = Arc::new(Presence::default());
    (Run::begin(log.clone(), intent(), presence.clone()).expect("room"), presence)
}

fn start(run: &mut Run, who: &str) {
    run.start(&target(who), false, None, at("2026-11-23T12:00:01Z")).expect("noted");
}

/// The one event there is; a second one, or an open intent, fails the test.
async fn only_event(log: &Noting) -> UsageEvent {
    let batch = log.read(Offset::START, 10, 1 << 20).await.expect("readable");
    let [record] = batch.records.as_slice() else { panic!("{} events", batch.records.len()) };
    let RecordKind::Usage(json) = &record.kind else { panic!("damage") };
    assert_eq!(log.stats().open_intents, 0);
    events::usage::decode(json, at("2026-11-23T12:00:02Z")).expect("our own event")
}

fn said(event: &UsageEvent) -> (bool, Option<&str>, bool) {
    (event.succeeded, event.error_code.as_ref().map(ErrorCode::as_str), event.client_gone)
}

const USED: Usage =
    Usage { input_uncached: 5, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, output: 6, reasoning: 0 };

#[tokio::test]
async fn whatever_becomes_of_a_run_it_settles_once() {
    // What becomes of it; then the code, the attempts, the source of the figures and the input tokens of its row.
    type Case = (&'static str, fn(Run), Option<&'static str>, usize, UsageSource, u64);
    let ways: [Case; 7] = [
        ("dropped before anyone was asked", drop, Some("interrupted"), 0, UsageSource::Provider, 0),
        ("settled before anyone was asked", Run::settle, Some("overloaded"), 0, UsageSource::Provider, 0),
        (
            "dropped before it was sent",
            |mut run| start(&mut run, "openai/first"),
            Some("interrupted"),
            1,
            UsageSource::Provider,
            0,
        ),
        (
            "dropped while the provider was at work",
            |mut run| {
                start(&mut run, "openai/first");
                run.sent();
            },
            Some("interrupted"),
            1,
            UsageSource::Estimated,
            77,
        ),
        (
            "dropped between two attempts",
            |mut run| {
                start(&mut run, "openai/first");
                run.sent();
                run.end(Some(ErrorKind::ServerError), None, None);
            },
            Some("server_error"),
            1,
            UsageSource::Provider,
            0,
        ),
        (
            "dropped after its end",
            |mut run| {
                start(&mut run, "openai/first");
                run.end(None, Some((USED, UsageSource::Provider)), None);
            },
            None,
            1,
            UsageSource::Provider,
            5,
        ),
        (
            "settled after a second attempt",
            |mut run| {
                start(&mut run, "openai/first");
                run.end(Some(ErrorKind::Timeout), None, None);
                start(&mut run, "second/other");
                run.end(None, Some((USED, UsageSource::Provider)), None);
                run.settle();
            },
            None,
            2,
            UsageSource::Provider,
            5,
        ),
    ];
    for (name, way, code, attempts, source, input) in ways {
        for gone in [false, true] {
            let log = Arc::new(Noting::default());
            let (run, presence) = begin(&log);
            if gone {
                presence.leave();
            }
            way(run);
            let event = only_event(&log).await;
            let code = if gone && code == Some("interrupted") { Some("client_gone") } else { code };
            assert_eq!(said(&event), (code.is_none(), code, gone), "{name}");
            assert_eq!(event.attempts.len(), attempts, "{name}");
            assert_eq!((event.usage_source, event.usage.input_uncached), (source, input), "{name}");
        }
    }
}

#[tokio::test]
async fn a_panic_settles_too() {
    let log = Arc::new(Noting::default());
    let (mut run, _) = begin(&log);
    let broken = std::thread::spawn(move || {
        start(&mut run, "openai/first");
        panic!("on purpose");
    });
    assert!(broken.join().is_err());
    assert_eq!(said(&only_event(&log).await), (false, Some("interrupted"), false));
}

#[tokio::test]
async fn the_log_knows_who_is_asked_before_anyone_else_than_the_intent_says_is() {
    let log = Arc::new(Noting::default());
    let (mut run, _) = begin(&log);
    start(&mut run, "openai/first");
    assert!(log.attempts.lock().expect("not poisoned").is_empty(), "the intent is its record");
    run.end(Some(ErrorKind::Timeout), None, None);
    start(&mut run, "second/other");
    run.settle();
    assert_eq!(*log.attempts.lock().expect("not poisoned"), [(1, target("second/other"), 1)]);

    // The first candidate's health refused, so that the first one asked is another.
    let log = Arc::new(Noting::default());
    let (mut run, _) = begin(&log);
    start(&mut run, "second/other");
    assert_eq!(*log.attempts.lock().expect("not poisoned"), [(0, target("second/other"), 0)]);
    drop(run);
    let event = only_event(&log).await;
    assert_eq!((event.provider.as_str(), event.alternative_provider), ("second", None));
}

#[test]
fn a_full_log_admits_nobody() {
    let log = Arc::new(Noting { log: MemoryLog::with_capacity(0), attempts: Mutex::default() });
    assert!(Run::begin(log.clone(), intent(), Arc::default()).is_err());
    assert_eq!((log.stats().settled, log.stats().open_intents), (0, 0));
}

#[tokio::test]
async fn first_content_counts_once_and_only_for_an_answer_that_succeeds() {
    for (failed, has_ttft) in [(None, true), (Some(ErrorKind::BadResponse), false)] {
        let log = Arc::new(Noting::default());
        let (mut run, _) = begin(&log);
        start(&mut run, "openai/first");
        run.first_content();
        run.first_content();
        assert!(run.end(failed, None, None).ttft_ms.is_some());
        run.settle();
        let event = only_event(&log).await;
        assert_eq!((event.ttft_ms.is_some(), event.attempts[0].ttft_ms.is_some()), (has_ttft, true));
    }
}

/// A recorder that knows the one gauge.
#[derive(Default)]
struct OneGauge(Arc<std::sync::atomic::AtomicU64>);

impl Recorder for OneGauge {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        assert_eq!(key.name(), crate::telemetry::IN_FLIGHT);
        Gauge::from_arc(self.0.clone())
    }
    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[test]
fn the_gauge_of_open_requests_comes_back_to_nothing_however_they_end() {
    let recorder = OneGauge::default();
    let open = || f64::from_bits(recorder.0.load(std::sync::atomic::Ordering::Relaxed));
    metrics::with_local_recorder(&recorder, || {
        let log = Arc::new(Noting::default());
        for end in [drop, Run::settle] as [fn(Run); 2] {
            let (mut run, _) = begin(&log);
            start(&mut run, "openai/first");
            assert!((open() - 1.0).abs() < f64::EPSILON);
            end(run);
            assert!(open().abs() < f64::EPSILON);
        }
    });
}

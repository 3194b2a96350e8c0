//! What breakers and the board must always do.

use super::{
    Admit, Block, Breaker, BreakerSettings, CandidateHealth, FaultClass, HealthBoard, HealthSettings, Observation,
    ProbeId, RateLimitSettings, Scope, Signal, Standing, State,
};
use crate::dice::Dice;
use domain::{ModelRef, Timestamp};
use proptest::prelude::*;
use std::sync::Arc;

const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn at(ms: i64) -> Timestamp {
    START.plus_millis(ms)
}

fn success() -> Observation {
    Observation::Success { latency_ms: 100, ttft_ms: None, output_tokens: 5 }
}

fn failure(class: FaultClass) -> Observation {
    Observation::Failure { class, retry_after_ms: None }
}

fn model(text: &str) -> ModelRef {
    text.parse().expect("a model")
}

fn opened(settings: BreakerSettings) -> (Breaker, Timestamp) {
    let mut breaker = Breaker::new(settings, Block::Failures);
    let mut dice = Dice::new(3);
    let change = (0..settings.min_requests)
        .find_map(|_| breaker.on_signal(START, START, None, Signal::Failure, &mut dice))
        .expect("it opens");
    (breaker, change.until.expect("for a time"))
}

#[test]
fn it_opens_at_the_threshold_and_closes_after_a_good_probe() {
    let settings = BreakerSettings::default();
    let (mut breaker, until) = opened(settings);
    assert_eq!(breaker.state(), State::Open);
    let rest_ms = until.as_millis() - START.as_millis();
    assert!((4_000..=6_000).contains(&rest_ms), "5 s, a fifth more or less: {rest_ms}");
    assert_eq!(breaker.admit(until.plus_millis(-1)).0, Admit::No { until, block: Block::Failures });
    let (Admit::Probe(probe), Some(change)) = breaker.admit(until) else { panic!("a probe passes") };
    assert_eq!((change.from, change.to), (State::Open, State::HalfOpen));
    assert!(matches!(breaker.admit(until).0, Admit::No { block: Block::ProbesTaken, .. }));
    let change = breaker.on_signal(until, until, Some(probe), Signal::Success, &mut Dice::new(1)).expect("it closes");
    assert_eq!((change.to, breaker.admit(until).0), (State::Closed, Admit::Yes));
}

#[test]
fn it_heeds_another_once_finds_out_for_itself_and_does_not_tell_it_on() {
    let board = HealthBoard::new(HealthSettings::default());
    let target = model("openai/gpt-5.4");
    let heeded = board.heed(&target, START, &mut Dice::new(5)).expect("it opens");
    let until = heeded.change.until.expect("for a time");
    assert!(board.claim(&target, START).is_err());
    assert!(board.heed(&target, START, &mut Dice::new(5)).is_none(), "it is open");
    assert!(!board.all(START)[0].first_hand);
    let (claim, _) = board.claim(&target, until).expect("a probe passes");
    claim.finish(until, &failure(FaultClass::Provider), &mut Dice::new(5));
    let shown = &board.all(until)[0];
    assert_eq!((shown.state, shown.first_hand), (State::Open, true), "now it has seen it itself");
}

#[test]
fn it_rests_longer_each_time_a_probe_fails() {
    let settings = BreakerSettings::default();
    let (mut breaker, mut until) = opened(settings);
    let mut rests = Vec::new();
    for _ in 0..10 {
        let Admit::Probe(probe) = breaker.admit(until).0 else { panic!("a probe passes") };
        let change = breaker.on_signal(until, until, Some(probe), Signal::Failure, &mut Dice::new(1)).expect("opens");
        let next = change.until.expect("for a time");
        rests.push(next.as_millis() - until.as_millis());
        until = next;
    }
    assert!(rests[0] > 6_000 && rests[..5].is_sorted(), "{rests:?}");
    assert!(*rests.last().expect("ten") <= 360_000, "{rests:?}");
}

#[test]
fn a_few_failures_among_many_successes_do_not_open_it() {
    let mut breaker = Breaker::new(BreakerSettings::default(), Block::Failures);
    for n in 0..1000 {
        let signal = if n % 3 == 0 { Signal::Failure } else { Signal::Success };
        // The window begins with successes, as a working provider's does.
        let signal = if n < 5 { Signal::Success } else { signal };
        assert_eq!(breaker.on_signal(at(n * 10), at(n * 10), None, signal, &mut Dice::new(1)), None);
    }
}

#[test]
fn a_probe_that_was_lost_frees_its_place_in_time() {
    let settings = BreakerSettings::default();
    let (mut breaker, until) = opened(settings);
    assert!(matches!(breaker.admit(until).0, Admit::Probe(_)));
    assert!(matches!(breaker.admit(until.plus_millis(119_999)).0, Admit::No { .. }));
    assert!(matches!(breaker.admit(until.plus_millis(120_000)).0, Admit::Probe(_)));
}

#[test]
fn old_news_neither_closes_nor_opens_it() {
    let (mut breaker, until) = opened(BreakerSettings::default());
    let before = at(-1);
    assert_eq!(breaker.on_signal(at(10), before, None, Signal::Success, &mut Dice::new(1)), None);
    assert_eq!(breaker.state(), State::Open, "an answer that was under way when it opened");
    let Admit::Probe(probe) = breaker.admit(until).0 else { panic!("a probe passes") };
    breaker.on_signal(until, until, Some(probe), Signal::Success, &mut Dice::new(1));
    for _ in 0..100 {
        assert_eq!(breaker.on_signal(until, START, None, Signal::Failure, &mut Dice::new(1)), None);
    }
    assert_eq!(breaker.state(), State::Closed, "failures from before it closed");
}

#[test]
fn a_clock_set_back_does_not_lock_it() {
    let (mut breaker, _) = opened(BreakerSettings::default());
    let now = at(-86_400_000);
    let Admit::Probe(probe) = breaker.admit(now).0 else { panic!("a probe passes") };
    breaker.on_signal(now, now, Some(probe), Signal::Success, &mut Dice::new(1));
    assert_eq!(breaker.state(), State::Closed);
}

#[test]
fn a_rate_limit_rests_the_model_and_opens_nothing() {
    let mut health = CandidateHealth::new(BreakerSettings::default(), RateLimitSettings::default());
    let limited = Observation::Failure { class: FaultClass::RateLimit, retry_after_ms: Some(7_000) };
    for _ in 0..100 {
        assert_eq!(health.on_observation(START, START, None, &limited, &mut Dice::new(1)), None);
    }
    let blocked = Standing::Blocked { until: at(7_000), block: Block::RateLimited };
    assert_eq!((health.snapshot(at(6_999)).standing, health.snapshot(at(7_000)).standing), (blocked, Standing::Ready));
    assert_eq!(health.state(), State::Closed);
    // A candidate that was asked all the same, as a last resort, and answered, rests no more.
    health.on_observation(at(10), at(5), None, &success(), &mut Dice::new(1));
    assert_eq!(health.snapshot(at(10)).standing, Standing::Ready);
}

#[test]
fn a_refused_key_blocks_the_provider_and_not_its_health() {
    let board = HealthBoard::new(HealthSettings::default());
    let (mini, large, other) = (model("openai/mini"), model("openai/large"), model("anthropic/haiku"));
    let (claim, _) = board.claim(&mini, START).expect("passes");
    let changes = claim.finish(START, &failure(FaultClass::Credential), &mut Dice::new(1));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].scope, Scope::Credential(mini.provider.clone()));
    for target in [&mini, &large] {
        assert!(matches!(board.snapshot(target, START).standing, Standing::Blocked { block: Block::Credential, .. }));
        assert!(matches!(board.claim(target, START), Err((_, Block::Credential))));
    }
    assert_eq!(board.snapshot(&other, START).standing, Standing::Ready);
    assert_eq!(board.all(START)[0].state, State::Closed, "the model itself is not blamed");

    let later = changes[0].change.until.expect("for a time");
    assert!(later.as_millis() - START.as_millis() >= 240_000, "it rests long");
    let (probe, changes) = board.claim(&large, later).expect("one passes");
    assert!(probe.is_probe() && changes[0].change.to == State::HalfOpen);
    assert!(board.claim(&mini, later).is_err(), "and no second one");
    let changes = probe.finish(later, &success(), &mut Dice::new(1));
    assert_eq!(changes[0].change.to, State::Closed);
    assert!(board.claim(&mini, later).is_ok());
}

#[test]
fn a_new_key_does_not_wait_for_the_old_ones_rest() {
    let board = HealthBoard::new(HealthSettings::default());
    let target = model("openai/mini");
    let (claim, _) = board.claim(&target, START).expect("passes");
    claim.finish(START, &failure(FaultClass::Credential), &mut Dice::new(1));
    board.forget(&target.provider);
    assert!(board.claim(&target, START).is_ok());
}

fn break_down(board: &HealthBoard, target: &ModelRef) -> Timestamp {
    let mut until = None;
    for _ in 0..5 {
        let (claim, _) = board.claim(target, START).expect("passes");
        let changes = claim.finish(START, &failure(FaultClass::Provider), &mut Dice::new(1));
        until = changes.first().and_then(|transition| transition.change.until);
    }
    until.expect("it opened at the fifth")
}

#[test]
fn a_claim_that_is_dropped_frees_its_probe_and_says_nothing() {
    let board = HealthBoard::new(HealthSettings::default());
    let target = model("openai/mini");
    let until = break_down(&board, &target);
    let (claim, _) = board.claim(&target, until).expect("a probe");
    assert!(matches!(board.claim(&target, until), Err((_, Block::ProbesTaken))));
    drop(claim);
    let (claim, _) = board.claim(&target, until).expect("the place is free again");
    assert!(claim.is_probe());
}

#[test]
fn a_last_resort_is_asked_although_blocked_and_its_answer_closes_the_breaker() {
    let board = HealthBoard::new(HealthSettings::default());
    let target = model("openai/mini");
    break_down(&board, &target);
    assert!(board.claim(&target, at(1)).is_err());
    let (claim, _) = board.claim_anyway(&target, at(1));
    let changes = claim.finish(at(2), &success(), &mut Dice::new(1));
    assert_eq!((changes[0].change.from, changes[0].change.to), (State::Open, State::Closed));
    assert!(board.claim(&target, at(3)).is_ok());
}

#[test]
fn many_threads_get_no_more_probes_than_there_are() {
    let board = Arc::new(HealthBoard::new(HealthSettings::default()));
    let target = model("openai/mini");
    let until = break_down(&board, &target);
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (board, target) = (Arc::clone(&board), target.clone());
            std::thread::spawn(move || (0..200).filter_map(|_| board.claim(&target, until).ok()).collect::<Vec<_>>())
        })
        .collect();
    let claims: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().expect("ends")).collect();
    assert_eq!(claims.len(), 1);
}

#[test]
fn models_without_end_do_not_fill_the_memory() {
    let board = HealthBoard::new(HealthSettings::default());
    for n in 0..5_000 {
        let (claim, _) = board.claim(&model(&format!("openai/made-up-{n}")), START).expect("passes");
        claim.finish(START, &success(), &mut Dice::new(1));
    }
    assert_eq!(board.all(START).len(), 4096);
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Wait(i64),
    Ask,
    Answer(usize, u8),
    Lose(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0i64..20_000).prop_map(Act::Wait),
        4 => Just(Act::Ask),
        4 => (any::<usize>(), 0u8..5).prop_map(|(which, how)| Act::Answer(which, how)),
        1 => any::<usize>().prop_map(Act::Lose),
    ]
}

proptest! {
    #[test]
    fn a_breaker_always_recovers(
        acts in proptest::collection::vec(any_act(), 1..200), probes in 1usize..4, seed: u64,
    ) {
        let settings = BreakerSettings { probes, min_requests: 3, ..BreakerSettings::default() };
        let mut health = CandidateHealth::new(settings, RateLimitSettings::default());
        let mut dice = Dice::new(seed);
        let mut now = START;
        let mut running: Vec<(Timestamp, Option<ProbeId>)> = Vec::new();
        for act in acts {
            match act {
                Act::Wait(ms) => now = now.plus_millis(ms),
                Act::Ask => match health.admit(now).0 {
                    Admit::Yes => running.push((now, None)),
                    Admit::Probe(probe) => running.push((now, Some(probe))),
                    Admit::No { until, .. } => prop_assert!(until > now, "blocked for a time, not for ever"),
                },
                Act::Answer(which, how) if !running.is_empty() => {
                    let (sent, probe) = running.swap_remove(which % running.len());
                    let observation = match how {
                        0 => success(),
                        1 => failure(FaultClass::RateLimit),
                        2 => failure(FaultClass::Nobody),
                        _ => failure(FaultClass::Provider),
                    };
                    health.on_observation(now, sent, probe, &observation, &mut dice);
                }
                Act::Lose(which) if !running.is_empty() => drop(running.swap_remove(which % running.len())),
                Act::Answer(..) | Act::Lose(_) => {}
            }
        }
        // Whatever happened, once left alone it lets someone through, and an answer closes it.
        now = now.plus_millis(1_000_000);
        let probe = match health.admit(now).0 {
            Admit::Yes => None,
            Admit::Probe(probe) => Some(probe),
            Admit::No { .. } => return Err(TestCaseError::fail("blocked for ever")),
        };
        health.on_observation(now, now, probe, &success(), &mut dice);
        prop_assert_eq!(health.state(), State::Closed);
        prop_assert_eq!(health.admit(now).0, Admit::Yes);
    }

    #[test]
    fn no_more_probes_run_than_allowed(
        answers in proptest::collection::vec((any::<bool>(), 0i64..50_000), 1..100), probes in 1usize..4,
    ) {
        let settings = BreakerSettings { probes, ..BreakerSettings::default() };
        let (mut breaker, until) = opened(settings);
        let mut now = until;
        let mut running: Vec<(ProbeId, Timestamp)> = Vec::new();
        for (neutral, wait_ms) in answers {
            while let Admit::Probe(probe) = breaker.admit(now).0 {
                running.push((probe, now));
                let young = running.iter().filter(|(_, sent)| now.as_millis() - sent.as_millis() < 120_000).count();
                prop_assert!(young <= probes, "{young} probes at a time");
            }
            now = now.plus_millis(wait_ms);
            if neutral && !running.is_empty() {
                let (probe, sent) = running.remove(0);
                breaker.on_signal(now, sent, Some(probe), Signal::Neutral, &mut Dice::new(1));
            }
        }
    }

    #[test]
    fn what_the_caller_does_never_opens_a_breaker(count in 1usize..500, seed: u64) {
        let board = HealthBoard::new(HealthSettings::default());
        let (target, mut dice) = (model("openai/mini"), Dice::new(seed));
        for _ in 0..count {
            let (claim, _) = board.claim(&target, START).expect("passes");
            prop_assert!(claim.finish(START, &failure(FaultClass::Nobody), &mut dice).is_empty());
        }
        prop_assert_eq!(board.snapshot(&target, START).standing, Standing::Ready);
    }
}

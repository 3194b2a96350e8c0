//! What follows a failed attempt, and what never does.

use crate::candidate::{Candidate, RequestFacts};
use crate::complexity::Features;
use crate::dice::Dice;
use crate::health::HealthSnapshot;
use crate::plan::{Plan, plan, plan_direct};
use crate::retry::{GiveUp, RetrySettings, RetryTokens, Step, Tried, next_step};
use crate::strategy;
use domain::{ErrorKind, Fault, RequestType, Retry, Source, Timestamp};
use proptest::prelude::*;

fn facts() -> RequestFacts {
    RequestFacts {
        request_type: RequestType::Chat,
        estimated_input_tokens: 10,
        max_output_tokens: None,
        features: Features::default(),
    }
}

fn candidate(n: usize) -> Candidate {
    Candidate::new(format!("provider-{n}/model-{n}").parse().expect("a model"))
}

fn route(n: usize) -> Plan {
    let candidates: Vec<_> = (0..n).map(candidate).collect();
    let strategy = strategy::find("priority").expect("is built");
    plan(&facts(), &candidates, &[], strategy, Timestamp::from_millis(0), &mut Dice::new(1))
}

fn direct() -> Plan {
    plan_direct(&facts(), &candidate(0), Some(&HealthSnapshot::UNKNOWN))
}

fn asked(positions: &[usize]) -> Vec<Tried> {
    positions.iter().map(|position| Tried { position: *position, asked: true }).collect()
}

fn step(plan: &Plan, history: &[usize], fault: &Fault) -> Step {
    next_step(plan, &asked(history), fault, &RetrySettings::default(), 0, || true, &mut Dice::new(1))
}

#[test]
fn a_route_goes_on_to_its_next_candidate_and_ends_with_the_last() {
    let down = Fault::new(ErrorKind::Unavailable, "down");
    assert_eq!(step(&route(3), &[0], &down), Step::Next { position: 1 });
    assert_eq!(step(&route(3), &[0, 1], &down), Step::Next { position: 2 });
    assert!(matches!(step(&route(2), &[0, 1], &down), Step::Retry { position: 1, after_ms } if after_ms <= 500));
    assert_eq!(step(&route(2), &[0, 1, 1], &down), Step::GiveUp(GiveUp::Exhausted));
    let limited = Fault::new(ErrorKind::RateLimited, "limit");
    assert_eq!(step(&route(2), &[0, 1], &limited), Step::GiveUp(GiveUp::Exhausted), "the fault asks for another one");
}

#[test]
fn a_named_model_is_asked_once_more_and_not_after_silence() {
    let down = Fault::new(ErrorKind::ServerError, "down");
    assert!(matches!(step(&direct(), &[0], &down), Step::Retry { position: 0, .. }));
    assert_eq!(step(&direct(), &[0, 0], &down), Step::GiveUp(GiveUp::Exhausted));
    for kind in [ErrorKind::Unauthorized, ErrorKind::NotFound, ErrorKind::TooLarge, ErrorKind::InvalidRequest] {
        let for_good = Fault::new(kind, "said for good").caused_by(Source::Upstream).with_retry(Retry::Next);
        assert_eq!(step(&direct(), &[0], &for_good), Step::GiveUp(GiveUp::Exhausted), "{kind:?}");
        assert_eq!(step(&route(2), &[0], &for_good), Step::Next { position: 1 }, "{kind:?}");
    }
    let silent = Fault::new(ErrorKind::Timeout, "silent");
    assert_eq!(step(&direct(), &[0], &silent), Step::GiveUp(GiveUp::Exhausted));
    let settings = RetrySettings { direct_after_timeout: true, ..RetrySettings::default() };
    let configured = next_step(&direct(), &asked(&[0]), &silent, &settings, 0, || true, &mut Dice::new(1));
    assert!(matches!(configured, Step::Retry { position: 0, .. }));
}

#[test]
fn a_wait_that_the_provider_asks_for_is_kept_if_it_is_short() {
    let limited = |wait_ms| Fault::new(ErrorKind::RateLimited, "limit").with_retry(Retry::After(wait_ms));
    assert!(matches!(step(&direct(), &[0], &limited(900)), Step::Retry { after_ms, .. } if after_ms >= 900));
    assert_eq!(step(&direct(), &[0], &limited(30_000)), Step::GiveUp(GiveUp::Exhausted));
    assert_eq!(step(&route(2), &[0], &limited(30_000)), Step::Next { position: 1 });
}

#[test]
fn each_limit_stops_it_with_its_own_reason() {
    let down = Fault::new(ErrorKind::Unavailable, "down");
    let settings = RetrySettings { deadline_ms: 100, ..RetrySettings::default() };
    let at = |elapsed_ms, token| {
        next_step(&route(9), &asked(&[0]), &down, &settings, elapsed_ms, || token, &mut Dice::new(1))
    };
    assert_eq!(at(99, true), Step::Next { position: 1 });
    assert_eq!(at(100, true), Step::GiveUp(GiveUp::Deadline));
    assert_eq!(at(0, false), Step::GiveUp(GiveUp::Budget));
    assert_eq!(step(&route(9), &[0, 1, 2, 3], &down), Step::GiveUp(GiveUp::Attempts));
    let bad = Fault::new(ErrorKind::InvalidRequest, "bad");
    assert_eq!(step(&route(9), &[0], &bad), Step::GiveUp(GiveUp::NotRetryable));
}

#[test]
fn candidates_that_were_passed_over_cost_no_attempt_and_are_not_asked_later() {
    let down = Fault::new(ErrorKind::Unavailable, "down");
    let mut history = asked(&[1]);
    history.insert(0, Tried { position: 0, asked: false });
    let next = next_step(&route(3), &history, &down, &RetrySettings::default(), 0, || true, &mut Dice::new(1));
    assert_eq!(next, Step::Next { position: 2 });
}

#[test]
fn retries_are_a_bounded_share_of_requests() {
    let tokens = RetryTokens::new(20, 10);
    assert_eq!((0..100).filter(|_| tokens.take()).count(), 10, "the burst");
    let mut retried = 0;
    for _ in 0..1000 {
        tokens.deposit();
        retried += usize::from(tokens.take());
    }
    assert_eq!(retried, 200, "a fifth");
    for _ in 0..10_000 {
        tokens.deposit();
    }
    assert_eq!((0..100).filter(|_| tokens.take()).count(), 10, "the bucket has a brim");
}

proptest! {
    #[test]
    fn a_request_never_exceeds_its_budget(
        candidates in 1usize..8, is_direct: bool, kinds in proptest::collection::vec(0usize..14, 40), retries in proptest::collection::vec(0u8..4, 40),
        max_attempts in 1u32..8, deadline_ms in 1u64..5_000, took_ms in 0u64..800, seed: u64, percent in 0u32..100,
    ) {
        let plan = if is_direct { direct() } else { route(candidates) };
        let settings = RetrySettings { max_attempts, deadline_ms, ..RetrySettings::default() };
        let tokens = RetryTokens::new(percent, 5);
        let mut dice = Dice::new(seed);
        let (mut history, mut elapsed_ms, mut retried) = (vec![Tried { position: 0, asked: true }], 0, 0);
        for (kind, retry) in kinds.into_iter().zip(retries) {
            elapsed_ms += took_ms;
            let fault = Fault::new(ErrorKind::ALL[kind], "failed");
            let fault = match retry {
                0 => fault,
                1 => fault.with_retry(Retry::After(took_ms * 5)),
                2 => fault.with_retry(Retry::Same),
                _ => fault.with_retry(Retry::Next),
            };
            let position = match next_step(&plan, &history, &fault, &settings, elapsed_ms, || tokens.take(), &mut dice) {
                Step::GiveUp(_) => break,
                Step::Next { position } => {
                    prop_assert!(history.iter().all(|tried| tried.position != position), "next is new");
                    position
                }
                Step::Retry { position, after_ms } => {
                    prop_assert!(history.iter().any(|tried| tried.position == position), "again is not new");
                    prop_assert!(after_ms <= settings.max_delay_ms + settings.base_delay_ms);
                    elapsed_ms += after_ms;
                    position
                }
            };
            prop_assert!(fault.retry != Retry::Never);
            prop_assert!(elapsed_ms < deadline_ms, "no attempt starts after the deadline");
            prop_assert!(position < plan.order.len());
            history.push(Tried { position, asked: true });
            retried += 1;
        }
        prop_assert!(history.len() <= max_attempts as usize);
        prop_assert!(retried <= 5, "the process's budget");
        for position in 0..plan.order.len() {
            prop_assert!(history.iter().filter(|tried| tried.position == position).count() <= 2);
        }
    }
}

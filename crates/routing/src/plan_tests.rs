//! What a plan must always be, over every strategy.

use crate::candidate::{Candidate, RequestFacts, Supports};
use crate::complexity::{Class, Features};
use crate::dice::Dice;
use crate::health::{Block, HealthSnapshot, Standing};
use crate::plan::{Exclusion, Reason, plan, plan_direct};
use crate::retry::Tried;
use crate::strategy;
use domain::{ModelRef, Pico, RequestType, Timestamp};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn candidate(n: usize) -> Candidate {
    Candidate::new(format!("provider-{n}/model-{n}").parse::<ModelRef>().expect("a model"))
}

fn facts() -> RequestFacts {
    RequestFacts {
        request_type: RequestType::Chat,
        estimated_input_tokens: 1000,
        max_output_tokens: Some(500),
        features: Features::default(),
    }
}

fn blocked(minutes: i64) -> HealthSnapshot {
    let standing = Standing::Blocked { until: NOW.plus_millis(minutes * 60_000), block: Block::Failures };
    HealthSnapshot { standing, ..HealthSnapshot::UNKNOWN }
}

fn fast(latency_ms: f64) -> HealthSnapshot {
    HealthSnapshot { latency_ms: Some(latency_ms), samples: 10, measured_at: Some(NOW), ..HealthSnapshot::UNKNOWN }
}

fn order(strategy: &str, candidates: &[Candidate], health: &[HealthSnapshot], seed: u64) -> Vec<usize> {
    let strategy = strategy::find(strategy).expect("is built");
    let plan = plan(&facts(), candidates, health, strategy, NOW, &mut Dice::new(seed));
    plan.order.iter().map(|planned| planned.index).collect()
}

#[test]
fn cost_optimized_takes_the_cheapest_and_unpriced_last() {
    let mut candidates: Vec<_> = (0..5).map(candidate).collect();
    for (index, cost) in [(0, Some(30)), (1, None), (2, Some(10)), (3, Some(10)), (4, Some(5))] {
        candidates[index].expected_cost = cost.map(Pico);
    }
    assert_eq!(order("cost_optimized", &candidates, &[], 1), [4, 2, 3, 0, 1]);
    let hard =
        RequestFacts { features: Features { prompt_bytes: 100_000, tools: 30, ..Features::default() }, ..facts() };
    candidates[4].max_complexity = Some(Class::Moderate);
    let strategy = strategy::find("cost_optimized").expect("is built");
    let plan = plan(&hard, &candidates, &[], strategy, NOW, &mut Dice::new(1));
    let last = plan.order.last().expect("five");
    assert_eq!((last.index, last.reason, plan.complexity.class), (4, Reason::TooHard(Class::Complex), Class::Complex));
    assert_eq!(plan.order[0].reason, Reason::Cost(Pico(10)));
}

#[test]
fn performance_takes_the_fastest_and_explores_a_bounded_share() {
    let candidates: Vec<_> = (0..3).map(candidate).collect();
    let health = [fast(900.0), HealthSnapshot::UNKNOWN, fast(300.0)];
    let first: Vec<usize> = (0..10_000).map(|seed| order("performance", &candidates, &health, seed)[0]).collect();
    let explored = first.iter().filter(|index| **index == 1).count();
    assert!((300..700).contains(&explored), "{explored} of 10000 explored");
    assert_eq!(first.iter().filter(|index| **index == 0).count(), 0);
    let known = [fast(900.0), fast(500.0), fast(300.0)];
    assert!((0..200).all(|seed| order("performance", &candidates, &known, seed) == [2, 1, 0]));
}

#[test]
fn performance_compares_streams_by_a_typical_answer() {
    let candidates: Vec<_> = (0..2).map(candidate).collect();
    // The first one was asked for long answers, so its whole latency is high although it is fast.
    let streamed = |latency_ms, ttft_ms, rate| HealthSnapshot {
        ttft_ms: Some(ttft_ms),
        tokens_per_s: Some(rate),
        ..fast(latency_ms)
    };
    let health = [streamed(20_000.0, 200.0, 200.0), streamed(3_000.0, 800.0, 50.0)];
    assert_eq!(order("performance", &candidates, &health, 1), [0, 1]);
}

#[test]
fn weighted_draws_in_proportion() {
    let mut candidates: Vec<_> = (0..4).map(candidate).collect();
    for (index, weight) in [(0, 6), (1, 3), (2, 1), (3, 0)] {
        candidates[index].weight = weight;
    }
    let mut firsts = [0_u32; 4];
    for seed in 0..10_000 {
        let order = order("weighted", &candidates, &[], seed);
        firsts[order[0]] += 1;
        assert_eq!(order[3], 3, "weight 0 comes last");
    }
    for (index, expected) in [(0, 6000_i64), (1, 3000), (2, 1000)] {
        assert!((i64::from(firsts[index]) - expected).abs() < 200, "{firsts:?}");
    }
}

#[test]
fn priority_keeps_the_configured_order() {
    let candidates: Vec<_> = (0..3).map(candidate).collect();
    assert_eq!(order("priority", &candidates, &[], 1), [0, 1, 2]);
}

#[test]
fn what_cannot_serve_is_excluded_with_its_reason() {
    let mut candidates: Vec<_> = (0..6).map(candidate).collect();
    candidates[0].allowed = false;
    candidates[1].supports = Supports { chat: Some(false), ..Supports::default() };
    candidates[2].supports = Supports { tools: Some(false), ..Supports::default() };
    candidates[3].supports = Supports { vision: Some(false), ..Supports::default() };
    candidates[4].supports = Supports { context_tokens: Some(1499), ..Supports::default() };
    candidates[5].supports = Supports { context_tokens: Some(1500), tools: Some(true), ..Supports::default() };
    let facts = RequestFacts { features: Features { tools: 1, images: 1, ..Features::default() }, ..facts() };
    let strategy = strategy::find("priority").expect("is built");
    let plan = plan(&facts, &candidates, &[], strategy, NOW, &mut Dice::new(1));
    let reasons: Vec<_> = plan.excluded.iter().map(|excluded| (excluded.index, excluded.why.as_str())).collect();
    assert_eq!(reasons, [(0, "not_allowed"), (1, "endpoint"), (2, "tools"), (3, "vision"), (4, "context")]);
    assert_eq!(plan.excluded[4].why, Exclusion::Context { needed_tokens: 1500, limit_tokens: 1499 });
    assert_eq!(plan.order.len(), 1);
}

#[test]
fn blocked_candidates_are_left_out_until_nothing_else_is_left() {
    let candidates: Vec<_> = (0..3).map(candidate).collect();
    assert_eq!(order("priority", &candidates, &[blocked(1), HealthSnapshot::UNKNOWN], 1), [1, 2]);
    let health = [blocked(3), blocked(1), blocked(2)];
    let strategy = strategy::find("priority").expect("is built");
    let plan = plan(&facts(), &candidates, &health, strategy, NOW, &mut Dice::new(1));
    assert_eq!(plan.order.iter().map(|planned| planned.index).collect::<Vec<_>>(), [1, 2, 0], "soonest free first");
    assert!(plan.order.iter().all(|planned| planned.last_resort) && plan.excluded.is_empty());
}

#[test]
fn the_alternative_is_the_best_planned_candidate_that_was_not_asked() {
    let candidates: Vec<_> = (0..3).map(candidate).collect();
    let strategy = strategy::find("priority").expect("is built");
    let plan = plan(&facts(), &candidates, &[], strategy, NOW, &mut Dice::new(1));
    let tried = |position, asked| Tried { position, asked };
    let alternative = |history: &[Tried]| plan.alternative(history).map(|planned| planned.index);
    assert_eq!(alternative(&[tried(0, true)]), Some(1));
    assert_eq!(alternative(&[tried(0, false), tried(1, true)]), Some(0), "passed over is not used");
    assert_eq!(alternative(&[tried(0, true), tried(1, true), tried(2, true)]), None);
    assert_eq!(plan.next_untried(&[tried(0, false), tried(2, true)]), Some(1));
}

#[test]
fn a_named_model_is_planned_alone_and_only_permission_refuses_it() {
    let mut named = candidate(0);
    named.supports.tools = Some(false);
    let facts = RequestFacts { features: Features { tools: 3, ..Features::default() }, ..facts() };
    let plan = plan_direct(&facts, &named, Some(&blocked(1)));
    assert!(plan.direct && plan.order.len() == 1 && plan.order[0].last_resort);
    assert_eq!((plan.strategy, plan.alternative(&[Tried { position: 0, asked: true }])), ("direct", None));
    named.allowed = false;
    assert!(plan_direct(&facts, &named, None).order.is_empty());
}

fn any_candidate(n: usize) -> impl Strategy<Value = Candidate> {
    (any::<[bool; 5]>(), 0u32..5, proptest::option::of(0i64..1000), proptest::option::of(0usize..3)).prop_map(
        move |(flags, weight, cost, class)| {
            let mut candidate = candidate(n);
            candidate.allowed = flags[0] || flags[1];
            candidate.supports.tools = flags[2].then_some(flags[3]);
            candidate.supports.context_tokens = flags[4].then_some(1400 + u64::from(weight) * 50);
            candidate.weight = weight;
            candidate.expected_cost = cost.map(Pico);
            candidate.max_complexity = class.map(|class| Class::ALL[class]);
            candidate
        },
    )
}

fn any_health() -> impl Strategy<Value = HealthSnapshot> {
    (0u8..4, 0i64..10, proptest::option::of(1.0f64..1e5), 0u64..6).prop_map(|(kind, minutes, latency_ms, samples)| {
        let standing = match kind {
            0 => blocked(minutes).standing,
            1 => Standing::Probing,
            _ => Standing::Ready,
        };
        HealthSnapshot { standing, latency_ms, samples, ..HealthSnapshot::UNKNOWN }
    })
}

proptest! {
    #[test]
    fn a_plan_is_a_permutation_of_the_allowed_candidates(
        candidates in (0usize..9).prop_flat_map(|n| (0..n).map(any_candidate).collect::<Vec<_>>()),
        health in proptest::collection::vec(any_health(), 0..9), seed: u64, tools in 0u32..3,
    ) {
        let facts = RequestFacts { features: Features { tools, ..Features::default() }, ..facts() };
        for strategy in strategy::ALL {
            let made = plan(&facts, &candidates, &health, *strategy, NOW, &mut Dice::new(seed));
            let again = plan(&facts, &candidates, &health, *strategy, NOW, &mut Dice::new(seed));
            prop_assert_eq!(&made, &again, "the same inputs give the same plan");
            let planned = made.order.iter().map(|planned| planned.index);
            let mut all: Vec<_> = planned.clone().chain(made.excluded.iter().map(|excluded| excluded.index)).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..candidates.len()).collect::<Vec<_>>(), "each candidate once");
            for planned in &made.order {
                let candidate = &candidates[planned.index];
                prop_assert!(candidate.allowed);
                prop_assert!(tools == 0 || candidate.supports.tools != Some(false));
                prop_assert!(candidate.supports.context_tokens.is_none_or(|limit| limit >= 1500));
                let standing = health.get(planned.index).map(|health| health.standing);
                prop_assert_eq!(planned.last_resort, matches!(standing, Some(Standing::Blocked { .. })));
            }
            let only_blocked = made.excluded.iter().any(|excluded| matches!(excluded.why, Exclusion::Blocked { .. }));
            prop_assert!(!(only_blocked && made.order.is_empty()), "blocked is better than nobody");
        }
    }
}

//! The calculator by hand-worked figures, and its laws.

use super::*;
use proptest::prelude::*;

fn rates(input: i64, output: i64) -> ClassRates {
    ClassRates { input: Some(input * 1_000_000), output: Some(output * 1_000_000), ..ClassRates::default() }
}

fn usd(text: &str) -> PicoSum {
    text.parse().expect("an amount")
}

/// A million requests of 1,000 and 100 tokens: 14,000 dollars now, of which half could cost 3,000 a whole.
fn question() -> Question {
    Question {
        requests_per_month: 1_000_000,
        input_tokens: 1_000,
        output_tokens: 100,
        current: rates(10, 40),
        candidates: vec![Candidate { rates: rates(2, 10), share_percent: 50 }],
        platform_cost_per_month: usd("500"),
        setup_cost: usd("10000"),
        productivity: Some(Productivity { minutes_per_month: 90, hourly_rate: usd("60") }),
    }
}

#[test]
fn a_month_worked_out_by_hand() {
    let answer = calculate(&question()).expect("an answer");
    assert_eq!(answer.current_monthly_cost, usd("14000"));
    let seen = answer.outlooks.map(|one| {
        (
            one.monthly_cost.to_string(),
            one.monthly_token_savings.to_string(),
            one.payback_months_x10,
            one.roi_basis_points,
        )
    });
    // High: half of 14,000 - 3,000 is 5,500 saved; less 500 a month it pays 10,000 in two months.
    assert_eq!(seen[2], ("8500".into(), "5500".into(), Some(20), Some((66_000 - 16_000) * 10_000 / 16_000)));
    assert_eq!(seen[0], ("11250".into(), "2750".into(), Some(45), Some((33_000 - 16_000) * 10_000 / 16_000)));
    assert_eq!(seen[1].1, "4125");
    assert!(!answer.assumptions.is_empty());
}

#[test]
fn time_is_valued_beside_the_savings_and_changes_none_of_them() {
    let with = calculate(&question()).expect("an answer");
    let without = calculate(&Question { productivity: None, ..question() }).expect("an answer");
    let values = with.outlooks.clone().map(|one| one.monthly_productivity_value);
    assert_eq!(values, [Some(usd("45")), Some(usd("67.5")), Some(usd("90"))]);
    for (one, other) in with.outlooks.into_iter().zip(without.outlooks) {
        assert_eq!(Outlook { monthly_productivity_value: None, ..one }, other);
    }
}

#[test]
fn a_loss_is_a_loss_and_never_pays_back() {
    let dearer = Question { candidates: vec![Candidate { rates: rates(20, 80), share_percent: 100 }], ..question() };
    let high = calculate(&dearer).expect("an answer").outlooks[2].clone();
    assert_eq!((high.monthly_token_savings, high.payback_months_x10), (usd("-14000"), None));
    assert!(high.roi_basis_points.is_some_and(|roi| roi < 0));
    let free = Question { platform_cost_per_month: usd("0"), setup_cost: usd("0"), ..question() };
    let high = calculate(&free).expect("an answer").outlooks[2].clone();
    assert_eq!((high.roi_basis_points, high.payback_months_x10), (None, Some(0)));
}

#[test]
fn bad_questions_name_the_value_and_the_fix() {
    let message = |question: &Question| calculate(question).expect_err("bad").to_string();
    let mut bad = question();
    bad.candidates[0].share_percent = 101;
    assert!(message(&bad).contains("101 percent"));
    bad = question();
    bad.candidates[0].rates.output = None;
    assert!(message(&bad).contains("candidate 1 has no price"));
    assert_eq!(calculate(&bad), Err(RoiError::Unpriced(Some(0))));
    assert!(message(&Question { setup_cost: usd("-1"), ..question() }).contains("setup_cost_usd is negative"));
    assert!(message(&Question { requests_per_month: u64::MAX, ..question() }).contains("requests_per_month"));
}

proptest! {
    #[test]
    fn cost_and_savings_always_sum_to_the_current_cost(
        requests in 0..MOST, input in 0..1_000_000_u64, output in 0..1_000_000_u64,
        now in (0..100_i64, 0..100_i64), then in (0..100_i64, 0..100_i64), share in 0..=100_u64
    ) {
        let candidates = vec![Candidate { rates: rates(then.0, then.1), share_percent: share }];
        let asked = Question {
            requests_per_month: requests, input_tokens: input, output_tokens: output, candidates,
            current: rates(now.0, now.1), ..question()
        };
        let answer = calculate(&asked).expect("an answer");
        for one in answer.outlooks {
            prop_assert_eq!(one.monthly_cost + one.monthly_token_savings, answer.current_monthly_cost);
            prop_assert_eq!(one.monthly_net_savings + asked.platform_cost_per_month, one.monthly_token_savings);
        }
    }
}

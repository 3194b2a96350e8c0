//! Savings less what the platform costs: figures held against the other answers, to the last digit.

use crate::house::{House, KEY_ONE, KEY_TWO, OPERATOR};
use domain::{Clock, PicoSum, Usage};
use http::StatusCode;
use metering::LedgerRow;
use serde_json::{Value, json};
use store::ledger::Batch;
use test_support::{event, ledger_row, target, tenant};

const ROI: &str = "/api/v1/analytics/roi";
const COST: &str = "/api/v1/analytics/platform-cost";
const DAY_MS: i64 = 86_400_000;

/// A request that cost 0.0028 dollars where its baseline would have cost 0.014, `days` days and eleven hours ago.
fn saving(house: &House, days: i64) -> LedgerRow {
    let mut event = event(1_000 + days.unsigned_abs());
    event.timestamp = house.clock.now().plus_millis(-days * DAY_MS - 11 * 3_600_000);
    (event.requested_model, event.baseline) = (None, Some(target("openai/gpt-5.4")));
    event.usage = Usage { input_uncached: 1_000, output: 100, ..Usage::default() };
    event.attempts[0].usage = event.usage;
    ledger_row(event)
}

/// The same from a model that has no price.
fn unpriced(house: &House, days: i64) -> LedgerRow {
    let mut event = saving(house, days).event;
    event.model = "no-price".parse().expect("a name");
    event.attempts[0].target.model = event.model.clone();
    ledger_row(event)
}

async fn apply(house: &House, rows: Vec<LedgerRow>) {
    house.state.store.ledger().apply(Batch { rows: rows.into(), ..Batch::default() }).await.expect("applied");
    house.state.live.publish(tenant(1));
}

async fn put(house: &House, body: Value) {
    let (status, told) = house.ask("PUT", COST, KEY_ONE, Some(body)).await;
    assert_eq!(status, StatusCode::OK, "{told}");
}

async fn get(house: &House, path: &str) -> Value {
    let (status, answer) = house.get(path, KEY_ONE).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().unwrap_or_else(|| panic!("{name} in {answer}"))
}

fn usd(value: &Value) -> PicoSum {
    value.as_str().map_or(PicoSum(0), |text| text.parse().expect("money"))
}

/// Held against `/savings` and `/costs` of the same span, and against itself.
async fn check(house: &House, roi: &Value) {
    let date = |moment: &Value, back_ms: i64| {
        let moment = domain::Timestamp::parse(moment.as_str().expect("a moment")).expect("a moment");
        moment.plus_millis(-back_ms).to_string()[..10].to_owned()
    };
    let span =
        format!("start_date={}&end_date={}&tz=UTC", date(&roi["period"]["from"], 0), date(&roi["period"]["to"], 1));
    let savings = get(house, &format!("/api/v1/analytics/savings?{span}")).await;
    let grain = roi["grain"].as_str().expect("a grain");
    let costs = get(house, &format!("/api/v1/analytics/costs?{span}&grain={grain}")).await;
    assert_eq!((&roi["period"], &roi["coverage"]), (&costs["period"], &costs["coverage"]));
    let buckets = list(roi, "buckets");
    assert_eq!(buckets.len(), list(&costs, "buckets").len());
    let (mut saved, mut shares) = (PicoSum(0), PicoSum(0));
    for (bucket, cost) in buckets.iter().zip(list(&costs, "buckets")) {
        for field in ["start", "cost_usd", "baseline_usd", "savings_usd"] {
            assert_eq!(bucket[field], cost[field], "{field} of {}", bucket["start"]);
        }
        saved += usd(&cost["savings_usd"]);
        shares += usd(&bucket["platform_cost_usd"]);
        assert_eq!(usd(&bucket["cumulative_savings_usd"]), saved);
        assert_eq!(usd(&bucket["cumulative_platform_usd"]), shares + usd(&roi["platform"]["setup_usd"]));
        let net = usd(&bucket["cumulative_savings_usd"]) - usd(&bucket["cumulative_platform_usd"]);
        assert_eq!(usd(&bucket["cumulative_net_usd"]), net);
    }
    assert_eq!(saved, usd(&savings["total"]["savings_usd"]));
    assert_eq!(buckets.last().expect("one")["cumulative_net_usd"], roi["net_usd"]);
    // The first screen asks for a part of the days only, and says the same of the month.
    let screen = get(house, "/api/v1/analytics/dashboard?tz=UTC").await;
    assert_eq!(
        (&screen["month_end"], &screen["month_end_reason"]),
        (&roi["forecast"]["month_end"], &roi["forecast_reason"])
    );
}

#[tokio::test]
async fn cumulative_figures_are_the_sums_of_the_other_answers() {
    let house = House::new().await;
    // Days count from the first request on, wherever that lies in what a forecast looks at.
    for first in [3, 7, 20] {
        apply(&house, vec![saving(&house, first)]).await;
        check(&house, &get(&house, ROI).await).await;
    }
    let days = [44, 43, 40, 33, 32, 31, 2, 0].map(|days| saving(&house, days));
    apply(&house, days.into_iter().chain([unpriced(&house, 12)]).collect()).await;
    put(&house, json!({ "monthly_usd": "0.1", "setup_usd": "0.01" })).await;
    let roi = get(&house, ROI).await;
    check(&house, &roi).await;
    assert_eq!((&roi["period"]["from"], &roi["grain"]), (&json!("2026-09-19T00:00:00.000Z"), &json!("day")));
    assert_eq!(list(&roi, "buckets")[32]["savings_usd"], json!(null), "nothing is known of a day without a price");
    assert_eq!(list(&roi, "buckets")[30]["savings_usd"], "0", "nothing happened is known");
    let october =
        list(&roi, "buckets").iter().filter(|bucket| bucket["start"].as_str().expect("a moment")[5..7] == *"10");
    let shares: Vec<_> = october.map(|bucket| usd(&bucket["platform_cost_usd"])).collect();
    assert_eq!(
        (shares.len(), shares.iter().copied().sum()),
        (31, usd(&json!("0.1"))),
        "a whole month is exactly its cost"
    );

    // From a day on, whatever came before it; in another zone; and over more days than are told one by one.
    put(&house, json!({ "monthly_usd": "31", "since": "2026-10-03" })).await;
    let later = get(&house, ROI).await;
    check(&house, &later).await;
    assert_eq!(list(&later, "buckets")[0]["cumulative_platform_usd"], "1");
    let there = get(&house, &format!("{ROI}?tz=Asia/Kolkata")).await;
    assert_eq!(there["period"]["from"], "2026-10-02T18:30:00.000Z");
    apply(&house, vec![saving(&house, 600)]).await;
    put(&house, json!({ "monthly_usd": "0.7" })).await;
    let weeks = get(&house, ROI).await;
    check(&house, &weeks).await;
    assert_eq!((&weeks["grain"], list(&weeks, "buckets").len()), (&json!("week"), 87));
    assert!(usd(&weeks["net_usd"]).0 < 0 && weeks["paid_back_on"].is_null());
    apply(&house, vec![saving(&house, 1_500)]).await;
    let longest = get(&house, ROI).await;
    assert_eq!(longest["period"]["from"], weeks["period"]["from"], "what is older than 24 months is not counted");
}

#[tokio::test]
async fn what_always_came_is_forecast_and_pays_back_on_its_day() {
    let house = House::new().await;
    apply(&house, (0..31).map(|days| saving(&house, days)).collect()).await;
    put(&house, json!({ "monthly_usd": "0", "setup_usd": "0.1" })).await;
    let roi = get(&house, ROI).await;
    check(&house, &roi).await;
    // 0.0112 dollars a day since 3 October.
    assert_eq!(roi["paid_back_on"], "2026-10-11");
    assert_eq!(
        (&roi["forecast"]["pays_back_on"]["low"], &roi["forecast_reason"]),
        (&json!("2026-10-11"), &json!(null))
    );

    put(&house, json!({ "monthly_usd": "0.03", "setup_usd": "0.5" })).await;
    let roi = get(&house, ROI).await;
    assert_eq!(roi["paid_back_on"], json!(null));
    let forecast = &roi["forecast"];
    assert_eq!((&forecast["basis_days"], &forecast["until"]), (&json!(28), &json!("2026-12-31")));
    let buckets = list(forecast, "buckets");
    assert_eq!((buckets.len(), &buckets[0]["start"]), (60, &json!("2026-11-02T00:00:00.000Z")));
    let left = usd(&json!("0.0056"));
    assert_eq!(usd(&buckets[0]["base_net_usd"]), usd(&roi["net_usd"]) + left, "half a day is left of today");
    // Every day brings 0.0112 and costs a thirtieth of 0.03.
    let mut before = usd(&buckets[0]["base_net_usd"]);
    for bucket in &buckets[1..29] {
        let net = usd(&bucket["base_net_usd"]);
        assert_eq!(net - before, usd(&json!("0.0102")), "{bucket}");
        assert_eq!(
            (&bucket["low_net_usd"], &bucket["high_net_usd"]),
            (&bucket["base_net_usd"], &bucket["base_net_usd"])
        );
        before = net;
    }
    let paid = buckets.iter().find(|bucket| usd(&bucket["base_net_usd"]).0 >= 0).expect("pays back");
    for case in ["low", "base", "high"] {
        assert_eq!(forecast["pays_back_on"][case], paid["start"].as_str().expect("a moment")[..10]);
    }

    let month = get(&house, "/api/v1/analytics/costs/mtd").await;
    let end = &forecast["month_end"];
    assert_eq!(
        (&end["spent_so_far_usd"], &end["saved_so_far_usd"]),
        (&month["total"]["cost_usd"], &month["total"]["savings_usd"])
    );
    // Half of today and 28 days to the end of November.
    assert_eq!(usd(&end["cost_usd"]["base"]) - usd(&end["spent_so_far_usd"]), usd(&json!("0.0798")));
    assert_eq!(usd(&end["savings_usd"]["high"]) - usd(&end["saved_so_far_usd"]), usd(&json!("0.3192")));

    // One day that differs opens the band; costs never end below what is spent.
    let again = saving(&house, 31).event;
    let dear = domain::UsageEvent { timestamp: house.clock.now().plus_millis(-5 * DAY_MS), ..again };
    apply(&house, vec![ledger_row(dear)]).await;
    let opened = get(&house, ROI).await;
    let end = &opened["forecast"]["month_end"]["cost_usd"];
    assert!(usd(&end["low"]) < usd(&end["base"]) && usd(&end["base"]) < usd(&end["high"]), "{end}");
    let widths = list(&opened["forecast"], "buckets").iter();
    let widths: Vec<_> = widths.map(|bucket| usd(&bucket["high_net_usd"]) - usd(&bucket["low_net_usd"])).collect();
    assert!(widths.is_sorted() && widths[0].0 > 0);
}

#[tokio::test]
async fn without_enough_days_it_says_from_when_there_is_a_forecast() {
    let house = House::new().await;
    let roi = get(&house, ROI).await;
    check(&house, &roi).await;
    assert_eq!((&roi["forecast"], list(&roi, "buckets").len()), (&json!(null), 1));
    assert!(
        roi["forecast_reason"].as_str().is_some_and(|text| text.contains("2026-11-09")),
        "{}",
        roi["forecast_reason"]
    );
    assert_eq!(roi["paid_back_on"], "2026-11-02", "what costs nothing is paid back at once");
    let (_, theirs) = house.get(ROI, KEY_TWO).await;
    assert_eq!((&theirs["coverage"]["requests"], &theirs["period"]["tz"]), (&json!(1), &json!("Asia/Kolkata")));
    apply(&house, vec![saving(&house, 4), unpriced(&house, 2)]).await;
    let roi = get(&house, ROI).await;
    let reason = roi["forecast_reason"].as_str().expect("a reason");
    assert!(reason.contains("there are 3") && reason.contains("2026-11-06"), "{reason}");

    let (status, empty) = house.ask("POST", "/api/v1/admin/tenants", OPERATOR, Some(json!({ "name": "new" }))).await;
    assert_eq!(status, StatusCode::CREATED);
    let path = format!("{ROI}?tenant_id={}", empty["id"].as_str().expect("an id"));
    let (status, empty) = house.get(&path, OPERATOR).await;
    assert_eq!((status, &empty["net_usd"], list(&empty, "buckets").len()), (StatusCode::OK, &json!("0"), 1), "{empty}");
}

#[tokio::test]
async fn what_the_platform_costs_is_checked_kept_and_noted() {
    let house = House::new().await;
    let nothing = json!({ "monthly_usd": "0", "setup_usd": "0", "since": null });
    assert_eq!(get(&house, COST).await, nothing);
    let roi = get(&house, ROI).await;
    let kept = json!({ "monthly_usd": "499.99", "setup_usd": "9000000", "since": "2026-11-02" });
    put(&house, kept.clone()).await;
    assert_eq!(get(&house, COST).await, kept);
    assert_ne!(get(&house, ROI).await["net_usd"], roi["net_usd"], "an answer that was kept is dropped");
    assert_eq!(house.get(COST, KEY_TWO).await.1, nothing);
    for (body, field) in [
        (json!({ "monthly_usd": "-0.01" }), "monthly_usd"),
        (json!({ "monthly_usd": "9000000.000000000001" }), "monthly_usd"),
        (json!({ "monthly_usd": "1", "setup_usd": "99999999999999999999" }), "setup_usd"),
        (json!({ "monthly_usd": "1", "since": "2026-11-03" }), "since"),
        (json!({ "monthly_usd": "1", "since": "yesterday" }), "since"),
        (json!({ "monthly_usd": "1", "since": "1969-12-31" }), "since"),
    ] {
        let (status, problem) = house.ask("PUT", COST, KEY_ONE, Some(body.clone())).await;
        assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{body}: {problem}");
        assert!(problem["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{body}");
    }
    for body in [json!({ "monthly_usd": 1 }), json!({ "setup_usd": "1" }), json!({ "monthly_usd": "1", "yearly": "1" })]
    {
        assert_eq!(house.ask("PUT", COST, KEY_ONE, Some(body)).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(get(&house, COST).await, kept, "what was refused changed nothing");
    assert_eq!(house.get(&format!("{ROI}?period=7d"), KEY_ONE).await.1["field"], "period");
    assert_eq!(house.get(COST, "").await.0, StatusCode::UNAUTHORIZED);
    let (_, audit) = house.get("/api/v1/admin/audit?limit=1", OPERATOR).await;
    assert_eq!(audit["items"][0]["action"], "platform_cost.put");
}

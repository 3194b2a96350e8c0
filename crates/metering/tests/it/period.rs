//! Spans and buckets, on the days when clocks change and in zones that differ by odd amounts.

use domain::Timestamp;
use metering::Grain;
use metering::period::{Ask, Period, PeriodError, Zone, bucket_end, bucket_start, buckets};
use proptest::prelude::*;
use test_support::at;

fn zone(name: &str) -> Zone {
    Zone::new(name).unwrap_or_else(|error| panic!("{error}"))
}

fn named(period: &str, tz: &str, now: &str) -> Period {
    let ask = Ask { period: Some(period), ..Ask::default() };
    Period::parse(ask, "30d", &zone(tz), at(now)).unwrap_or_else(|error| panic!("{error}"))
}

fn dates(first: &str, last: &str, tz: &str) -> Result<Period, PeriodError> {
    let ask = Ask { start_date: Some(first), end_date: Some(last), period: None };
    Period::parse(ask, "30d", &zone(tz), at("2026-11-23T19:08:01Z"))
}

/// The span as text, and how many buckets of its own grain it has.
fn seen(period: &Period) -> (String, String, usize) {
    (period.from.to_string(), period.to.to_string(), period.buckets(period.grain).len())
}

fn expect(from: &str, to: &str, count: usize) -> (String, String, usize) {
    (at(from).to_string(), at(to).to_string(), count)
}

#[test]
fn named_periods_are_what_the_contract_says() {
    let see = |period| seen(&named(period, "Asia/Kolkata", "2026-11-23T19:08:01Z"));
    // It is 2026-11-24, 00:38 in Kolkata; days begin at 18:30 UTC.
    assert_eq!(see("today"), expect("2026-11-23T18:30:00Z", "2026-11-24T18:30:00Z", 25));
    assert_eq!(see("24h"), expect("2026-11-22T19:15:00Z", "2026-11-23T19:15:00Z", 25));
    assert_eq!(see("7d"), expect("2026-11-17T18:30:00Z", "2026-11-24T18:30:00Z", 7));
    assert_eq!(see("30d"), expect("2026-10-25T18:30:00Z", "2026-11-24T18:30:00Z", 30));
    assert_eq!(see("mtd"), expect("2026-10-31T18:30:00Z", "2026-11-24T18:30:00Z", 24));
    assert_eq!(see("12mo"), expect("2025-11-30T18:30:00Z", "2026-11-30T18:30:00Z", 12));
    assert_eq!(see("90d").2, 90);
}

#[test]
fn dates_are_both_included_and_add_no_day() {
    let one = dates("2026-11-23", "2026-11-23", "Europe/Berlin").map(|period| seen(&period));
    assert_eq!(one, Ok(expect("2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z", 24)));
    let month = dates("2026-01-01", "2026-01-31", "America/Los_Angeles").map(|period| seen(&period));
    assert_eq!(month, Ok(expect("2026-01-01T08:00:00Z", "2026-02-01T08:00:00Z", 31)));
}

#[test]
fn bad_spans_name_the_value_and_the_fix() {
    let message = |result: Result<Period, PeriodError>| result.expect_err("bad").to_string();
    assert!(message(dates("2026-02-30", "2026-03-01", "UTC")).contains("start_date `2026-02-30`"));
    assert!(message(dates("20260101", "2026-03-01", "UTC")).contains("YYYY-MM-DD"));
    assert!(message(dates("2026-03-02", "2026-03-01", "UTC")).contains("swap"));
    assert!(message(dates("2020-01-01", "2026-01-01", "UTC")).contains("2193 days; at most 1830"));
    assert!(message(dates("9999-12-31", "9999-12-31", "UTC")).contains("outside"));
    let now = at("2026-11-23T19:08:01Z");
    let ask =
        |period, start_date, end_date| Period::parse(Ask { period, start_date, end_date }, "30d", &Zone::utc(), now);
    assert!(message(ask(Some("5d"), None, None)).contains("`5d`"));
    assert!(message(ask(Some("7d"), None, Some("2026-01-01"))).contains("exclude"));
    assert!(message(ask(None, Some("2026-01-01"), None)).contains("end_date is missing"));
    assert!(Zone::new("Mars/Olympus").expect_err("bad").to_string().contains("Mars/Olympus"));
    assert!("fortnight".parse::<Grain>().expect_err("bad").to_string().contains("fortnight"));
}

#[test]
fn moments_are_a_span_as_they_are_written() {
    let between = |from, to| Period::between(from, to, &zone("Europe/Berlin"));
    let hour = between(Some("2026-11-23T14:00:00+01:00"), Some("2026-11-23T14:00:00.0019Z")).expect("a span");
    assert_eq!((hour.from, hour.to), (at("2026-11-23T13:00:00Z"), at("2026-11-23T14:00:00.001Z")));
    assert_eq!((hour.grain, hour.previous().to), (Grain::Hour, hour.from));
    assert_eq!(hour.previous().from, at("2026-11-23T11:59:59.999Z"));
    let message = |from, to| between(from, to).expect_err("bad").to_string();
    let (day, next) = (Some("2026-11-23T00:00:00Z"), Some("2026-11-24T00:00:00Z"));
    assert!(message(day, None).contains("to is missing") && message(None, day).contains("from is missing"));
    assert!(message(Some("2026-11-23"), next).contains("from `2026-11-23` is not a moment"));
    assert!(message(Some("2026-11-23T01:00:00 01:00"), next).contains("%2B"));
    assert!(message(next, day).contains("not after") && message(day, day).contains("not after"));
    assert!(message(Some("1969-12-31T23:59:59Z"), day).contains("outside"));
    let leap = |to| between(Some("2024-01-01T00:00:00Z"), Some(to));
    assert_eq!(leap("2025-01-01T00:00:00Z").map(|year| year.grain), Ok(Grain::Week));
    assert!(matches!(leap("2025-01-01T00:00:00.001Z"), Err(PeriodError::TooFar(..))));
}

#[test]
fn the_span_before_has_the_same_shape() {
    let before = |period, now| seen(&named(period, "UTC", now).previous());
    assert_eq!(before("7d", "2026-11-23T19:08:01Z"), expect("2026-11-10T00:00:00Z", "2026-11-17T00:00:00Z", 7));
    assert_eq!(before("mtd", "2026-03-31T12:00:00Z"), expect("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", 28));
    assert_eq!(before("12mo", "2026-03-31T12:00:00Z"), expect("2024-04-01T00:00:00Z", "2025-04-01T00:00:00Z", 12));
    assert_eq!(before("24h", "2026-03-31T12:00:00Z"), expect("2026-03-29T12:00:00Z", "2026-03-30T12:00:00Z", 24));
}

#[test]
fn the_span_a_year_before_has_the_same_dates() {
    let before = |period, tz, now| seen(&named(period, tz, now).last_year());
    let now = "2026-11-23T19:08:01Z";
    assert_eq!(before("7d", "UTC", now), expect("2025-11-17T00:00:00Z", "2025-11-24T00:00:00Z", 7));
    assert_eq!(before("mtd", "Asia/Kolkata", now), expect("2025-10-31T18:30:00Z", "2025-11-24T18:30:00Z", 24));
    assert_eq!(before("12mo", "UTC", now), expect("2024-12-01T00:00:00Z", "2025-12-01T00:00:00Z", 12));
    assert_eq!(before("24h", "UTC", now), expect("2025-11-22T19:15:00Z", "2025-11-23T19:15:00Z", 25));
    // Clocks in Berlin were an hour back by the same date of the year before.
    let spring = "2026-03-29T12:00:00Z";
    assert_eq!(before("24h", "Europe/Berlin", spring), expect("2025-03-28T13:00:00Z", "2025-03-29T13:00:00Z", 24));
    let leap = |first, last| dates(first, last, "UTC").map(|period| seen(&period.last_year()));
    assert_eq!(leap("2024-02-29", "2024-02-29"), Ok(expect("2023-02-28T00:00:00Z", "2023-03-01T00:00:00Z", 24)));
    assert_eq!(leap("2024-02-27", "2024-03-01"), Ok(expect("2023-02-27T00:00:00Z", "2023-03-02T00:00:00Z", 3)));
    assert_eq!(leap("2025-02-27", "2025-03-01"), Ok(expect("2024-02-27T00:00:00Z", "2024-03-02T00:00:00Z", 4)));
}

#[test]
fn days_on_which_clocks_change_have_their_own_length() {
    for (tz, noon, start, minutes) in [
        ("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", 23 * 60),
        ("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 25 * 60),
        ("Australia/Lord_Howe", "2026-04-05T00:00:00Z", "2026-04-04T13:00:00Z", 24 * 60 + 30),
        ("Asia/Kathmandu", "2026-04-05T00:00:00Z", "2026-04-04T18:15:00Z", 24 * 60),
        // Midnight is skipped: the day begins at 01:00.
        ("America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", 23 * 60),
        ("Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", 23 * 60),
        // Clocks went back from 00:01 to 23:01: the day had begun, and goes on.
        ("America/St_Johns", "2010-11-07T12:00:00Z", "2010-11-07T02:30:00Z", 25 * 60),
        // Clocks jumped from 23:30 to 00:30: the day begins with the jump.
        ("America/Toronto", "1919-03-31T12:00:00Z", "1919-03-31T04:30:00Z", 23 * 60 + 30),
    ] {
        let day = bucket_start(&zone(tz), Grain::Day, at(noon));
        assert_eq!(day.to_string(), at(start).to_string(), "{tz}");
        assert_eq!(bucket_end(&zone(tz), Grain::Day, day).as_millis() - day.as_millis(), minutes * 60_000, "{tz}");
    }
}

#[test]
fn a_day_that_never_was_is_no_bucket() {
    let apia = zone("Pacific/Apia");
    let starts = buckets(&apia, Grain::Day, at("2011-12-29T20:00:00Z"), at("2012-01-01T00:00:00Z"));
    let texts: Vec<_> = starts.iter().map(ToString::to_string).collect();
    // The 29th, then the 31st.
    assert_eq!(texts, ["2011-12-29T10:00:00.000Z", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"]);
}

#[test]
fn iso_weeks_begin_on_monday_over_new_year() {
    let week = |text| bucket_start(&Zone::utc(), Grain::Week, at(text)).to_string();
    assert_eq!(week("2027-01-03T23:59:59Z"), "2026-12-28T00:00:00.000Z");
    assert_eq!(week("2027-01-04T00:00:00Z"), "2027-01-04T00:00:00.000Z");
    assert_eq!(week("2026-01-01T00:00:00Z"), "2025-12-29T00:00:00.000Z");
}

fn any_zone() -> impl Strategy<Value = Zone> {
    let names: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    prop::sample::select(names).prop_filter_map("a zone", |name| Zone::new(&name).ok())
}

/// 2000 to 2037: the years in which every zone is offset by a multiple of a quarter hour.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (946_684_800_000..2_145_916_800_000_i64).prop_map(Timestamp::from_millis)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_instant_falls_in_exactly_one_bucket(zone in any_zone(), moment in any_moment()) {
        for grain in Grain::ALL {
            let (start, end) = (bucket_start(&zone, grain, moment), bucket_end(&zone, grain, moment));
            prop_assert!(start <= moment && moment < end, "{grain:?}");
            // Every instant of the bucket agrees on its ends, and the neighbours begin and end there.
            for inside in [start, end.plus_millis(-1)] {
                prop_assert_eq!((bucket_start(&zone, grain, inside), bucket_end(&zone, grain, inside)), (start, end));
            }
            prop_assert_eq!(bucket_start(&zone, grain, end), end);
            prop_assert_eq!(bucket_end(&zone, grain, start.plus_millis(-1)), start);
        }
    }

    #[test]
    fn quarters_nest_in_every_wider_bucket_and_days_in_weeks_and_months(zone in any_zone(), moment in any_moment()) {
        let quarter = bucket_start(&zone, Grain::Quarter, moment);
        for grain in Grain::ALL {
            let start = bucket_start(&zone, grain, moment);
            prop_assert_eq!(start.floor_to(900_000), start, "{:?}", grain);
            prop_assert_eq!(bucket_start(&zone, grain, quarter), start);
        }
        for wide in [Grain::Week, Grain::Month] {
            let start = bucket_start(&zone, wide, moment);
            prop_assert_eq!(bucket_start(&zone, Grain::Day, start), start);
        }
    }

    #[test]
    fn buckets_tile_a_span(zone in any_zone(), moment in any_moment(), days in 1..40_i64) {
        let to = moment.plus_millis(days * 86_400_000);
        for grain in Grain::ALL {
            let starts = buckets(&zone, grain, moment, to);
            prop_assert_eq!(starts.first().copied(), Some(bucket_start(&zone, grain, moment)));
            for pair in starts.windows(2) {
                prop_assert_eq!(bucket_end(&zone, grain, pair[0]), pair[1]);
            }
            prop_assert!(starts.last().is_some_and(|last| *last < to && bucket_end(&zone, grain, *last) >= to));
        }
    }

    #[test]
    fn a_span_holds_now_and_follows_the_one_before(zone in any_zone(), now in any_moment()) {
        for name in ["today", "24h", "7d", "30d", "90d", "mtd", "12mo"] {
            let ask = Ask { period: Some(name), ..Ask::default() };
            let period = Period::parse(ask, "30d", &zone, now).expect("known");
            prop_assert!(period.from < now && now <= period.to || period.from <= now && now < period.to, "{name}");
            prop_assert_eq!((period.from.floor_to(900_000), period.to.floor_to(900_000)), (period.from, period.to));
            let before = period.previous();
            prop_assert!(before.from < before.to && before.to <= period.from, "{name}");
            let year = period.last_year();
            prop_assert_eq!((year.from.floor_to(900_000), year.to.floor_to(900_000)), (year.from, year.to));
            prop_assert!(year.from <= year.to && year.to < period.to && year.from < period.from, "{name}");
            if name != "mtd" {
                prop_assert_eq!(before.to, period.from);
            }
        }
    }
}

//! Buckets: every instant falls in exactly one of each grain, and they follow each other without gaps.

use super::{Grain, Zone};
use domain::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;

/// Milliseconds of a quarter hour.
const QUARTER_MS: i64 = 900_000;

/// Milliseconds of an hour.
const HOUR_MS: i64 = 4 * QUARTER_MS;

/// The start of the bucket that holds an instant.
#[must_use]
pub fn bucket_start(zone: &Zone, grain: Grain, at: Timestamp) -> Timestamp {
    match grain {
        Grain::Quarter => at.floor_to(QUARTER_MS),
        Grain::Hour => at.floor_to(HOUR_MS),
        Grain::Day | Grain::Week | Grain::Month => zone.day_start(first_date(grain, zone.date_of(at))),
    }
}

/// The end (excluded) of the bucket that holds an instant: the next bucket's start.
#[must_use]
pub fn bucket_end(zone: &Zone, grain: Grain, at: Timestamp) -> Timestamp {
    match grain {
        Grain::Quarter => at.floor_to(QUARTER_MS).plus_millis(QUARTER_MS),
        Grain::Hour => at.floor_to(HOUR_MS).plus_millis(HOUR_MS),
        Grain::Day | Grain::Week | Grain::Month => {
            let mut first = first_date(grain, zone.date_of(at));
            // A day that the zone skipped begins where the day after it does, and is no bucket.
            loop {
                first = next_first(grain, first);
                let end = zone.day_start(first);
                if end > at || first == Date::MAX {
                    return end;
                }
            }
        }
    }
}

/// The starts of all buckets that overlap `from` (included) to `to` (excluded), ascending; the first may begin before
/// `from`. An answer uses it to show buckets in which nothing happened.
#[must_use]
pub fn buckets(zone: &Zone, grain: Grain, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let mut starts = Vec::new();
    let mut start = bucket_start(zone, grain, from);
    while start < to && from < to {
        starts.push(start);
        let next = bucket_end(zone, grain, start);
        if next <= start {
            break;
        }
        start = next;
    }
    starts
}

/// The first date of the day, ISO week or month that holds a date.
fn first_date(grain: Grain, date: Date) -> Date {
    match grain {
        Grain::Week => {
            let back = i64::from(date.weekday().to_monday_zero_offset());
            date.checked_sub(back.days()).unwrap_or(date)
        }
        Grain::Month => date.first_of_month(),
        _ => date,
    }
}

/// The first date of the next one.
fn next_first(grain: Grain, first: Date) -> Date {
    let span = match grain {
        Grain::Week => 1.week(),
        Grain::Month => 1.month(),
        _ => 1.day(),
    };
    first.checked_add(span).unwrap_or(Date::MAX)
}

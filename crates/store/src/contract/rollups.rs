//! Sums, held against the rows they are sums of.

use super::Opened;
use super::sample::{ZONES, begin, end, fill, rows, scope, settle};
use crate::rollups::RollupQuery;
use crate::{Dimension, Filters};
use domain::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use metering::{Dims, Grain, LedgerRow, Measures, contributions};
use std::collections::BTreeMap;
use test_support::tenant;

/// Where a bucket begins, worked out by the calendar: the oracle for the store's tables.
pub(super) fn bucket(at: Timestamp, grain: Grain, zone: &TimeZone) -> Timestamp {
    let date: Date = at.to_jiff().to_zoned(zone.clone()).date();
    let begin_of = |date: Date| Timestamp::from(date.to_zoned(zone.clone()).expect("in range").timestamp());
    match grain {
        Grain::Quarter => at.floor_to(900_000),
        Grain::Hour => at.floor_to(3_600_000),
        Grain::Day => begin_of(date),
        Grain::Week => {
            let since_monday = date.weekday().to_monday_zero_offset();
            begin_of((0..since_monday).fold(date, |date, _| date.yesterday().expect("in range")))
        }
        Grain::Month => begin_of(date.first_of_month()),
    }
}

fn lines(rows: &[LedgerRow], number: u64) -> Vec<(Timestamp, Dims, Measures)> {
    let own = rows.iter().filter(|row| row.event.tenant_id == tenant(number));
    own.flat_map(|row| contributions(row).into_iter().map(|(dims, sums)| (row.event.timestamp, dims, sums))).collect()
}

pub(super) async fn sums_are_the_sums_of_the_rows(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(300);
    fill(store, &rows).await;
    // Whole days, a span that cuts days and weeks, and one inside an hour's quarter grid.
    let cut = (begin().plus_millis(4_500_000), end().plus_millis(-8_100_000));
    let spans = [(begin().plus_millis(-172_800_000), end().plus_millis(172_800_000)), (begin(), end()), cut];
    let grains =
        [None, Some(Grain::Quarter), Some(Grain::Hour), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)];
    for number in 1..=3 {
        let lines = lines(&rows, number);
        for (from, to) in spans {
            for name in ZONES {
                let zone = TimeZone::get(name).expect("known");
                for grain in grains {
                    let query =
                        RollupQuery { from, to, grain, zone: name.into(), filters: Filters::default(), group_by: None };
                    let points = store.rollups().series(scope(number), &query).await.expect("reads");
                    let found: Vec<_> = points.into_iter().map(|point| (point.start, point.measures)).collect();
                    let mut wanted = BTreeMap::<Timestamp, Measures>::new();
                    for (at, _, sums) in lines.iter().filter(|(at, ..)| *at >= from && *at < to) {
                        let start = grain.map_or(from, |grain| bucket(*at, grain, &zone));
                        *wanted.entry(start).or_default() += *sums;
                    }
                    let wanted: Vec<_> = wanted.into_iter().collect();
                    assert_eq!(found, wanted, "tenant {number}, {grain:?} in {name}, {from} to {to}");
                }
            }
        }
    }
}

fn group_of(dims: &Dims, dimension: Dimension) -> Option<String> {
    match dimension {
        Dimension::Provider => Some(dims.provider.to_string()),
        Dimension::Model => Some(dims.model.to_string()),
        Dimension::ModelRef => Some(format!("{}/{}", dims.provider, dims.model)),
        Dimension::Key => dims.key_id.map(|id| id.to_string()),
        Dimension::User => dims.user_id.map(|id| id.to_string()),
        Dimension::Route => dims.route.as_ref().map(ToString::to_string),
        Dimension::Client => dims.client.as_ref().map(ToString::to_string),
        Dimension::RequestType => Some(dims.request_type.as_str().to_owned()),
    }
}

pub(super) async fn groups_add_up_to_the_whole(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let mut rows = rows(200);
    rows[5].event.simulated = true;
    fill(store, &rows).await;
    let dimensions = [
        Dimension::Provider,
        Dimension::Model,
        Dimension::ModelRef,
        Dimension::Key,
        Dimension::User,
        Dimension::Route,
        Dimension::Client,
        Dimension::RequestType,
    ];
    for number in 1..=3 {
        let lines = lines(&rows, number);
        for dimension in dimensions {
            // Without a filter, and with one on the group itself and on another dimension.
            let busy = lines.iter().map(|(_, dims, _)| dims).find(|dims| dims.route.is_some()).expect("has routes");
            let narrow = Filters {
                providers: vec![busy.provider.clone()],
                users: busy.user_id.into_iter().collect(),
                request_types: vec![busy.request_type],
                ..Filters::default()
            };
            for filters in [Filters::default(), narrow.clone()] {
                let through = |dims: &Dims| {
                    filters == Filters::default()
                        || (dims.provider == busy.provider
                            && dims.user_id == busy.user_id
                            && dims.request_type == busy.request_type)
                };
                let mut wanted = BTreeMap::<Option<String>, (Measures, bool)>::new();
                for (_, dims, sums) in lines.iter().filter(|(_, dims, _)| through(dims)) {
                    let sum = wanted.entry(group_of(dims, dimension)).or_default();
                    sum.0 += *sums;
                    sum.1 |= dims.simulated;
                }
                let query = RollupQuery {
                    from: begin(),
                    to: end(),
                    grain: None,
                    zone: "UTC".into(),
                    filters: filters.clone(),
                    group_by: Some(dimension),
                };
                let points = store.rollups().series(scope(number), &query).await.expect("reads");
                let found: Vec<_> =
                    points.into_iter().map(|point| (point.group, (point.measures, point.simulated))).collect();
                assert_eq!(found, wanted.into_iter().collect::<Vec<_>>(), "tenant {number} by {dimension:?}");
            }
        }
    }
}

pub(super) async fn questions_asked_together_are_answered_as_each_alone(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(200);
    fill(store, &rows).await;
    let provider = rows[0].event.provider.clone();
    let mut queries = Vec::new();
    for (from, to) in [(begin(), end()), (begin().plus_millis(4_500_000), end().plus_millis(-90_000_000))] {
        for zone in ZONES {
            for grain in [None, Some(Grain::Quarter), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)] {
                for group_by in [None, Some(Dimension::User), Some(Dimension::ModelRef)] {
                    for providers in [Vec::new(), vec![provider.clone()]] {
                        let filters = Filters { providers, ..Filters::default() };
                        queries.push(RollupQuery { from, to, grain, zone: zone.into(), filters, group_by });
                    }
                }
            }
        }
    }
    // With hours that are not folded yet, where a backend has any, and without.
    for _ in 0..2 {
        for number in 1..=3 {
            let together = store.rollups().several(scope(number), &queries).await.expect("reads");
            assert_eq!(together.len(), queries.len());
            for (query, points) in queries.iter().zip(together) {
                let alone = store.rollups().series(scope(number), query).await.expect("reads");
                assert_eq!(points, alone, "tenant {number}: {query:?}");
            }
        }
        while store.ledger().roll_up(1_000).await.expect("rolls up") > 0 {}
    }
    assert!(store.rollups().several(scope(1), &[]).await.expect("reads").is_empty());
}

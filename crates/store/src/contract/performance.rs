//! Performance, held against the attempts it is made of.

use super::Opened;
use super::rollups::bucket;
use super::sample::{ZONES, begin, customer, end, fill, rows, scope, settle};
use crate::performance::PerformanceQuery;
use domain::{ModelName, ProviderName, Timestamp};
use jiff::tz::TimeZone;
use metering::{Grain, PerfMeasures, perf_contributions};
use std::collections::BTreeMap;
use test_support::{provider, tenant};

pub(super) async fn histograms_merge_to_the_whole(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(300);
    fill(store, &rows).await;
    for number in 1..=3 {
        let name = customer(number).timezone;
        let zone = TimeZone::get(&name).expect("known");
        for grain in [None, Some(Grain::Hour), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)] {
            for providers in [vec![], vec![provider("azure")]] {
                let query = PerformanceQuery {
                    from: begin(),
                    to: end(),
                    grain,
                    zone: name.clone(),
                    providers: providers.clone(),
                };
                let mut wanted = BTreeMap::<(Timestamp, ProviderName, ModelName), PerfMeasures>::new();
                for row in rows.iter().filter(|row| row.event.tenant_id == tenant(number)) {
                    let hour = row.event.timestamp.floor_to(3_600_000);
                    for (dims, measures) in perf_contributions(&row.event) {
                        if providers.is_empty() || providers.contains(&dims.provider) {
                            let start = grain.map_or(begin(), |grain| bucket(hour, grain, &zone));
                            let key = (start, dims.provider, dims.model);
                            wanted.entry(key).or_default().merge(&measures);
                        }
                    }
                }
                let points = store.performance().series(scope(number), &query).await.expect("reads");
                let found = points.into_iter().map(|p| ((p.start, p.provider, p.model), p.measures));
                assert!(found.eq(wanted), "tenant {number} by {grain:?}, zones {ZONES:?}");
            }
        }
    }
}

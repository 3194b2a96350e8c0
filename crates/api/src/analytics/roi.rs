//! `GET /api/v1/analytics/roi`: savings less what the platform costs, day by day, when that paid back, and what may come.

mod forecast;

use super::month_end::{Ahead, Day};
use super::parts::{self, Wish};
use super::platform_cost::PlatformCostItem;
use crate::answer::{Coverage, Moment, Money, Period, Usd, Window};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::PLACE;
use crate::question::params::PlaceParams;
use crate::question::span::Span;
use crate::state::ApiState;
use axum::extract::State;
use axum::response::Response;
use cache::Metric;
use domain::{PicoSum, Timestamp};
use forecast::RoiForecast;
use http::Uri;
use metering::payback::{self, Standing};
use metering::{Grain, Measures, PlatformCost};
use serde::{Deserialize, Serialize};
use store::rollups::Point;
use utoipa::ToSchema;

/// One bucket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiBucket {
    /// When it begins; the first week may begin before the period, and holds only what lies in it.
    pub start: Moment,
    /// What was saved, signed; null where there were requests and none has a baseline.
    pub savings_usd: Option<Usd>,
    /// The known cost of the requests; null where there were some and none is priced.
    pub cost_usd: Option<Usd>,
    /// What those with a baseline would have cost on it; null as `savings_usd`.
    pub baseline_usd: Option<Usd>,
    /// Its days' share of the platform's month; a day counts whole from its begin, and the days of a whole month sum to
    /// exactly the month. The setup is not in it.
    pub platform_cost_usd: Usd,
    /// Savings so far. What is not known adds nothing.
    pub cumulative_savings_usd: Usd,
    /// The platform's cost so far: the shares, and the setup from the first bucket on.
    pub cumulative_platform_usd: Usd,
    /// The one less the other.
    pub cumulative_net_usd: Usd,
}

/// Savings less what the platform costs, over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiTimelineAnswer {
    /// From the platform's `since`, or the first request, up to today, at most 24 months back. What lies before it is in no
    /// figure, a setup that was paid before it included.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// `day`, or `week` where the period is longer than 400 days.
    pub grain: Window,
    /// What the platform costs.
    pub platform: PlatformCostItem,
    /// Over time.
    pub buckets: Vec<RoiBucket>,
    /// The first day from which the cumulative net is 0 or more and stays so up to now, an ISO date in the period's zone; the
    /// first day of all where the platform costs nothing; null while it is a loss.
    #[schema(example = "2026-11-23")]
    pub paid_back_on: Option<String>,
    /// Savings less the platform's cost up to now.
    pub net_usd: Usd,
    /// What may come; null while there are too few days.
    pub forecast: Option<RoiForecast>,
    /// Why there is no forecast and from when there may be one, a sentence; null where there is one.
    pub forecast_reason: Option<String>,
}

/// Days that are answered one by one; beyond, by week.
const MOST_BY_DAY: usize = 400;

/// What the platform has paid back, and what may come.
#[utoipa::path(get, path = "/api/v1/analytics/roi", tag = "analytics", params(PlaceParams),
    responses((status = 200, body = RoiTimelineAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_roi(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[PLACE]).await?;
    let today = asked.zone.date_of(asked.now);
    // All that can be asked for, because only the sums know when the first request came: rows are kept for a while only.
    let reach = Span { period: metering::Period::of_days(payback::earliest(today), today, &asked.zone), name: None };
    let json = parts::kept(&state, &asked, Metric::Roi, &reach, &[], || async {
        let platform = state.store.platform_cost().get(asked.scope).await?;
        let [points] = parts::points(&state, &asked, [Wish::of(&reach).in_buckets(Grain::Day)]).await?;
        Ok(answer(&asked, platform, &points, &reach.buckets(Grain::Day, asked.now)))
    });
    Ok(parts::respond(&json.await?))
}

fn answer(asked: &Asked, platform: PlatformCost, points: &[Point], starts: &[Timestamp]) -> RoiTimelineAnswer {
    let zone = &asked.zone;
    let days = Day::all(zone, points, starts);
    // Without a request, and with a first day that is still to come in this zone, today stands alone.
    let last = days.len().saturating_sub(1);
    let place = |is_before: &dyn Fn(&Day) -> bool| days.partition_point(is_before).min(last);
    let begun = place(&|day| points.first().is_none_or(|point| day.start < point.start));
    let first = platform.since.map_or(begun, |since| place(&|day| day.date < since));
    let (known, counted) = (if points.is_empty() { &[] } else { &days[begun..] }, &days[first..]);

    let today = zone.date_of(asked.now);
    let span = Span {
        period: metering::Period::of_days(counted.first().map_or(today, |day| day.date), today, zone),
        name: None,
    };
    let (total, simulated) = parts::total(&points[points.partition_point(|point| point.start < span.period.from)..]);
    let standings = payback::add_up(&platform, &counted.iter().map(Day::saved).collect::<Vec<_>>());
    let grain = if counted.len() > MOST_BY_DAY { Grain::Week } else { Grain::Day };
    let nets: Vec<_> = standings.iter().map(|standing| (standing.date, standing.net())).collect();
    let (forecast, forecast_reason) = match forecast::forecast(&Ahead::of(asked), &platform, known, &nets) {
        Ok(forecast) => (Some(forecast), None),
        Err(too_few) => (None, Some(too_few.to_string())),
    };
    RoiTimelineAnswer {
        period: span.shown(),
        as_of: asked.now.into(),
        coverage: (&total).into(),
        simulated,
        grain: grain.into(),
        platform: platform.into(),
        buckets: roi_buckets(&span.buckets(grain, asked.now), counted, &standings),
        paid_back_on: payback::paid_back(&platform, &nets).map(|date| date.to_string()),
        net_usd: nets.last().map_or(PicoSum::default(), |(_, net)| *net).into(),
        forecast,
        forecast_reason,
    }
}

/// Days laid into wider buckets; every bucket holds one at least.
fn roi_buckets(starts: &[Timestamp], days: &[Day], standings: &[Standing]) -> Vec<RoiBucket> {
    let place = |moment: Option<&Timestamp>| {
        moment.map_or(days.len(), |moment| days.partition_point(|day| day.start < *moment))
    };
    let bucket = |(at, start): (usize, &Timestamp)| {
        let (first, end) = (place(Some(start)), place(starts.get(at + 1)));
        let money = Money::from(&days[first..end].iter().map(|day| day.sums).sum::<Measures>());
        let last = standings[first..end].last()?;
        Some(RoiBucket {
            start: (*start).into(),
            savings_usd: money.savings_usd,
            cost_usd: money.cost_usd,
            baseline_usd: money.baseline_usd,
            platform_cost_usd: standings[first..end].iter().map(|day| day.share).sum::<PicoSum>().into(),
            cumulative_savings_usd: last.saved.into(),
            cumulative_platform_usd: last.spent.into(),
            cumulative_net_usd: last.net().into(),
        })
    };
    starts.iter().enumerate().filter_map(bucket).collect()
}

//! What may come of savings, costs and the platform's: the forecast of `GET /roi`.

use super::Day;
use crate::answer::{Moment, Money, Usd};
use domain::{PicoSum, Timestamp};
use metering::forecast::{self, Band, Forecast, Left, TooFew};
use metering::payback;
use metering::period::{Date, Period, bucket_end, buckets};
use metering::{Grain, Measures, PlatformCost, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount that is not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ForecastBand {
    /// One outcome of ten is below.
    pub low: Usd,
    /// What is expected.
    pub base: Usd,
    /// One outcome of ten is above.
    pub high: Usd,
}

/// Where it may stand at the end of a day to come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ForecastBucket {
    /// When the day begins.
    pub start: Moment,
    /// Cumulative net at its end: one outcome of ten is below.
    pub low_net_usd: Usd,
    /// The same as it is expected.
    pub base_net_usd: Usd,
    /// One outcome of ten is above.
    pub high_net_usd: Usd,
}

/// The day on which it may pay back, by case: as `paid_back_on`, up to the forecast's end; null for not by then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ForecastPayback {
    /// By the low sums.
    pub low: Option<String>,
    /// By those that are expected.
    pub base: Option<String>,
    /// By the high sums.
    pub high: Option<String>,
}

/// How this calendar month may end, whatever day the platform counts from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MonthEnd {
    /// The month's cost at its end, never less than what is spent; null where `spent_so_far_usd` is.
    pub cost_usd: Option<ForecastBand>,
    /// The month's savings at its end, the platform's cost not taken off; null where `saved_so_far_usd` is.
    pub savings_usd: Option<ForecastBand>,
    /// The month's known cost; null where there were requests and none is priced.
    pub spent_so_far_usd: Option<Usd>,
    /// The month's savings, signed; null where there were requests and none has a baseline.
    pub saved_so_far_usd: Option<Usd>,
}

/// What may come. All of it is modelled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiForecast {
    /// How it is made and what it assumes, a sentence.
    pub method: String,
    /// How many full days it rests on.
    pub basis_days: u64,
    /// The last day it covers, an ISO date: the end of next month.
    #[schema(example = "2026-12-31")]
    pub until: String,
    /// By day, today first.
    pub buckets: Vec<ForecastBucket>,
    /// When it may pay back.
    pub pays_back_on: ForecastPayback,
    /// How this month may end.
    pub month_end: MonthEnd,
}

/// From where the forecast looks ahead.
pub(super) struct Ahead<'a> {
    pub(super) zone: &'a Zone,
    pub(super) now: Timestamp,
    pub(super) today: Date,
}

impl Ahead<'_> {
    /// What may come, from every day since the first request, and from where net stood at the end of each day that counts.
    pub(super) fn forecast(
        &self,
        platform: &PlatformCost,
        known: &[Day],
        nets: &[(Date, PicoSum)],
    ) -> Result<RoiForecast, TooFew> {
        let savings = Forecast::of(&known.iter().map(Day::saved).collect::<Vec<_>>(), self.today)?;
        let costs = Forecast::of(&known.iter().map(Day::spent).collect::<Vec<_>>(), self.today)?;
        let until = forecast::until(self.today);
        let starts = self.days_to(until);
        let dates: Vec<Date> = starts.iter().map(|start| self.zone.date_of(*start)).collect();
        let (begin, end) = (starts[0], bucket_end(self.zone, Grain::Day, self.now));
        let left = Left { left_ms: end.as_millis() - self.now.as_millis(), of_ms: end.as_millis() - begin.as_millis() };
        let saved = savings.sums(left, &dates);
        // Today's share of the platform's cost is in what is known.
        let tomorrow = payback::next(self.today);
        let known_net = nets.last().map_or(PicoSum::default(), |(_, net)| *net);
        let net =
            |(date, band): (&Date, &Band)| band.plus(known_net - platform.of_days(tomorrow, payback::next(*date)));
        let net: Vec<Band> = dates.iter().zip(&saved).map(net).collect();
        let pays_back = |case: fn(&Band) -> PicoSum| {
            let past = nets.iter().copied().filter(|(date, _)| *date < self.today);
            let coming = dates.iter().copied().zip(net.iter().map(case));
            payback::paid_back(platform, &past.chain(coming).collect::<Vec<_>>()).map(|date| date.to_string())
        };
        let month_ends =
            dates.iter().rposition(|date| date.first_of_month() == self.today.first_of_month()).unwrap_or(0);
        let month: Measures =
            known.iter().filter(|day| day.date >= self.today.first_of_month()).map(|day| day.sums).sum();
        let so_far = Money::from(&month);
        let cost = so_far.cost_usd.map(|spent| {
            let band = costs.sums(left, &dates)[month_ends].plus(spent.0);
            Band { low: band.low.max(spent.0), ..band }
        });
        Ok(RoiForecast {
            method: forecast::METHOD.to_owned(),
            basis_days: savings.basis_days as u64,
            until: until.to_string(),
            buckets: starts.iter().zip(&net).map(forecast_bucket).collect(),
            pays_back_on: ForecastPayback {
                low: pays_back(|band| band.low),
                base: pays_back(|band| band.base),
                high: pays_back(|band| band.high),
            },
            month_end: MonthEnd {
                cost_usd: cost.map(Into::into),
                savings_usd: so_far.savings_usd.map(|usd| saved[month_ends].plus(usd.0).into()),
                spent_so_far_usd: so_far.cost_usd,
                saved_so_far_usd: so_far.savings_usd,
            },
        })
    }

    /// The begins of the days from today to a day, both included.
    fn days_to(&self, last: Date) -> Vec<Timestamp> {
        let span = Period::of_days(self.today, last, self.zone);
        buckets(self.zone, Grain::Day, span.from, span.to)
    }
}

fn forecast_bucket((start, net): (&Timestamp, &Band)) -> ForecastBucket {
    ForecastBucket {
        start: (*start).into(),
        low_net_usd: net.low.into(),
        base_net_usd: net.base.into(),
        high_net_usd: net.high.into(),
    }
}

impl From<Band> for ForecastBand {
    fn from(band: Band) -> Self {
        Self { low: band.low.into(), base: band.base.into(), high: band.high.into() }
    }
}

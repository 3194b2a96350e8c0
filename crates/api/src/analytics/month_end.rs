//! How this calendar month may end: on the first screen, and in the forecast of `GET /roi`, by one reckoning.

use super::parts::{self, Wish};
use crate::answer::{Money, Usd};
use crate::question::Asked;
use crate::question::span::Span;
use domain::{PicoSum, Timestamp};
use metering::forecast::{self, Band, Forecast, Left, TooFew};
use metering::payback;
use metering::period::{Date, Period, bucket_end, buckets};
use metering::{Grain, Measures, Zone};
use serde::{Deserialize, Serialize};
use store::rollups::Point;
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

/// A day with what happened in it.
pub(super) struct Day {
    pub(super) start: Timestamp,
    pub(super) date: Date,
    pub(super) sums: Measures,
    pub(super) money: Money,
}

impl Day {
    /// The days that begin at `starts`, those without a request included.
    pub(super) fn all(zone: &Zone, points: &[Point], starts: &[Timestamp]) -> Vec<Self> {
        let day = |(start, sums): (Timestamp, Measures)| Self {
            start,
            date: zone.date_of(start),
            sums,
            money: (&sums).into(),
        };
        parts::filled(points.iter(), starts).into_iter().map(day).collect()
    }

    pub(super) fn saved(&self) -> (Date, Option<PicoSum>) {
        (self.date, self.money.savings_usd.map(|usd| usd.0))
    }

    fn spent(&self) -> (Date, Option<PicoSum>) {
        (self.date, self.money.cost_usd.map(|usd| usd.0))
    }
}

/// From where the forecast looks ahead.
pub(super) struct Ahead<'a> {
    pub(super) zone: &'a Zone,
    now: Timestamp,
    pub(super) today: Date,
}

impl<'a> Ahead<'a> {
    pub(super) fn of(asked: &'a Asked) -> Self {
        Self { zone: &asked.zone, now: asked.now, today: asked.zone.date_of(asked.now) }
    }

    /// The days from today to one, both included: where each begins, and its date.
    pub(super) fn days_to(&self, last: Date) -> (Vec<Timestamp>, Vec<Date>) {
        let span = Period::of_days(self.today, last, self.zone);
        let starts = buckets(self.zone, Grain::Day, span.from, span.to);
        let dates = starts.iter().map(|start| self.zone.date_of(*start)).collect();
        (starts, dates)
    }

    pub(super) fn left(&self) -> Left {
        let end = bucket_end(self.zone, Grain::Day, self.now);
        let begin = Period::of_days(self.today, self.today, self.zone).from;
        Left { left_ms: end.as_millis() - self.now.as_millis(), of_ms: end.as_millis() - begin.as_millis() }
    }
}

/// What a forecast rests on.
pub(super) struct Basis {
    pub(super) savings: Forecast,
    costs: Forecast,
}

impl Basis {
    /// From the days since the first request, as far back as a forecast looks at least.
    pub(super) fn of(known: &[Day], today: Date) -> Result<Self, TooFew> {
        let savings = Forecast::of(&known.iter().map(Day::saved).collect::<Vec<_>>(), today)?;
        let costs = Forecast::of(&known.iter().map(Day::spent).collect::<Vec<_>>(), today)?;
        Ok(Self { savings, costs })
    }

    /// How the month may end, from its days among those that are known.
    pub(super) fn month_end(&self, ahead: &Ahead<'_>, known: &[Day]) -> MonthEnd {
        let (first, last) = (ahead.today.first_of_month(), ahead.today.last_of_month());
        let (_, dates) = ahead.days_to(last);
        let so_far = Money::from(&known.iter().filter(|day| day.date >= first).map(|day| day.sums).sum::<Measures>());
        let at_end = |of: &Forecast, known: Option<Usd>| Some(of.sums(ahead.left(), &dates).last()?.plus(known?.0));
        let cost = at_end(&self.costs, so_far.cost_usd).zip(so_far.cost_usd);
        MonthEnd {
            cost_usd: cost.map(|(band, spent)| Band { low: band.low.max(spent.0), ..band }.into()),
            savings_usd: at_end(&self.savings, so_far.savings_usd).map(Into::into),
            spent_so_far_usd: so_far.cost_usd,
            saved_so_far_usd: so_far.savings_usd,
        }
    }
}

/// What must be asked to tell how the month may end, without all the days there ever were: the days it rests on one by one, and
/// whether there was anything before them.
pub(super) struct Needed {
    days: Span,
    before: Span,
}

impl Needed {
    pub(super) fn of(asked: &Asked) -> Self {
        let Ahead { zone, today, .. } = Ahead::of(asked);
        let first = forecast::since(today).min(today.first_of_month());
        let days = Period::of_days(first, today, zone);
        let mut before = Period::of_days(payback::earliest(today), first, zone);
        before.to = days.from;
        Self { days: Span { period: days, name: None }, before: Span { period: before, name: None } }
    }

    pub(super) fn wishes(&self) -> [Wish<'_>; 2] {
        [Wish::of(&self.days).in_buckets(Grain::Day), Wish::of(&self.before)]
    }

    /// How the month may end, from what these wishes were answered.
    ///
    /// # Errors
    /// `TooFew` days to tell.
    pub(super) fn month_end(&self, asked: &Asked, days: &[Point], before: &[Point]) -> Result<MonthEnd, TooFew> {
        let all = Day::all(&asked.zone, days, &self.days.buckets(Grain::Day, asked.now));
        // Days without a request count from the first request on, as they do where all of them are asked for.
        let begun = match (before, days.first()) {
            ([_, ..], _) => 0,
            ([], Some(first)) => all.partition_point(|day| day.start < first.start),
            ([], None) => all.len(),
        };
        let ahead = Ahead::of(asked);
        Ok(Basis::of(&all[begun..], ahead.today)?.month_end(&ahead, &all[begun..]))
    }
}

impl From<Band> for ForecastBand {
    fn from(band: Band) -> Self {
        Self { low: band.low.into(), base: band.base.into(), high: band.high.into() }
    }
}

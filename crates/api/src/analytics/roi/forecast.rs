//! What may come of savings, costs and the platform's: the forecast of `GET /roi`.

use crate::analytics::month_end::{Ahead, Basis, Day, MonthEnd};
use crate::answer::{Moment, Usd};
use domain::{PicoSum, Timestamp};
use metering::PlatformCost;
use metering::forecast::{self, Band, TooFew};
use metering::payback;
use metering::period::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// What may come, from every day since the first request, and from where net stood at the end of each day that counts.
pub(super) fn forecast(
    ahead: &Ahead<'_>,
    platform: &PlatformCost,
    known: &[Day],
    nets: &[(Date, PicoSum)],
) -> Result<RoiForecast, TooFew> {
    let basis = Basis::of(known, ahead.today)?;
    let until = forecast::until(ahead.today);
    let (starts, dates) = ahead.days_to(until);
    let saved = basis.savings.sums(ahead.left(), &dates);
    // Today's share of the platform's cost is in what is known.
    let tomorrow = payback::next(ahead.today);
    let known_net = nets.last().map_or(PicoSum::default(), |(_, net)| *net);
    let net = |(date, band): (&Date, &Band)| band.plus(known_net - platform.of_days(tomorrow, payback::next(*date)));
    let net: Vec<Band> = dates.iter().zip(&saved).map(net).collect();
    let pays_back = |case: fn(&Band) -> PicoSum| {
        let past = nets.iter().copied().filter(|(date, _)| *date < ahead.today);
        let coming = dates.iter().copied().zip(net.iter().map(case));
        payback::paid_back(platform, &past.chain(coming).collect::<Vec<_>>()).map(|date| date.to_string())
    };
    Ok(RoiForecast {
        method: forecast::METHOD.to_owned(),
        basis_days: basis.savings.basis_days as u64,
        until: until.to_string(),
        buckets: starts.iter().zip(&net).map(forecast_bucket).collect(),
        pays_back_on: ForecastPayback {
            low: pays_back(|band| band.low),
            base: pays_back(|band| band.base),
            high: pays_back(|band| band.high),
        },
        month_end: basis.month_end(ahead, known),
    })
}

fn forecast_bucket((start, net): (&Timestamp, &Band)) -> ForecastBucket {
    ForecastBucket {
        start: (*start).into(),
        low_net_usd: net.low.into(),
        base_net_usd: net.base.into(),
        high_net_usd: net.high.into(),
    }
}

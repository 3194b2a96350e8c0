//! What stands around every figure: the span it covers, and how much of the traffic it knows.

use super::Moment;
use metering::Measures;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The span an answer covers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// The name it was asked by, such as `30d`; null for dates.
    pub name: Option<String>,
    /// Where it begins, this moment included.
    pub from: Moment,
    /// Where it ends, this moment excluded. May lie ahead of `as_of`: today ends at midnight.
    pub to: Moment,
    /// The IANA zone its days are counted in.
    #[schema(example = "Europe/Berlin")]
    pub tz: String,
}

/// How wide a bucket is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// 15 minutes.
    Quarter,
    /// A UTC-aligned hour.
    Hour,
    /// A calendar day in the period's zone.
    Day,
    /// An ISO week, Monday first, in the period's zone.
    Week,
    /// A calendar month in the period's zone.
    Month,
}

/// How many requests a figure knows, and why not the others. `with_baseline` and the parts of `no_estimate` sum to
/// `requests`; so do `priced` and `unpriced`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    /// All requests of the span.
    pub requests: u64,
    /// Those whose cost is known.
    pub priced: u64,
    /// Those whose cost is not known; they are in no sum of money.
    pub unpriced: u64,
    /// Those whose tokens were estimated, because the provider reported none.
    pub estimated: u64,
    /// Those with a baseline: the ones that savings are made of.
    pub with_baseline: u64,
    /// Those without, by reason.
    pub no_estimate: NoEstimateCounts,
}

/// Requests without an estimate of savings, by reason. No estimate is not a saving of zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct NoEstimateCounts {
    /// They failed; their cost is an overhead.
    pub failed: u64,
    /// Neither a requested model nor a configured baseline.
    pub no_baseline: u64,
    /// Their own price or the baseline's is missing.
    pub unpriced: u64,
}

impl From<&Measures> for Coverage {
    fn from(sums: &Measures) -> Self {
        Self {
            requests: sums.requests,
            priced: sums.requests.saturating_sub(sums.unpriced),
            unpriced: sums.unpriced,
            estimated: sums.estimated,
            with_baseline: sums.measured + sums.modelled,
            no_estimate: NoEstimateCounts {
                failed: sums.no_estimate_failed,
                no_baseline: sums.no_estimate_no_baseline,
                unpriced: sums.no_estimate_unpriced,
            },
        }
    }
}

impl From<Window> for metering::Grain {
    fn from(window: Window) -> Self {
        match window {
            Window::Quarter => Self::Quarter,
            Window::Hour => Self::Hour,
            Window::Day => Self::Day,
            Window::Week => Self::Week,
            Window::Month => Self::Month,
        }
    }
}

impl From<metering::Grain> for Window {
    fn from(grain: metering::Grain) -> Self {
        match grain {
            metering::Grain::Quarter => Self::Quarter,
            metering::Grain::Hour => Self::Hour,
            metering::Grain::Day => Self::Day,
            metering::Grain::Week => Self::Week,
            metering::Grain::Month => Self::Month,
        }
    }
}

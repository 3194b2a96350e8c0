//! What a request cost and what it saved, and how such figures add up. Pure: no IO, no clock, no randomness.

pub mod alert;
pub mod catalogue;
pub mod forecast;
pub mod histogram;
pub mod payback;
pub mod period;
pub mod platform;
pub mod price;
pub mod rating;
pub mod roi;
pub mod rollup;

pub use catalogue::{Catalogue, ModelFacts};
pub use histogram::Histogram;
pub use period::{Grain, Period, Zone};
pub use platform::PlatformCost;
pub use price::{ClassRates, PriceBook, PriceRow, ProviderInfo, RateTier};
pub use rating::{AttemptCost, Baseline, Drivers, LedgerRow, NoEstimate, Provenance, Rating, Unpriced, rate};
pub use rollup::{Dims, Fraction, Measures, PerfDims, PerfMeasures, contributions, perf_contributions};

//! What a tenant can know about its own traffic: one file an endpoint.

pub mod alert_preview;
pub mod alerts;
pub mod compare;
pub mod current;
pub mod dashboard;
pub mod events;
pub mod export_file;
pub mod exports;
mod month_end;
pub(crate) mod parts;
pub mod platform_cost;
pub mod provider_series;
pub mod providers;
pub mod roi;
pub mod roi_calculator;
pub mod savings;
pub mod series;
pub mod views;

//! The query parameters, as the OpenAPI document describes them. They are read in `ask.rs`, which refuses any other name.
#![allow(dead_code, reason = "these types only describe; `ask.rs` reads")]

use super::super::answer::Window;
use serde::Deserialize;
use store::Dimension;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What figures can be grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// By who answered.
    Provider,
    /// By model, whoever served it.
    Model,
    /// By API key.
    Key,
    /// By user.
    User,
    /// By route.
    Route,
    /// By client program.
    Client,
    /// By kind of request.
    RequestType,
}

impl From<GroupBy> for Dimension {
    fn from(group: GroupBy) -> Self {
        match group {
            GroupBy::Provider => Self::Provider,
            GroupBy::Model => Self::Model,
            GroupBy::Key => Self::Key,
            GroupBy::User => Self::User,
            GroupBy::Route => Self::Route,
            GroupBy::Client => Self::Client,
            GroupBy::RequestType => Self::RequestType,
        }
    }
}

/// Whose data, over which span.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct SpanParams {
    /// `today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`. Not together with dates.
    pub period: Option<String>,
    /// The first day, included: an ISO date in `tz`. Needs `end_date`.
    #[param(example = "2026-11-01")]
    pub start_date: Option<String>,
    /// The last day, included.
    #[param(example = "2026-11-30")]
    pub end_date: Option<String>,
    /// The IANA zone in which days are counted; the tenant's by default.
    #[param(example = "Europe/Berlin")]
    pub tz: Option<String>,
    /// The tenant; needed with the operator key, refused if it is not the caller's own otherwise.
    pub tenant_id: Option<Uuid>,
}

/// A span between two moments, instead of `period` or dates.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct MomentParams {
    /// The first moment, included: RFC 3339, cut to milliseconds. Needs `to`; at most 366 days; not together with `period` or
    /// dates.
    #[param(example = "2026-11-23T14:00:00Z")]
    pub from: Option<String>,
    /// The moment that ends the span, excluded.
    #[param(example = "2026-11-23T15:00:00Z")]
    pub to: Option<String>,
}

/// The zone and whose data, where the period stands in the path.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct PlaceParams {
    /// The IANA zone in which days are counted; the tenant's by default.
    pub tz: Option<String>,
    /// The tenant; needed with the operator key.
    pub tenant_id: Option<Uuid>,
}

/// Which rows count. Each may be given several times; several values are alternatives.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct FilterParams {
    /// Only this provider.
    pub provider: Option<Vec<String>>,
    /// Only this model.
    pub model: Option<Vec<String>>,
    /// Only this API key.
    pub key_id: Option<Vec<Uuid>>,
    /// Only this user.
    pub user_id: Option<Vec<Uuid>>,
    /// Only this route.
    pub route: Option<Vec<String>>,
    /// Only this client program.
    pub client: Option<Vec<String>>,
    /// Only this kind: `completion`, `chat` or `embedding`.
    pub request_type: Option<Vec<String>>,
}

/// How sums are cut over time and into groups.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct SeriesParams {
    /// One series a value of this; without it one series.
    #[param(inline)]
    pub group_by: Option<GroupBy>,
    /// How wide the buckets are; by default what gives 7 to 100 of them.
    #[param(inline)]
    pub grain: Option<Window>,
    /// How many groups stand alone, 1 to 50, 10 by default; the rest is one group `other`.
    pub top: Option<u32>,
}

/// Which span stands beside the one that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The same stretch of the period before: as long as what has passed of this one.
    Previous,
    /// The same dates a year before, up to the same moment; the 28th of February for the 29th.
    LastYear,
}

/// A second span beside the first.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct CompareParams {
    /// The span to compare with, which `compared` then holds.
    #[param(inline)]
    pub compare: Option<Compare>,
}

/// What a row of performance over time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PerformanceBy {
    /// A provider, all its models together.
    #[default]
    Provider,
    /// A model of the one provider that `provider` names.
    Model,
}

/// How performance is cut.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct PerformanceParams {
    /// Only this provider; may be given several times.
    pub provider: Option<Vec<String>>,
    /// How wide the buckets are: `hour`, `day`, `week` or `month`; by default what gives 7 to 100 of them. Percentiles rest
    /// on whole UTC hours, so `quarter` is refused.
    #[param(inline)]
    pub grain: Option<Window>,
    /// One row a provider, or one a model of the one provider that is named.
    #[param(inline)]
    pub by: Option<PerformanceBy>,
}

/// A page of a list.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Items a page, 1 to 1000.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Which ledger rows, beside the filters.
#[derive(IntoParams, Deserialize)]
#[into_params(parameter_in = Query)]
pub struct EventParams {
    /// Only complete answers, or only failures.
    pub succeeded: Option<bool>,
    /// Only this error.
    pub error_code: Option<String>,
    /// Only rows whose cost is known, or is not.
    pub priced: Option<bool>,
    /// Only this conversation.
    pub session_id: Option<Uuid>,
}

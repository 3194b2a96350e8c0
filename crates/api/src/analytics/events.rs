//! `GET /api/v1/analytics/events`: the rows behind a figure, newest first.

use crate::answer::{Coverage, EventRow, Moment, Period};
use crate::errors::Problem;
use crate::question::params::{EventParams, FilterParams, PageParams, SpanParams};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One page of rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EventsAnswer {
    /// The span.
    pub period: Period,
    /// When this was read.
    pub as_of: Moment,
    /// What the rows of this page know.
    pub coverage: Coverage,
    /// Whether sandbox rows are on this page.
    pub simulated: bool,
    /// The rows, newest first.
    pub items: Vec<EventRow>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// The rows behind a figure.
#[utoipa::path(get, path = "/api/v1/analytics/events", tag = "analytics", params(SpanParams, FilterParams, EventParams, PageParams),
    responses((status = 200, body = EventsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_events() -> Result<Json<EventsAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// One row.
#[utoipa::path(get, path = "/api/v1/analytics/events/{id}", tag = "analytics",
    params(("id" = uuid::Uuid, Path, description = "The event's id, which is the request's"), ("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = EventRow), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_event() -> Result<Json<EventRow>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

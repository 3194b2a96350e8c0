//! `GET /api/v1/analytics/events`: the rows behind a figure, newest first.

use crate::answer::{Coverage, EventRow, Moment, Period};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::ask::{FILTERS, MOMENTS, PAGE, ROWS, SPAN};
use crate::question::params::{EventParams, FilterParams, MomentParams, PageParams, SpanParams};
use crate::question::span::Span;
use crate::question::{Ask, Asked, page};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use domain::EventId;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::usage::EventQuery;
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
#[utoipa::path(get, path = "/api/v1/analytics/events", tag = "analytics", params(SpanParams, MomentParams, FilterParams, EventParams, PageParams),
    responses((status = 200, body = EventsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_events(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<EventsAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, MOMENTS, FILTERS, ROWS, PAGE]).await?;
    let span = asked.span("24h")?;
    let after = page::cursor(&asked.ask)?;
    let query = EventQuery { after, ..rows_asked(&asked.ask, &span, page::limit(&asked.ask, 100)?)? };
    let found = state.store.usage().events(asked.scope, &query).await?;
    Ok(Json(EventsAnswer {
        period: span.shown(),
        as_of: asked.now.into(),
        coverage: Coverage::of_rows(&found.items),
        simulated: found.items.iter().any(|row| row.event.simulated),
        items: found.items.iter().map(EventRow::from).collect(),
        next_cursor: found.next.as_ref().map(page::write).transpose()?,
    }))
}

/// The rows that are asked for, from the first on, in pages of `limit`.
pub(super) fn rows_asked(ask: &Ask, span: &Span, limit: usize) -> Result<EventQuery, Problem> {
    Ok(EventQuery {
        filters: ask.filters()?,
        succeeded: ask.typed("succeeded", "true or false")?,
        error_code: ask.typed("error_code", "an error code: a-z, 0-9 and '_'")?,
        priced: ask.typed("priced", "true or false")?,
        session_id: ask.typed("session_id", "a UUID")?,
        ..EventQuery::of(span.period.from, span.period.to, limit)
    })
}

/// One row.
#[utoipa::path(get, path = "/api/v1/analytics/events/{id}", tag = "analytics",
    params(("id" = uuid::Uuid, Path, description = "The event's id, which is the request's"), ("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = EventRow), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_event(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<EventRow>, Problem> {
    let scope = caller.scope(Ask::read(&uri, &[&["tenant_id"]])?.tenant_id()?, &state).await?;
    let id: EventId = id.parse().map_err(|_| Problem::not_found("event"))?;
    Ok(Json((&state.store.usage().event(scope, id).await?).into()))
}

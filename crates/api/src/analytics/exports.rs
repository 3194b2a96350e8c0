//! `GET|POST /api/v1/analytics/exports`, `GET|DELETE …/{id}`: the rows of a span as one file, made by a job.

use super::events::rows_asked;
use crate::admin::audit;
use crate::answer::{Moment, Period};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::{FILTERS, MOMENTS, ROWS, SPAN};
use crate::question::params::{EventParams, FilterParams, MomentParams, SpanParams};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use http::Uri;
use metering::Zone;
use serde::{Deserialize, Serialize};
use store::exports::{Admission, Export, ExportState, MOST_KEPT, MOST_UNFINISHED};
use store::usage::EventQuery;
use utoipa::ToSchema;
use uuid::Uuid;

/// Rows that the job reads at a time.
const PAGE_ROWS: usize = 1_000;

/// Where an export stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportStateName {
    /// Nobody has begun.
    Queued,
    /// Being made.
    Running,
    /// The file is there.
    Done,
    /// There will be no file; `error` says why.
    Failed,
}

/// Which rows are in a file. Several values of one list are alternatives; an empty list and null let everything through.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportFilters {
    /// Only these providers.
    pub provider: Vec<String>,
    /// Only these models.
    pub model: Vec<String>,
    /// Only these API keys.
    pub key_id: Vec<Uuid>,
    /// Only these users.
    pub user_id: Vec<Uuid>,
    /// Only these routes.
    pub route: Vec<String>,
    /// Only these client programs.
    pub client: Vec<String>,
    /// Only these kinds.
    pub request_type: Vec<String>,
    /// Only complete answers, or only failures.
    pub succeeded: Option<bool>,
    /// Only this error.
    pub error_code: Option<String>,
    /// Only rows whose cost is known, or is not.
    pub priced: Option<bool>,
    /// Only this conversation.
    pub session_id: Option<Uuid>,
}

/// An export and how far its file is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportItem {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: ExportStateName,
    /// The span, as it was settled when it was asked for; without a name, because it does not move.
    pub period: Period,
    /// Which of its rows.
    pub filters: ExportFilters,
    /// How many rows there are; null until they are counted.
    pub rows_total: Option<u64>,
    /// How many of them are in the file.
    pub rows_done: u64,
    /// Bytes of the file so far, as it is once it is unpacked.
    pub bytes: u64,
    /// When it was asked for.
    pub created_at: Moment,
    /// When the file was made, or given up; null before.
    pub done_at: Option<Moment>,
    /// When the file goes, a day after it was made; null before.
    pub expires_at: Option<Moment>,
    /// What the file is called.
    pub file_name: String,
    /// Why there is no file, and what to do; null otherwise.
    pub error: Option<String>,
}

/// Every export of the tenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExportList {
    /// The exports, newest first.
    pub items: Vec<ExportItem>,
    /// Always null: a tenant's exports fit one page.
    pub next_cursor: Option<String>,
}

/// Every export and how far its file is.
#[utoipa::path(get, path = "/api/v1/analytics/exports", tag = "analytics",
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = ExportList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_exports(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<ExportList>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let exports = state.store.exports().list(asked.scope).await?;
    Ok(Json(ExportList { items: exports.into_iter().map(item).collect::<Result<_, _>>()?, next_cursor: None }))
}

/// Asks for the rows of a span as one file; the same parameters as `GET …/events`, and no body. Rows that come in, are
/// swept or are priced again while it is made may stand in it either way.
#[utoipa::path(post, path = "/api/v1/analytics/exports", tag = "analytics", params(SpanParams, MomentParams, FilterParams, EventParams),
    responses((status = 202, body = ExportItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_export(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<(StatusCode, Json<ExportItem>), Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, MOMENTS, FILTERS, ROWS]).await?;
    let span = asked.span("24h")?;
    let query = rows_asked(&asked.ask, &span, PAGE_ROWS)?;
    let export = Export::queued(state.new_id(), query, span.period.zone.name().to_owned(), asked.now);
    match state.store.exports().add(asked.scope, &export).await? {
        Admission::Queued => {}
        Admission::Busy => {
            let detail = format!("{MOST_UNFINISHED} exports are not made yet.");
            return Err(Problem::too_many(detail).fix("Wait until one is done, or delete one."));
        }
        Admission::Full => {
            let detail = format!("There are {MOST_KEPT} exports already.");
            return Err(Problem::conflict(detail).fix("Delete one first; each goes by itself a day after it was made."));
        }
    }
    audit::note(&state, &caller.actor(), "export.create", export.id, Some(asked.scope.tenant_id())).await?;
    Ok((StatusCode::ACCEPTED, Json(item(export)?)))
}

/// One export and how far its file is.
#[utoipa::path(get, path = "/api/v1/analytics/exports/{id}", tag = "analytics",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = ExportItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_export(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<ExportItem>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    Ok(Json(item(state.store.exports().get(asked.scope, export_id(&id)?).await?)?))
}

/// Deletes an export with its file, or stops its making.
#[utoipa::path(delete, path = "/api/v1/analytics/exports/{id}", tag = "analytics",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_export(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let id = export_id(&id)?;
    state.store.exports().remove(asked.scope, id).await?;
    audit::note(&state, &caller.actor(), "export.delete", id, Some(asked.scope.tenant_id())).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn export_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found("export"))
}

/// What the file is called: `tollkeeper-requests-2026-11-01-to-2026-11-28.csv`, days in the span's zone.
pub(super) fn file_name(export: &Export) -> Result<String, Problem> {
    let zone = zone(export)?;
    let (first, last) = (zone.day(export.query.from), zone.day(export.query.to.plus_millis(-1)));
    Ok(format!("tollkeeper-requests-{first}-to-{last}.csv"))
}

fn zone(export: &Export) -> Result<Zone, Problem> {
    Zone::new(&export.zone).map_err(|_| {
        tracing::error!(export = %export.id, "an export names a zone that this version does not have");
        Problem::internal()
    })
}

fn item(export: Export) -> Result<ExportItem, Problem> {
    let file_name = file_name(&export)?;
    let (from, to) = (export.query.from.into(), export.query.to.into());
    Ok(ExportItem {
        id: export.id,
        state: match export.state {
            ExportState::Queued => ExportStateName::Queued,
            ExportState::Running => ExportStateName::Running,
            ExportState::Done => ExportStateName::Done,
            ExportState::Failed => ExportStateName::Failed,
            // No store shows what was removed.
            ExportState::Removed => return Err(Problem::not_found("export")),
        },
        period: Period { name: None, from, to, tz: zone(&export)?.name().to_owned() },
        filters: ExportFilters::from(&export.query),
        rows_total: export.rows_total,
        rows_done: export.rows_done,
        bytes: export.bytes,
        created_at: export.created_at.into(),
        done_at: export.done_at.map(Moment),
        expires_at: export.expires_at.map(Moment),
        file_name,
        error: export.error,
    })
}

impl From<&EventQuery> for ExportFilters {
    fn from(query: &EventQuery) -> Self {
        fn texts<T: ToString>(names: &[T]) -> Vec<String> {
            names.iter().map(ToString::to_string).collect()
        }
        let of = &query.filters;
        Self {
            provider: texts(&of.providers),
            model: texts(&of.models),
            key_id: of.keys.iter().map(|id| id.0).collect(),
            user_id: of.users.iter().map(|id| id.0).collect(),
            route: texts(&of.routes),
            client: texts(&of.clients),
            request_type: of.request_types.iter().map(|kind| kind.as_str().to_owned()).collect(),
            succeeded: query.succeeded,
            error_code: query.error_code.as_ref().map(ToString::to_string),
            priced: query.priced,
            session_id: query.session_id.map(|id| id.0),
        }
    }
}

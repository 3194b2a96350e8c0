//! `/api/v1/admin/jobs`: what runs by the clock, how it went, and running it now.

use super::audit;
use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::question::Ask;
use crate::question::ask::PAGE;
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use store::jobs::JobState;
use utoipa::ToSchema;

/// One job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobItem {
    /// Its name.
    pub name: String,
    /// When the last run began; null where none did.
    pub begun_at: Option<Moment>,
    /// When a run last came to its end.
    pub succeeded_at: Option<Moment>,
    /// Whether the last run came to its end; null while it runs, or where it was killed.
    pub ok: Option<bool>,
    /// What the last run changed, in the job's own unit.
    pub changed: Option<u64>,
    /// Until when a process holds the job; it says so again while it runs.
    pub held_until: Option<Moment>,
    /// Whether someone asked for a run that has not begun yet.
    pub asked: bool,
}

/// Every job that ever ran.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobList {
    /// The jobs, by name.
    pub items: Vec<JobItem>,
    /// Always null: there are few.
    pub next_cursor: Option<String>,
}

/// Every job that ever ran, and how it went.
#[utoipa::path(get, path = "/api/v1/admin/jobs", tag = "admin", params(crate::question::params::PageParams),
    responses((status = 200, body = JobList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_jobs(State(state): State<ApiState>, _: Operator, uri: Uri) -> Result<Json<JobList>, Problem> {
    Ask::read(&uri, &[PAGE])?;
    let items = state.store.jobs().list().await?.into_iter().map(Into::into).collect();
    Ok(Json(JobList { items, next_cursor: None }))
}

/// Makes a job due: a worker begins it within seconds, or when the run under way has ended.
#[utoipa::path(post, path = "/api/v1/admin/jobs/{name}/run", tag = "admin", params(("name" = String, Path)),
    responses((status = 202), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn run_job(
    State(state): State<ApiState>,
    operator: Operator,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    // Only what a worker has run before is a job: anything else would wait for ever.
    let known = state.store.jobs().list().await?;
    let job = known.into_iter().find(|job| job.name == name).ok_or_else(|| Problem::not_found("job"))?;
    state.store.jobs().ask(&job.name, state.clock.now()).await?;
    audit::note(&state, &operator.actor, "job.run", job.name, None).await?;
    Ok(StatusCode::ACCEPTED)
}

impl From<JobState> for JobItem {
    fn from(job: JobState) -> Self {
        Self {
            name: job.name,
            begun_at: job.begun_at.map(Into::into),
            succeeded_at: job.succeeded_at.map(Into::into),
            ok: job.last.map(|last| last.ok),
            changed: job.last.map(|last| last.changed),
            held_until: job.held_until.map(Into::into),
            asked: job.asked,
        }
    }
}

//! `/api/v1/admin/dead-letters`: events that could not be counted; fixed and replayed, or given up.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One dead letter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterItem {
    /// Its name: partition and offset as one word.
    pub id: String,
    /// Where it stood: log and partition.
    pub partition: String,
    /// And offset.
    pub offset: u64,
    /// Why, such as `unknown_field`.
    pub reason: String,
    /// The field at fault.
    pub field: Option<String>,
    /// Whose it says it is.
    pub tenant_id: Option<Uuid>,
    /// Its id.
    pub event_id: Option<Uuid>,
    /// The known fields of the event; null where nothing was readable.
    #[schema(value_type = Option<Object>)]
    pub known: Option<serde_json::Value>,
    /// When it was filed.
    pub at: Moment,
}

/// How many there are of a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReasonCount {
    /// The reason.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// Dead letters, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterList {
    /// The letters of this page.
    pub items: Vec<DeadLetterItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
    /// All of them, by reason.
    pub counts: Vec<ReasonCount>,
}

/// What to replay instead of the known fields as they are.
#[derive(Clone, PartialEq, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReplayBody {
    /// The fixed event, whole, by the usage event's field names; as it stands in `known` by default.
    #[schema(value_type = Option<Object>)]
    pub event: Option<serde_json::Value>,
}

/// Every dead letter.
#[utoipa::path(get, path = "/api/v1/admin/dead-letters", tag = "admin", params(crate::question::params::PageParams),
    responses((status = 200, body = DeadLetterList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_dead_letters() -> Result<Json<DeadLetterList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Publishes the event again, and removes the letter once that was taken.
#[utoipa::path(post, path = "/api/v1/admin/dead-letters/{id}/replay", tag = "admin", request_body = Option<ReplayBody>, params(("id" = String, Path)),
    responses((status = 202), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn replay_dead_letter() -> Result<StatusCode, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Gives a letter up.
#[utoipa::path(delete, path = "/api/v1/admin/dead-letters/{id}", tag = "admin", params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_dead_letter() -> Result<StatusCode, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

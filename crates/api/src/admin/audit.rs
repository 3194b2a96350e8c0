//! `GET /api/v1/admin/audit`: who changed what.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditItem {
    /// When.
    pub at: Moment,
    /// Who: `operator`, or `key:` and its id.
    pub actor: String,
    /// What, such as `key.revoke`.
    pub action: String,
    /// To what, as an id.
    pub subject: String,
    /// In which tenant.
    pub tenant_id: Option<Uuid>,
}

/// Acts, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditList {
    /// The acts, at most `limit`.
    pub items: Vec<AuditItem>,
    /// Always null: ask for more with `limit`.
    pub next_cursor: Option<String>,
}

/// Who changed what.
#[utoipa::path(get, path = "/api/v1/admin/audit", tag = "admin",
    params(("tenant_id" = Option<Uuid>, Query, description = "Only in this tenant"), ("limit" = Option<u32>, Query, description = "At most so many, 1 to 1000; 100 by default")),
    responses((status = 200, body = AuditList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_audit() -> Result<Json<AuditList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

//! `GET /api/v1/admin/audit`: who changed what.

use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::question::{Ask, page};
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use domain::TenantId;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::audit::AuditEntry;
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
pub async fn list_audit(State(state): State<ApiState>, _: Operator, uri: Uri) -> Result<Json<AuditList>, Problem> {
    let ask = Ask::read(&uri, &[&["tenant_id", "limit"]])?;
    let entries = state.store.audit().list(ask.tenant_id()?, page::limit(&ask, 100)?).await?;
    let item = |entry: AuditEntry| AuditItem {
        at: entry.at.into(),
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        tenant_id: entry.tenant_id.map(|id| id.0),
    };
    Ok(Json(AuditList { items: entries.into_iter().map(item).collect(), next_cursor: None }))
}

/// Files an act.
pub(crate) async fn note(
    state: &ApiState,
    actor: &str,
    action: &str,
    subject: impl ToString,
    tenant_id: Option<TenantId>,
) -> Result<(), Problem> {
    let entry = AuditEntry {
        at: state.clock.now(),
        actor: actor.to_owned(),
        action: action.to_owned(),
        subject: subject.to_string(),
        tenant_id,
    };
    Ok(state.store.audit().add(entry).await?)
}

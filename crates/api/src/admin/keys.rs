//! `/api/v1/admin/tenants/{id}/keys`: API keys, shown once, hashed at rest, revoked at once.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A key to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKeyBody {
    /// What its owner calls it, 1 to 100 characters.
    pub name: String,
    /// Whose requests these are, where the key is personal.
    #[serde(default)]
    pub user_id: Option<Uuid>,
}

/// A key, without the key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyItem {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub tenant_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its first characters, to recognise it by.
    pub prefix: String,
    /// Whose requests these are.
    pub user_id: Option<Uuid>,
    /// When it was made.
    pub created_at: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// A key just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewKeyAnswer {
    /// The key itself, shown this once.
    #[schema(example = "tk_…")]
    pub key: String,
    /// Its record.
    #[serde(flatten)]
    pub item: KeyItem,
}

/// Keys, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyList {
    /// The keys of this page.
    pub items: Vec<KeyItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// Makes a key. It works from the moment this answers.
#[utoipa::path(post, path = "/api/v1/admin/tenants/{id}/keys", tag = "admin", request_body = NewKeyBody, params(("id" = Uuid, Path, description = "The tenant")),
    responses((status = 201, body = NewKeyAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_key() -> Result<(StatusCode, Json<NewKeyAnswer>), Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// A tenant's keys, revoked ones included.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}/keys", tag = "admin", params(("id" = Uuid, Path, description = "The tenant"), crate::question::params::PageParams),
    responses((status = 200, body = KeyList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_keys() -> Result<Json<KeyList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Revokes a key. It no longer works from the moment this answers, nor do sessions made from it.
#[utoipa::path(delete, path = "/api/v1/admin/tenants/{id}/keys/{key_id}", tag = "admin",
    params(("id" = Uuid, Path, description = "The tenant"), ("key_id" = Uuid, Path)),
    responses((status = 200, body = KeyItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn revoke_key() -> Result<Json<KeyItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

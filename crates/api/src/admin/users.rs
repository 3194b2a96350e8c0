//! `/api/v1/admin/tenants/{id}/users`: names for the user ids that events carry.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A user to name.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserBody {
    /// What to show, 1 to 100 characters.
    pub name: String,
    /// An address.
    #[serde(default)]
    pub email: Option<String>,
    /// The id in events, or the text that clients send as `user`; a new id by default.
    #[serde(default)]
    pub external_id: Option<String>,
}

/// A user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserItem {
    /// The id in events.
    pub id: Uuid,
    /// What to show.
    pub name: String,
    /// An address.
    pub email: Option<String>,
    /// When it was added.
    pub created_at: Moment,
}

/// Users by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UserList {
    /// The users of this page.
    pub items: Vec<UserItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// Adds or renames a user.
#[utoipa::path(post, path = "/api/v1/admin/tenants/{id}/users", tag = "admin", request_body = UserBody, params(("id" = Uuid, Path, description = "The tenant")),
    responses((status = 201, body = UserItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn put_user() -> Result<(StatusCode, Json<UserItem>), Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// A tenant's users.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}/users", tag = "admin", params(("id" = Uuid, Path, description = "The tenant"), crate::question::params::PageParams),
    responses((status = 200, body = UserList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_users() -> Result<Json<UserList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Removes a user's name; events keep the id.
#[utoipa::path(delete, path = "/api/v1/admin/tenants/{id}/users/{user_id}", tag = "admin",
    params(("id" = Uuid, Path, description = "The tenant"), ("user_id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn remove_user() -> Result<StatusCode, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

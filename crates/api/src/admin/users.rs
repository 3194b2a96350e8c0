//! `/api/v1/admin/tenants/{id}/users`: names for the user ids that events carry.

use super::audit;
use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::question::ask::PAGE;
use crate::question::body::Body;
use crate::question::{Ask, page};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use domain::UserId;
use http::StatusCode;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::users::User;
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
pub async fn put_user(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    Body(body): Body<UserBody>,
) -> Result<(StatusCode, Json<UserItem>), Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    super::check_name("name", &body.name)?;
    if let Some(email) = &body.email {
        super::check_name("email", email)?;
    }
    let tenant_id = scope.tenant_id();
    let id = match &body.external_id {
        Some(text) => UserId::derive(tenant_id, text),
        None => UserId(state.new_id()),
    };
    let user = User { id, name: body.name, email: body.email, created_at: state.clock.now() };
    state.store.users().put(scope, user).await?;
    state.live.publish(tenant_id);
    audit::note(&state, &operator.actor, "user.put", id, Some(tenant_id)).await?;
    Ok((StatusCode::CREATED, Json(state.store.users().get(scope, id).await?.into())))
}

/// A tenant's users.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}/users", tag = "admin", params(("id" = Uuid, Path, description = "The tenant"), crate::question::params::PageParams),
    responses((status = 200, body = UserList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_users(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<UserList>, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    let ask = Ask::read(&uri, &[PAGE])?;
    let (items, next_cursor) = page::slice(state.store.users().list(scope).await?, &ask)?;
    Ok(Json(UserList { items: items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Removes a user's name; events keep the id.
#[utoipa::path(delete, path = "/api/v1/admin/tenants/{id}/users/{user_id}", tag = "admin",
    params(("id" = Uuid, Path, description = "The tenant"), ("user_id" = Uuid, Path)),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn remove_user(
    State(state): State<ApiState>,
    operator: Operator,
    Path((id, user_id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    let user_id: UserId = user_id.parse().map_err(|_| Problem::not_found("user"))?;
    state.store.users().remove(scope, user_id).await?;
    state.live.publish(scope.tenant_id());
    audit::note(&state, &operator.actor, "user.remove", user_id, Some(scope.tenant_id())).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<User> for UserItem {
    fn from(user: User) -> Self {
        Self { id: user.id.0, name: user.name, email: user.email, created_at: user.created_at.into() }
    }
}

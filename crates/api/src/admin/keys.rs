//! `/api/v1/admin/tenants/{id}/keys`: API keys, shown once, hashed at rest, revoked at once.

use super::audit;
use crate::answer::Moment;
use crate::auth::Operator;
use crate::auth::hash;
use crate::errors::Problem;
use crate::question::ask::PAGE;
use crate::question::body::Body;
use crate::question::{Ask, page};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use domain::{KeyId, UserId};
use http::StatusCode;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::ApiKey;
use store::keys::NewKey;
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
pub async fn create_key(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    Body(body): Body<NewKeyBody>,
) -> Result<(StatusCode, Json<NewKeyAnswer>), Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    super::check_name("name", &body.name)?;
    if state.tenant(scope).await?.closed_at.is_some() {
        return Err(Problem::conflict("The tenant is closed; its keys would not work."));
    }
    let (key, prefix, hashed) = hash::new_key(&state.random);
    let new = NewKey {
        key_id: KeyId(state.new_id()),
        name: body.name,
        prefix,
        hash: hashed,
        user_id: body.user_id.map(UserId),
        created_at: state.clock.now(),
    };
    let made = state.store.keys().create(scope, new).await?;
    state.keys.put(hashed, made.clone());
    audit::note(&state, &operator.actor, "key.create", made.key_id, Some(scope.tenant_id())).await?;
    let answer = NewKeyAnswer { key: key.expose().to_owned(), item: (&made).into() };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A tenant's keys, revoked ones included.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}/keys", tag = "admin", params(("id" = Uuid, Path, description = "The tenant"), crate::question::params::PageParams),
    responses((status = 200, body = KeyList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_keys(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<KeyList>, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    let ask = Ask::read(&uri, &[PAGE])?;
    let (items, next_cursor) = page::slice(state.store.keys().list(scope).await?, &ask)?;
    Ok(Json(KeyList { items: items.iter().map(Into::into).collect(), next_cursor }))
}

/// Revokes a key. It no longer works from the moment this answers, nor do sessions made from it.
#[utoipa::path(delete, path = "/api/v1/admin/tenants/{id}/keys/{key_id}", tag = "admin",
    params(("id" = Uuid, Path, description = "The tenant"), ("key_id" = Uuid, Path)),
    responses((status = 200, body = KeyItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn revoke_key(
    State(state): State<ApiState>,
    operator: Operator,
    Path((id, key_id)): Path<(String, String)>,
) -> Result<Json<KeyItem>, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    let key_id: KeyId = key_id.parse().map_err(|_| Problem::not_found("key"))?;
    let key = state.store.keys().revoke(scope, key_id, state.clock.now()).await?;
    state.keys.revoke(key_id);
    // Sockets that were opened with it look again, and close.
    state.live.publish(scope.tenant_id());
    audit::note(&state, &operator.actor, "key.revoke", key_id, Some(scope.tenant_id())).await?;
    Ok(Json((&key).into()))
}

impl From<&ApiKey> for KeyItem {
    fn from(key: &ApiKey) -> Self {
        Self {
            id: key.key_id.0,
            tenant_id: key.tenant_id().0,
            name: key.name.clone(),
            prefix: key.prefix.clone(),
            user_id: key.user_id.map(|id| id.0),
            created_at: key.created_at.into(),
            revoked_at: key.revoked_at.map(Moment),
        }
    }
}

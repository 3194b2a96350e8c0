//! `POST|GET|DELETE /api/v1/session`: signing a browser in and out.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What to sign in with: one of the two.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// An API key of a tenant, or the operator key.
    #[serde(default)]
    pub key: Option<String>,
    /// The token of a one-time sign-in link.
    #[serde(default)]
    pub link: Option<String>,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionAnswer {
    /// A tenant's key, or the operator.
    pub kind: SessionKind,
    /// The tenant; null for the operator.
    pub tenant: Option<crate::analytics::dashboard::TenantCard>,
    /// The key; null for the operator.
    pub key: Option<KeyCard>,
    /// When the session ends; null for a key sent with each request.
    pub expires_at: Option<Moment>,
    /// When this was answered.
    pub as_of: Moment,
}

/// Who a session speaks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A tenant's API key.
    Tenant,
    /// The operator.
    Operator,
}

/// Which key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyCard {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
}

/// Signs in: sets an HttpOnly, SameSite=Strict cookie that lives as long as the key it came from, at most 12 hours.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignInBody,
    responses((status = 200, body = SessionAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn sign_in() -> Result<Json<SessionAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Who am I? 401 when nobody.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = SessionAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn who_am_i() -> Result<Json<SessionAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn sign_out() -> Result<StatusCode, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

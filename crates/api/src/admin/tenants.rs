//! `/api/v1/admin/tenants`: customers.

use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A tenant to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTenantBody {
    /// Its name, unique, 1 to 100 characters.
    pub name: String,
    /// The IANA zone its days are counted in; UTC by default.
    #[serde(default)]
    pub timezone: Option<String>,
}

/// What to change of a tenant.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantPatch {
    /// Its new name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its new zone: days, weeks and months are rebuilt.
    #[serde(default)]
    pub timezone: Option<String>,
}

/// A tenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TenantItem {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The IANA zone its days are counted in.
    pub timezone: String,
    /// When it was made.
    pub created_at: Moment,
    /// When it was closed: its keys no longer work.
    pub closed_at: Option<Moment>,
}

/// Tenants by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TenantList {
    /// The tenants of this page.
    pub items: Vec<TenantItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// Makes a tenant.
#[utoipa::path(post, path = "/api/v1/admin/tenants", tag = "admin", request_body = NewTenantBody,
    responses((status = 201, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_tenant() -> Result<(StatusCode, Json<TenantItem>), Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Every tenant.
#[utoipa::path(get, path = "/api/v1/admin/tenants", tag = "admin", params(crate::question::params::PageParams),
    responses((status = 200, body = TenantList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_tenants() -> Result<Json<TenantList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// One tenant.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_tenant() -> Result<Json<TenantItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Renames a tenant or moves it to another zone.
#[utoipa::path(patch, path = "/api/v1/admin/tenants/{id}", tag = "admin", request_body = TenantPatch, params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn change_tenant() -> Result<Json<TenantItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Closes a tenant: its keys stop working at once, its data is kept.
#[utoipa::path(post, path = "/api/v1/admin/tenants/{id}/close", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn close_tenant() -> Result<Json<TenantItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

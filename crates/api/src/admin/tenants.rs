//! `/api/v1/admin/tenants`: customers.

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
use domain::TenantId;
use http::StatusCode;
use http::Uri;
use metering::Zone;
use serde::{Deserialize, Serialize};
use store::Tenant;
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
pub async fn create_tenant(
    State(state): State<ApiState>,
    operator: Operator,
    Body(body): Body<NewTenantBody>,
) -> Result<(StatusCode, Json<TenantItem>), Problem> {
    super::check_name("name", &body.name)?;
    let timezone = Zone::new(body.timezone.as_deref().unwrap_or("UTC"))?.name().to_owned();
    let id = TenantId(state.new_id());
    let tenant = Tenant { id, name: body.name, timezone, created_at: state.clock.now(), closed_at: None };
    state.store.tenants().create(tenant.clone()).await?;
    audit::note(&state, &operator.actor, "tenant.create", id, Some(id)).await?;
    Ok((StatusCode::CREATED, Json(tenant.into())))
}

/// Every tenant.
#[utoipa::path(get, path = "/api/v1/admin/tenants", tag = "admin", params(crate::question::params::PageParams),
    responses((status = 200, body = TenantList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_tenants(State(state): State<ApiState>, _: Operator, uri: Uri) -> Result<Json<TenantList>, Problem> {
    let ask = Ask::read(&uri, &[PAGE])?;
    let (items, next_cursor) = page::slice(state.store.tenants().list().await?, &ask)?;
    Ok(Json(TenantList { items: items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// One tenant.
#[utoipa::path(get, path = "/api/v1/admin/tenants/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_tenant(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
) -> Result<Json<TenantItem>, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    Ok(Json(state.tenant(scope).await?.into()))
}

/// Renames a tenant or moves it to another zone.
#[utoipa::path(patch, path = "/api/v1/admin/tenants/{id}", tag = "admin", request_body = TenantPatch, params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn change_tenant(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    Body(patch): Body<TenantPatch>,
) -> Result<Json<TenantItem>, Problem> {
    let scope = super::tenant_of(&state, operator.proof, &id).await?;
    let id = scope.tenant_id();
    let zone = patch.timezone.as_deref().map(Zone::new).transpose()?;
    if let Some(name) = &patch.name {
        super::check_name("name", name)?;
        state.store.tenants().rename(id, name).await?;
        audit::note(&state, &operator.actor, "tenant.rename", id, Some(id)).await?;
    }
    if let Some(zone) = zone {
        state.store.ledger().rezone(id, zone.name()).await?;
        audit::note(&state, &operator.actor, "tenant.rezone", id, Some(id)).await?;
    }
    state.tenants.forget(id);
    state.live.publish(id);
    Ok(Json(state.tenant(scope).await?.into()))
}

/// Closes a tenant: its keys stop working at once, its data is kept.
#[utoipa::path(post, path = "/api/v1/admin/tenants/{id}/close", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = TenantItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn close_tenant(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
) -> Result<Json<TenantItem>, Problem> {
    let id = super::tenant_of(&state, operator.proof, &id).await?.tenant_id();
    let tenant = state.store.tenants().close(id, state.clock.now()).await?;
    state.keys.close_tenant(id);
    state.tenants.forget(id);
    state.live.publish(id);
    audit::note(&state, &operator.actor, "tenant.close", id, Some(id)).await?;
    Ok(Json(tenant.into()))
}

impl From<Tenant> for TenantItem {
    fn from(tenant: Tenant) -> Self {
        Self {
            id: tenant.id.0,
            name: tenant.name,
            timezone: tenant.timezone,
            created_at: tenant.created_at.into(),
            closed_at: tenant.closed_at.map(Moment),
        }
    }
}

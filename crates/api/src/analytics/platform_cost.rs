//! `GET|PUT /api/v1/analytics/platform-cost`: what running the platform costs a tenant.

use crate::admin::audit;
use crate::answer::Usd;
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::body::Body;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use domain::{Pico, PicoSum, money::PICO_PER_USD};
use http::Uri;
use metering::{PlatformCost, period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the platform costs from now on.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformCostBody {
    /// A month, 0 to 9000000.
    pub monthly_usd: Usd,
    /// Setting it up, once, 0 to 9000000; 0 by default.
    #[serde(default)]
    pub setup_usd: Usd,
    /// The day from which it costs and savings count: an ISO date in the tenant's zone, not after today. Null, the default,
    /// for the day of the first request.
    #[serde(default)]
    #[schema(example = "2026-11-01")]
    pub since: Option<String>,
}

/// What the platform costs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlatformCostItem {
    /// A month.
    pub monthly_usd: Usd,
    /// Setting it up, once.
    pub setup_usd: Usd,
    /// The day from which it costs and savings count, an ISO date; null for the day of the first request.
    pub since: Option<String>,
}

/// The most of either: what an amount that is kept can hold.
const MOST_USD: i64 = 9_000_000;

/// What the platform costs: nothing until it is put.
#[utoipa::path(get, path = "/api/v1/analytics/platform-cost", tag = "analytics",
    params(("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = PlatformCostItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_platform_cost(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<PlatformCostItem>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    Ok(Json(state.store.platform_cost().get(asked.scope).await?.into()))
}

/// Says what the platform costs, in place of what was said before.
#[utoipa::path(put, path = "/api/v1/analytics/platform-cost", tag = "analytics", request_body = PlatformCostBody,
    params(("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = PlatformCostItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn put_platform_cost(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
    Body(body): Body<PlatformCostBody>,
) -> Result<Json<PlatformCostItem>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let since = body.since.as_deref().map(|text| period::date("since", text)).transpose()?;
    if let Some(since) = since.filter(|since| *since > asked.zone.date_of(asked.now)) {
        return Err(Problem::bad("since", format!("`{since}` is after today."), "Give today or a day before it."));
    }
    let cost = PlatformCost {
        monthly: amount("monthly_usd", body.monthly_usd.0)?,
        setup: amount("setup_usd", body.setup_usd.0)?,
        since,
    };
    let tenant_id = asked.scope.tenant_id();
    state.store.platform_cost().put(asked.scope, cost).await?;
    audit::note(&state, &caller.actor(), "platform_cost.put", tenant_id, Some(tenant_id)).await?;
    state.live.publish(tenant_id);
    Ok(Json(cost.into()))
}

fn amount(field: &str, amount: PicoSum) -> Result<Pico, Problem> {
    let within = (0..=i128::from(MOST_USD) * PICO_PER_USD).contains(&amount.0);
    i64::try_from(amount.0).ok().filter(|_| within).map(Pico).ok_or_else(|| {
        Problem::bad(field, format!("`{amount}` cannot be `{field}`."), format!("Give 0 to {MOST_USD} dollars."))
    })
}

impl From<PlatformCost> for PlatformCostItem {
    fn from(cost: PlatformCost) -> Self {
        Self {
            monthly_usd: cost.monthly.into(),
            setup_usd: cost.setup.into(),
            since: cost.since.map(|date| date.to_string()),
        }
    }
}

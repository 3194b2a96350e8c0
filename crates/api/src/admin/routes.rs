//! `GET /api/v1/admin/routes`: the routes of the gateways' configuration.

use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::routes::ConfiguredRoute;
use utoipa::ToSchema;

/// A model that a route may ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RouteCandidateItem {
    /// The model, as `provider/model`.
    #[schema(example = "openai/gpt-5.4-mini")]
    pub model: String,
    /// Its share under the `weighted` strategy, 1 where none is configured; other strategies do not heed it.
    pub weight: u32,
    /// The hardest class of request that it is given first: `simple`, `moderate` or `complex`; null for any.
    pub max_complexity: Option<String>,
}

/// A route.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RouteItem {
    /// What clients send as `model`.
    pub name: String,
    /// How candidates are ordered: `cost_optimized`, `performance`, `priority` or `weighted`.
    pub strategy: String,
    /// Who can be asked, in the order of the configuration.
    pub candidates: Vec<RouteCandidateItem>,
    /// What savings are measured against, as `provider/model`; null where it is what the client named.
    pub baseline: Option<String>,
    /// When a gateway last started with it, or read it anew.
    pub seen_at: Moment,
}

/// Routes by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RouteList {
    /// The routes, as the gateway that started or reloaded last has them. One that it does not have is not here.
    pub items: Vec<RouteItem>,
    /// Always null.
    pub next_cursor: Option<String>,
}

/// The routes of the gateways' configuration.
#[utoipa::path(get, path = "/api/v1/admin/routes", tag = "admin",
    responses((status = 200, body = RouteList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_routes(State(state): State<ApiState>, _: Operator) -> Result<Json<RouteList>, Problem> {
    let items = state.store.routes().list().await?.into_iter().map(RouteItem::from).collect();
    Ok(Json(RouteList { items, next_cursor: None }))
}

impl From<ConfiguredRoute> for RouteItem {
    fn from(route: ConfiguredRoute) -> Self {
        let candidate = |candidate: store::routes::RouteCandidate| RouteCandidateItem {
            model: candidate.target.to_string(),
            weight: candidate.weight,
            max_complexity: candidate.max_complexity,
        };
        Self {
            name: route.name.to_string(),
            strategy: route.strategy,
            candidates: route.candidates.into_iter().map(candidate).collect(),
            baseline: route.baseline.map(|baseline| baseline.to_string()),
            seen_at: route.seen_at.into(),
        }
    }
}

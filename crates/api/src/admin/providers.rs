//! `GET /api/v1/admin/providers`: every provider ever configured, with its breakers.

use crate::analytics::parts;
use crate::analytics::providers::Breaker;
use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProviderItem {
    /// Its name in events.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Whose prices apply.
    pub catalogue: String,
    /// Whether what it answers is made up.
    pub simulated: bool,
    /// Its breaker; null where the gateway has not met it yet.
    pub breaker: Option<Breaker>,
    /// Breakers of single models that are not closed.
    pub models: Vec<ModelBreaker>,
    /// The routes that may ask it, by name, as in `GET /api/v1/admin/routes`.
    pub routes: Vec<String>,
}

/// A model's breaker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelBreaker {
    /// The model.
    pub model: String,
    /// Its breaker.
    pub breaker: Breaker,
}

/// Providers by name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProviderList {
    /// When the breakers were read.
    pub as_of: Moment,
    /// The providers.
    pub items: Vec<ProviderItem>,
    /// Always null.
    pub next_cursor: Option<String>,
}

/// Every provider ever configured.
#[utoipa::path(get, path = "/api/v1/admin/providers", tag = "admin",
    responses((status = 200, body = ProviderList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_providers(State(state): State<ApiState>, _: Operator) -> Result<Json<ProviderList>, Problem> {
    let board = state.health.read();
    let routes = state.store.routes().list().await?;
    let item = |info: metering::ProviderInfo| ProviderItem {
        breaker: parts::provider_breaker(&board, &info.name),
        models: board
            .models(&info.name)
            .filter(|(_, status)| status.state != cache::BreakerState::Closed)
            .map(|(model, status)| ModelBreaker { model: model.to_string(), breaker: status.into() })
            .collect(),
        routes: routes
            .iter()
            .filter(|route| route.candidates.iter().any(|candidate| candidate.target.provider == info.name))
            .map(|route| route.name.to_string())
            .collect(),
        name: info.name.to_string(),
        kind: info.kind,
        catalogue: info.catalogue.to_string(),
        simulated: info.simulated,
    };
    let mut items: Vec<_> = state.store.prices().providers().await?.into_iter().map(item).collect();
    items.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Json(ProviderList { as_of: state.clock.now().into(), items, next_cursor: None }))
}

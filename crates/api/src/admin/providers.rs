//! `GET /api/v1/admin/providers`: every provider ever configured, with its breakers.

use crate::analytics::providers::Breaker;
use crate::answer::Moment;
use crate::errors::Problem;
use axum::Json;
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
pub async fn list_providers() -> Result<Json<ProviderList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

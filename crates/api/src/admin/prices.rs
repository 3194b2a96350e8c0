//! `/api/v1/admin/prices`: the price list and tenants' overrides, effective-dated.

use crate::answer::{Moment, Usd};
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Dollars a million tokens, by class. Null is unknown or not offered, never free.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RatesBody {
    /// Uncached input.
    pub input_usd_per_mtok: Option<Usd>,
    /// Input read from a prompt cache.
    pub cache_read_usd_per_mtok: Option<Usd>,
    /// Input written to a prompt cache of five minutes.
    pub cache_write_5m_usd_per_mtok: Option<Usd>,
    /// Input written to a prompt cache of one hour.
    pub cache_write_1h_usd_per_mtok: Option<Usd>,
    /// Output, reasoning included unless that is priced apart.
    pub output_usd_per_mtok: Option<Usd>,
    /// Reasoning, where priced apart.
    pub reasoning_usd_per_mtok: Option<Usd>,
}

/// Rates under a condition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierBody {
    /// The provider's service tier (`batch`, `priority`); null for the standard one.
    #[serde(default)]
    pub service_tier: Option<String>,
    /// Holds for prompts of more input tokens than this.
    #[serde(default)]
    pub above_input_tokens: u64,
    /// What a million tokens cost then; a null class falls back to the standard tier's.
    pub rates: RatesBody,
}

/// A price to add.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPriceBody {
    /// A tenant's override; null for the list price.
    #[serde(default)]
    pub tenant_id: Option<Uuid>,
    /// The catalogue: a provider's `catalogue` setting.
    pub catalogue: String,
    /// The model.
    pub model: String,
    /// From when; now by default. In the past, what it touches is priced again.
    #[serde(default)]
    pub effective_from: Option<Moment>,
    /// Until when, excluded; open by default.
    #[serde(default)]
    pub effective_to: Option<Moment>,
    /// The standard tier first, then the conditional ones; 1 to 16.
    pub tiers: Vec<TierBody>,
    /// Where the figure comes from, 1 to 200 characters.
    pub source: String,
}

/// One price row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PriceItem {
    /// Its id; ledger rows keep it.
    pub id: i64,
    /// Whose override; null for the list price.
    pub tenant_id: Option<Uuid>,
    /// The catalogue.
    pub catalogue: String,
    /// The model.
    pub model: String,
    /// From when.
    pub effective_from: Moment,
    /// Until when, excluded; null for open.
    pub effective_to: Option<Moment>,
    /// The rates.
    pub tiers: Vec<TierBody>,
    /// Where the figure comes from.
    pub source: String,
}

/// Prices, by catalogue, model and begin.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PriceList {
    /// The rows of this page.
    pub items: Vec<PriceItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
}

/// A model that was used and has no price.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnpricedItem {
    /// The provider.
    pub provider: String,
    /// The catalogue a price belongs in.
    pub catalogue: String,
    /// The model.
    pub model: String,
    /// Requests in the last 30 days whose cost is not known.
    pub requests: u64,
}

/// Models without a price, most used first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnpricedList {
    /// The models.
    pub items: Vec<UnpricedItem>,
    /// Always null.
    pub next_cursor: Option<String>,
}

/// Adds a price; the open row of the same owner and model ends where it begins, and rows it touches are priced again.
#[utoipa::path(post, path = "/api/v1/admin/prices", tag = "admin", request_body = NewPriceBody,
    responses((status = 201, body = PriceItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn add_price() -> Result<(StatusCode, Json<PriceItem>), Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// The price list with every override.
#[utoipa::path(get, path = "/api/v1/admin/prices", tag = "admin",
    params(("catalogue" = Option<String>, Query, description = "Only this catalogue"), ("model" = Option<String>, Query, description = "Only this model"),
        ("tenant_id" = Option<Uuid>, Query, description = "Only this tenant's overrides"), crate::question::params::PageParams),
    responses((status = 200, body = PriceList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_prices() -> Result<Json<PriceList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Ends a price now; rows from now on are unpriced unless another holds.
#[utoipa::path(post, path = "/api/v1/admin/prices/{id}/close", tag = "admin", params(("id" = i64, Path)),
    responses((status = 200, body = PriceItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn close_price() -> Result<Json<PriceItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Models that were used in the last 30 days and have no price.
#[utoipa::path(get, path = "/api/v1/admin/prices/unpriced", tag = "admin",
    responses((status = 200, body = UnpricedList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_unpriced() -> Result<Json<UnpricedList>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

//! `/api/v1/admin/prices`: the price list and tenants' overrides, effective-dated.

use super::audit;
use crate::answer::{Moment, Usd};
use crate::auth::Operator;
use crate::errors::Problem;
use crate::question::ask::PAGE;
use crate::question::body::Body;
use crate::question::{Ask, page};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use domain::{ModelName, PicoSum, PriceId, ProviderName, TenantId};
use http::StatusCode;
use http::Uri;
use metering::{ClassRates, PriceRow, RateTier};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::prices::NewPrice;
use store::rollups::RollupQuery;
use store::{Dimension, Filters};
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
pub async fn add_price(
    State(state): State<ApiState>,
    operator: Operator,
    Body(body): Body<NewPriceBody>,
) -> Result<(StatusCode, Json<PriceItem>), Problem> {
    let tenant_id = body.tenant_id.map(TenantId);
    if let Some(id) = tenant_id {
        state.store.tenants().get(id).await?;
    }
    let price = new_price(body, state.clock.now())?;
    let row = state.store.prices().add(price, state.clock.now()).await?;
    audit::note(&state, &operator.actor, "price.add", row.id.0, tenant_id).await?;
    state.hooks.price_changed(&row).await;
    Ok((StatusCode::CREATED, Json((&row).into())))
}

/// The price list with every override.
#[utoipa::path(get, path = "/api/v1/admin/prices", tag = "admin",
    params(("catalogue" = Option<String>, Query, description = "Only this catalogue"), ("model" = Option<String>, Query, description = "Only this model"),
        ("tenant_id" = Option<Uuid>, Query, description = "Only this tenant's overrides"), crate::question::params::PageParams),
    responses((status = 200, body = PriceList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_prices(State(state): State<ApiState>, _: Operator, uri: Uri) -> Result<Json<PriceList>, Problem> {
    let ask = Ask::read(&uri, &[&["catalogue", "model", "tenant_id"], PAGE])?;
    let (catalogue, model, tenant_id) = (ask.one("catalogue")?, ask.one("model")?, ask.tenant_id()?);
    let mut rows = state.store.prices().all().await?;
    rows.retain(|row| {
        catalogue.is_none_or(|name| row.catalogue.as_str() == name)
            && model.is_none_or(|name| row.model.as_str() == name)
            && tenant_id.is_none_or(|id| row.tenant_id == Some(id))
    });
    rows.sort_by(|a, b| {
        (&a.catalogue, &a.model, a.effective_from, a.id).cmp(&(&b.catalogue, &b.model, b.effective_from, b.id))
    });
    let (items, next_cursor) = page::slice(rows, &ask)?;
    Ok(Json(PriceList { items: items.iter().map(Into::into).collect(), next_cursor }))
}

/// Ends a price now; rows from now on are unpriced unless another holds.
#[utoipa::path(post, path = "/api/v1/admin/prices/{id}/close", tag = "admin", params(("id" = i64, Path)),
    responses((status = 200, body = PriceItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn close_price(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
) -> Result<Json<PriceItem>, Problem> {
    let id = PriceId(id.parse().map_err(|_| Problem::not_found("price"))?);
    let row = state.store.prices().close(id, state.clock.now()).await?;
    audit::note(&state, &operator.actor, "price.close", id.0, row.tenant_id).await?;
    state.hooks.price_changed(&row).await;
    Ok(Json((&row).into()))
}

/// Models that were used in the last 30 days and have no price.
#[utoipa::path(get, path = "/api/v1/admin/prices/unpriced", tag = "admin",
    responses((status = 200, body = UnpricedList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_unpriced(State(state): State<ApiState>, operator: Operator) -> Result<Json<UnpricedList>, Problem> {
    let now = state.clock.now();
    let infos = state.store.prices().providers().await?;
    let mut found: BTreeMap<(ProviderName, String), u64> = BTreeMap::new();
    for tenant in state.store.tenants().list().await? {
        for info in &infos {
            let query = RollupQuery {
                from: now.floor_to(900_000).plus_millis(-30 * 86_400_000),
                to: now.floor_to(900_000).plus_millis(900_000),
                grain: None,
                zone: tenant.timezone.clone(),
                filters: Filters { providers: vec![info.name.clone()], ..Filters::default() },
                group_by: Some(Dimension::Model),
            };
            for point in state.store.rollups().series(operator.proof.scope(tenant.id), &query).await? {
                let Some(model) = point.group.filter(|_| point.measures.unpriced > 0) else { continue };
                *found.entry((info.name.clone(), model)).or_default() += point.measures.unpriced;
            }
        }
    }
    let catalogue =
        |provider: &ProviderName| infos.iter().find(|info| info.name == *provider).map(|info| &info.catalogue);
    let item = |((provider, model), requests): ((ProviderName, String), u64)| UnpricedItem {
        catalogue: catalogue(&provider).unwrap_or(&provider).to_string(),
        provider: provider.to_string(),
        model,
        requests,
    };
    let mut items: Vec<_> = found.into_iter().map(item).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.requests));
    Ok(Json(UnpricedList { items, next_cursor: None }))
}

fn new_price(body: NewPriceBody, now: domain::Timestamp) -> Result<NewPrice, Problem> {
    let source = body.source.trim();
    if source.is_empty() || source.chars().count() > 200 {
        return Err(Problem::bad(
            "source",
            "`source` is empty or too long.",
            "Say in 1 to 200 characters where it comes from.",
        ));
    }
    if !(1..=16).contains(&body.tiers.len()) {
        return Err(Problem::bad("tiers", "There must be 1 to 16 tiers.", "Give the standard tier first."));
    }
    if body.tiers[0].service_tier.is_some() || body.tiers[0].above_input_tokens != 0 {
        return Err(Problem::bad(
            "tiers",
            "The first tier has a condition.",
            "Give the standard tier, without one, first.",
        ));
    }
    let effective_from = body.effective_from.map_or(now, |moment| moment.0);
    let effective_to = body.effective_to.map(|moment| moment.0);
    if effective_to.is_some_and(|end| end <= effective_from) {
        return Err(Problem::bad("effective_to", "The price ends before it begins.", "Give a later end, or none."));
    }
    Ok(NewPrice {
        tenant_id: body.tenant_id.map(TenantId),
        catalogue: ProviderName::new(&body.catalogue)
            .map_err(|_| Problem::bad("catalogue", "`catalogue` is not a name.", "Use a-z, 0-9, '.', '_' and '-'."))?,
        model: ModelName::new(&body.model)
            .map_err(|_| Problem::bad("model", "`model` is not a name.", "Use letters, digits and . _ : / @ + -."))?,
        effective_from,
        effective_to,
        tiers: body.tiers.iter().map(tier).collect::<Result<_, _>>()?,
        source: source.to_owned(),
    })
}

fn tier(body: &TierBody) -> Result<RateTier, Problem> {
    let service_tier = body.service_tier.as_deref().map(str::parse).transpose();
    let rates = &body.rates;
    Ok(RateTier {
        service_tier: service_tier.map_err(|_| {
            Problem::bad("service_tier", "`service_tier` is not a word.", "Use the provider's own, such as batch.")
        })?,
        above_input_tokens: body.above_input_tokens,
        rates: ClassRates {
            input: per_token("input_usd_per_mtok", rates.input_usd_per_mtok)?,
            cache_read: per_token("cache_read_usd_per_mtok", rates.cache_read_usd_per_mtok)?,
            cache_write_5m: per_token("cache_write_5m_usd_per_mtok", rates.cache_write_5m_usd_per_mtok)?,
            cache_write_1h: per_token("cache_write_1h_usd_per_mtok", rates.cache_write_1h_usd_per_mtok)?,
            output: per_token("output_usd_per_mtok", rates.output_usd_per_mtok)?,
            reasoning: per_token("reasoning_usd_per_mtok", rates.reasoning_usd_per_mtok)?,
        },
    })
}

/// Tokens in a million.
const MTOK: i128 = 1_000_000;

/// Pico-dollars a token; exact or refused, and never negative.
fn per_token(field: &str, usd: Option<Usd>) -> Result<Option<i64>, Problem> {
    let Some(Usd(PicoSum(pico))) = usd else { return Ok(None) };
    let exact = pico >= 0 && pico % MTOK == 0 && pico / MTOK <= 1_000_000_000_000;
    match i64::try_from(pico / MTOK) {
        Ok(rate) if exact => Ok(Some(rate)),
        _ => Err(Problem::bad(
            field,
            format!("`{field}` cannot be kept as whole pico-dollars a token."),
            "Give 0 to 1000000 dollars a million tokens with at most 6 decimals.",
        )),
    }
}

impl From<&PriceRow> for PriceItem {
    fn from(row: &PriceRow) -> Self {
        let usd = |rate: Option<i64>| rate.map(|pico| Usd(PicoSum(i128::from(pico) * MTOK)));
        let tier = |tier: &RateTier| TierBody {
            service_tier: tier.service_tier.as_ref().map(ToString::to_string),
            above_input_tokens: tier.above_input_tokens,
            rates: RatesBody {
                input_usd_per_mtok: usd(tier.rates.input),
                cache_read_usd_per_mtok: usd(tier.rates.cache_read),
                cache_write_5m_usd_per_mtok: usd(tier.rates.cache_write_5m),
                cache_write_1h_usd_per_mtok: usd(tier.rates.cache_write_1h),
                output_usd_per_mtok: usd(tier.rates.output),
                reasoning_usd_per_mtok: usd(tier.rates.reasoning),
            },
        };
        Self {
            id: row.id.0,
            tenant_id: row.tenant_id.map(|id| id.0),
            catalogue: row.catalogue.to_string(),
            model: row.model.to_string(),
            effective_from: row.effective_from.into(),
            effective_to: row.effective_to.map(Moment),
            tiers: row.tiers.iter().map(tier).collect(),
            source: row.source.clone(),
        }
    }
}

//! Prices: effective-dated rows of `provider_cost_configs`, and the book that finds the one in force.

use domain::{ModelName, PriceId, ProviderName, TenantId, Timestamp, Token, Usage};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Pico-dollars a token, by class. `None` is unknown or not offered, never free.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRates {
    /// Uncached input.
    pub input: Option<i64>,
    /// Input read from a prompt cache.
    pub cache_read: Option<i64>,
    /// Input written to a prompt cache of five minutes.
    pub cache_write_5m: Option<i64>,
    /// Input written to a prompt cache of one hour.
    pub cache_write_1h: Option<i64>,
    /// Output that is not reasoning, and reasoning too where `reasoning` is `None`.
    pub output: Option<i64>,
    /// Reasoning output, where a provider prices it apart.
    pub reasoning: Option<i64>,
}

/// Rates that hold under a condition; the first tier of a row is the standard one and has no condition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateTier {
    /// The provider's service tier (`batch`, `priority`), or `None` for the standard one.
    pub service_tier: Option<Token>,
    /// Holds for prompts of more than this many input tokens in all.
    pub above_input_tokens: u64,
    /// What a token costs then. A class that is `None` here falls back to the standard tier's; reasoning to this tier's
    /// output price, where it has one.
    pub rates: ClassRates,
}

/// One price of one model from one moment on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PriceRow {
    /// The row's id; events keep it.
    pub id: PriceId,
    /// Whose override this is; `None` for the list price.
    pub tenant_id: Option<TenantId>,
    /// The catalogue that the model belongs to: a provider's `catalogue` setting.
    pub catalogue: ProviderName,
    /// The model.
    pub model: ModelName,
    /// From when it holds, this moment included.
    pub effective_from: Timestamp,
    /// Until when it holds, this moment excluded; `None` for open.
    pub effective_to: Option<Timestamp>,
    /// The standard tier first, then the conditional ones.
    pub tiers: Vec<RateTier>,
    /// Where the figure comes from.
    pub source: String,
}

/// What the store knows of a configured provider, so that a consumer prices without the config file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProviderInfo {
    /// Its name in events.
    pub name: ProviderName,
    /// Its kind, such as `openai-compatible`.
    pub kind: String,
    /// Whose prices apply.
    pub catalogue: ProviderName,
    /// Whether what it answers is made up.
    pub simulated: bool,
}

/// Every price and provider, for looking up. Rebuilt when a price changes, shared behind an `Arc`.
#[derive(Clone, Debug, Default)]
pub struct PriceBook {
    rows: HashMap<(ProviderName, ModelName), Vec<PriceRow>>,
    providers: HashMap<ProviderName, ProviderInfo>,
    version: u64,
}

impl PriceBook {
    /// A book of these rows and providers.
    #[must_use]
    pub fn new(rows: Vec<PriceRow>, providers: Vec<ProviderInfo>) -> Self {
        let mut by_model: HashMap<_, Vec<PriceRow>> = HashMap::new();
        for row in rows {
            by_model.entry((row.catalogue.clone(), row.model.clone())).or_default().push(row);
        }
        let providers = providers.into_iter().map(|info| (info.name.clone(), info)).collect();
        Self { rows: by_model, providers, version: 0 }
    }

    /// The same book, known as the prices' state of this number.
    #[must_use]
    pub fn of_version(self, version: u64) -> Self {
        Self { version, ..self }
    }

    /// Which state of the prices this is, as the store counts them: what was rated with it is written only while it is
    /// the newest.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// What is known of a provider.
    #[must_use]
    pub fn provider(&self, name: &ProviderName) -> Option<&ProviderInfo> {
        self.providers.get(name)
    }

    /// The price in force at `at`: the tenant's own row if it has one, else the list price; of several the latest begun.
    #[must_use]
    pub fn find(
        &self,
        tenant: TenantId,
        provider: &ProviderName,
        model: &ModelName,
        at: Timestamp,
    ) -> Option<&PriceRow> {
        let catalogue = self.providers.get(provider).map_or(provider, |info| &info.catalogue);
        let rows = self.rows.get(&(catalogue.clone(), model.clone()))?;
        rows.iter()
            .filter(|row| row.tenant_id.is_none_or(|owner| owner == tenant))
            .filter(|row| row.effective_from <= at && row.effective_to.is_none_or(|end| at < end))
            .max_by_key(|row| (row.tenant_id.is_some(), row.effective_from, row.id))
    }

    /// Whether a catalogue has a model at all, whatever the date.
    #[must_use]
    pub fn knows(&self, catalogue: &ProviderName, model: &str) -> bool {
        ModelName::new(model).is_ok_and(|model| self.rows.contains_key(&(catalogue.clone(), model)))
    }
}

impl PriceRow {
    /// Whether this row says what a service tier costs. The standard one it always does; of another, such as `flex` or
    /// `priority`, only a tier of that name tells, because it may cost half or double.
    #[must_use]
    pub fn prices_tier(&self, service_tier: Option<&Token>) -> bool {
        let standard = service_tier.is_none_or(|tier| matches!(tier.as_str(), "default" | "standard" | "auto"));
        standard || self.tiers.iter().any(|tier| tier.service_tier.as_ref() == service_tier)
    }

    /// The rates for a request of this usage and tier.
    #[must_use]
    pub fn rates_for(&self, usage: &Usage, service_tier: Option<&Token>) -> ClassRates {
        let input = usage.input_total();
        let standard = self.tiers.first().map(|tier| tier.rates).unwrap_or_default();
        let best = self
            .tiers
            .iter()
            .filter(|tier| tier.service_tier.is_none() || tier.service_tier.as_ref() == service_tier)
            .filter(|tier| tier.above_input_tokens == 0 || input > tier.above_input_tokens)
            .max_by_key(|tier| (tier.service_tier.is_some(), tier.above_input_tokens));
        let chosen = best.map(|tier| tier.rates).unwrap_or(standard);
        ClassRates {
            input: chosen.input.or(standard.input),
            cache_read: chosen.cache_read.or(standard.cache_read),
            cache_write_5m: chosen.cache_write_5m.or(standard.cache_write_5m),
            cache_write_1h: chosen.cache_write_1h.or(standard.cache_write_1h),
            output: chosen.output.or(standard.output),
            // Reasoning is a part of output: a tier that prices output anew (batch, long prompts) prices both.
            reasoning: chosen.reasoning.or(if chosen.output.is_some() { None } else { standard.reasoning }),
        }
    }
}

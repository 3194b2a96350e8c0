//! The catalogue: list prices and limits of models, compiled in, so that a first start needs no network.
//!
//! `catalogue/models.jsonl` holds a line for the whole and one line a model; `cargo run -p xtask -- catalogue <csv>`
//! makes it. Its prices hold from the start of 2026 on (the source has no history), so that every event of 2026 has one.
//! A price that a deployment knows better is a new row in the store, not an edit here.

mod parse;

pub use parse::CatalogueError;

use crate::RateTier;
use domain::{ModelName, ProviderName, Timestamp};
use std::collections::BTreeMap;

/// What kind of endpoint a model answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Chat.
    Chat,
    /// OpenAI's Responses API only.
    Responses,
    /// Embeddings.
    Embedding,
    /// Text completion.
    Completion,
}

/// What is known of a model beside its price. `None` and `false` are unknown or not offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModelFacts {
    /// What it answers.
    pub mode: Mode,
    /// The longest prompt, in tokens.
    pub max_input_tokens: Option<u64>,
    /// The longest answer, in tokens.
    pub max_output_tokens: Option<u64>,
    /// Whether it calls tools.
    pub tools: bool,
    /// Whether it reads images.
    pub vision: bool,
    /// Whether it reasons before it answers.
    pub reasoning: bool,
    /// Whether it has a prompt cache.
    pub prompt_caching: bool,
    /// When its provider ends it.
    pub deprecation_date: Option<jiff::civil::Date>,
}

/// A list price, ready to become a row of `provider_cost_configs`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPrice {
    /// The catalogue.
    pub catalogue: ProviderName,
    /// The model.
    pub model: ModelName,
    /// From when it holds.
    pub effective_from: Timestamp,
    /// The standard tier, then `batch` and prompts above 200,000 tokens where they are priced.
    pub tiers: Vec<RateTier>,
    /// Where the figures come from.
    pub source: String,
}

/// A model's facts and its price tiers; no tiers where no figure is known.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Entry {
    facts: ModelFacts,
    tiers: Vec<RateTier>,
}

/// Every model of every catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Catalogue {
    date: String,
    effective_from: Timestamp,
    source: String,
    models: BTreeMap<ProviderName, BTreeMap<ModelName, Entry>>,
}

/// The catalogue that this version was built with. Parses it anew, so call it once.
///
/// # Panics
/// Never: the file is part of the program, and a test parses it.
#[must_use]
pub fn builtin() -> Catalogue {
    #[allow(clippy::expect_used)]
    Catalogue::parse(include_str!("../catalogue/models.jsonl"))
        .expect("the built-in catalogue is valid, as a test shows")
}

impl Catalogue {
    /// The month its figures are of, such as `2026-11`.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// Where its figures come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every price in it, by catalogue and model. A model without any known price has none.
    pub fn prices(&self) -> impl Iterator<Item = ListPrice> + '_ {
        self.entries().filter(|(_, _, entry)| !entry.tiers.is_empty()).map(|(catalogue, model, entry)| ListPrice {
            catalogue: catalogue.clone(),
            model: model.clone(),
            effective_from: self.effective_from,
            tiers: entry.tiers.clone(),
            source: self.source.clone(),
        })
    }

    /// What is known of a model, by its name as the catalogue has it.
    #[must_use]
    pub fn facts(&self, catalogue: &str, model: &str) -> Option<&ModelFacts> {
        self.models.get(catalogue)?.get(model).map(|entry| &entry.facts)
    }

    /// A model's price tiers; `None` where no price is known.
    #[must_use]
    pub fn tiers(&self, catalogue: &str, model: &str) -> Option<&[RateTier]> {
        let tiers = &self.models.get(catalogue)?.get(model)?.tiers;
        (!tiers.is_empty()).then_some(tiers.as_slice())
    }

    /// The models of a catalogue, sorted; none of an unknown one.
    pub fn models<'a>(&'a self, catalogue: &str) -> impl Iterator<Item = &'a ModelName> + use<'a> {
        self.models.get(catalogue).into_iter().flat_map(BTreeMap::keys)
    }

    /// The catalogues that have a model of this name, sorted.
    pub fn catalogues_with<'a>(&'a self, model: &'a str) -> impl Iterator<Item = &'a ProviderName> {
        self.models.iter().filter(move |(_, models)| models.contains_key(model)).map(|(catalogue, _)| catalogue)
    }

    /// How many models it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.models.values().map(BTreeMap::len).sum()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn entries(&self) -> impl Iterator<Item = (&ProviderName, &ModelName, &Entry)> {
        self.models
            .iter()
            .flat_map(|(catalogue, models)| models.iter().map(move |(model, entry)| (catalogue, model, entry)))
    }
}

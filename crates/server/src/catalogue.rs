//! The built-in catalogue as the server needs it: models by catalogue for the gateway, prices for the store.

use domain::{ModelName, ProviderName};
use gateway::ModelSetup;
use metering::catalogue::{Catalogue, Mode, ModelFacts, builtin};
use routing::Supports;
use store::prices::NewPrice;

/// The catalogue's models.
pub struct Models(Catalogue);

impl Models {
    /// What this build carries.
    pub fn builtin() -> Self {
        Self(builtin())
    }

    /// Whether a catalogue has a model.
    pub fn has(&self, catalogue: &str, model: &str) -> bool {
        self.0.facts(catalogue, model).is_some()
    }

    /// The models of a catalogue that one of our endpoints can serve.
    pub fn of(&self, catalogue: &ProviderName) -> Vec<(ModelName, ModelSetup)> {
        let models = self.0.models(catalogue.as_str());
        models
            .filter_map(|model| {
                let facts = self.0.facts(catalogue.as_str(), model.as_str())?;
                Some((model.clone(), setup(facts)?))
            })
            .collect()
    }

    /// The list prices.
    pub fn prices(&self) -> Vec<NewPrice> {
        let new = |price: metering::catalogue::ListPrice| NewPrice {
            tenant_id: None,
            catalogue: price.catalogue,
            model: price.model,
            effective_from: price.effective_from,
            effective_to: None,
            tiers: price.tiers,
            source: price.source,
        };
        self.0.prices().map(new).collect()
    }
}

fn setup(facts: &ModelFacts) -> Option<ModelSetup> {
    let (chat, completion, embedding) = match facts.mode {
        Mode::Chat => (true, false, false),
        Mode::Completion => (false, true, false),
        Mode::Embedding => (false, false, true),
        Mode::Responses => return None,
    };
    let supports = Supports {
        chat: Some(chat),
        completion: Some(completion),
        embedding: Some(embedding),
        tools: Some(facts.tools),
        vision: Some(facts.vision),
        context_tokens: facts.max_input_tokens,
    };
    Some(ModelSetup { supports, max_output_tokens: facts.max_output_tokens })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_demo_and_the_readme_name_is_there() {
        let models = Models::builtin();
        for (catalogue, model) in
            [("openai", "gpt-5.4-mini"), ("anthropic", "claude-haiku-4-5"), ("mistral", "mistral-large-4")]
        {
            assert!(models.has(catalogue, model), "{catalogue}/{model}");
        }
        let openai = models.of(&ProviderName::new("openai").unwrap());
        let embedding = openai.iter().find(|(name, _)| name.as_str() == "text-embedding-3-small").unwrap().1;
        assert_eq!((embedding.supports.chat, embedding.supports.embedding), (Some(false), Some(true)));
        assert!(models.prices().len() > openai.len());
    }
}

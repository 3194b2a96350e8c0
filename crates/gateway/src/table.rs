//! The table that requests are planned from: providers, models, routes. Built once from the settings, swapped whole on a
//! reload, so that a request sees one configuration from beginning to end.

use crate::settings::{Limits, ModelSetup, OnClientGone, RouteCandidate, RouteSetup, Settings};
use crate::telemetry;
use domain::{ErrorKind, Fault, ModelName, ModelRef, ProviderName, RequestType, RouteName, Secret};
use routing::{RetrySettings, Strategy, Supports};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// A provider as requests see it.
pub struct Upstream {
    /// Its name.
    pub name: ProviderName,
    /// How it is spoken to.
    pub wire: wire::Upstream,
    /// Its key.
    pub api_key: Option<Secret>,
    /// What happens when a client leaves.
    pub on_client_gone: OnClientGone,
    base_url: http::Uri,
    models: HashMap<ModelName, ModelSetup>,
    refuses_usage_option: AtomicBool,
    answered: OnceLock<metrics::Counter>,
}

impl Upstream {
    /// Counts its complete answers. Looked up once: every request passes here.
    pub fn answered(&self) -> &metrics::Counter {
        let count = || metrics::counter!(telemetry::ATTEMPTS, "provider" => self.name.to_string(), "outcome" => "ok");
        self.answered.get_or_init(count)
    }

    /// Whether what it answers is made up.
    #[must_use]
    pub fn simulated(&self) -> bool {
        self.wire.provider.simulated()
    }

    /// What a model of it can do at an endpoint, as far as its catalogue and its wire know.
    #[must_use]
    pub fn supports(&self, model: &ModelName, endpoint: wire::Endpoint) -> Supports {
        let mut supports = self.models.get(model).copied().unwrap_or_default().supports;
        if !self.wire.supports(endpoint) {
            match endpoint.request_type() {
                Some(RequestType::Chat) => supports.chat = Some(false),
                Some(RequestType::Completion) => supports.completion = Some(false),
                Some(RequestType::Embedding) => supports.embedding = Some(false),
                None => {}
            }
        }
        supports
    }

    /// The most a model writes, in tokens, where its catalogue knows.
    #[must_use]
    pub fn max_output_tokens(&self, model: &ModelName) -> Option<u64> {
        self.models.get(model).and_then(|known| known.max_output_tokens)
    }

    /// Whether streams may be asked for usage: until it has refused the option once.
    #[must_use]
    pub fn takes_usage_option(&self) -> bool {
        self.wire.provider.knows_usage_request() && !self.refuses_usage_option.load(Ordering::Relaxed)
    }

    /// Remembers that it refuses the option.
    pub fn refuse_usage_option(&self) {
        self.refuses_usage_option.store(true, Ordering::Relaxed);
    }

    /// The address of a path at this provider. `path` begins with a slash and stands after the base URL's own path.
    #[must_use]
    pub fn address(&self, path: &str, query: Option<&str>) -> String {
        let scheme = self.base_url.scheme_str().unwrap_or("https");
        let authority = self.base_url.authority().map_or("", http::uri::Authority::as_str);
        let base = self.base_url.path().trim_end_matches('/');
        match query {
            Some(query) => format!("{scheme}://{authority}{base}{path}?{query}"),
            None => format!("{scheme}://{authority}{base}{path}"),
        }
    }
}

/// A route as requests see it.
pub struct Route {
    /// Its name.
    pub name: RouteName,
    /// How candidates are ordered.
    pub strategy: &'static dyn Strategy,
    /// Who can be asked, in the order of the configuration.
    pub candidates: Vec<(Arc<Upstream>, RouteCandidate)>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
}

/// What a client's `model` stands for.
pub enum Target<'a> {
    /// A route.
    Route(&'a Route),
    /// One model of one provider.
    Model(&'a Arc<Upstream>, ModelRef),
}

/// Providers, models and routes.
pub struct Table {
    providers: HashMap<ProviderName, Arc<Upstream>>,
    order: Vec<Arc<Upstream>>,
    routes: HashMap<RouteName, Route>,
    /// Sizes and times.
    pub limits: Limits,
    /// Retrying.
    pub retry: RetrySettings,
}

/// A route names a provider that is not configured.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("route `{route}` names the provider `{provider}`, which is not configured: add a [[provider]] of that name")]
pub struct UnknownProvider {
    /// The route.
    pub route: RouteName,
    /// The provider.
    pub provider: ProviderName,
}

impl Table {
    /// Builds the table. What `old` has learnt of a provider of the same address is kept.
    ///
    /// # Errors
    /// A candidate of an unknown provider.
    pub fn build(settings: Settings, old: Option<&Self>) -> Result<Self, UnknownProvider> {
        let order: Vec<Arc<Upstream>> = settings
            .providers
            .into_iter()
            .map(|setup| {
                let known = old.and_then(|old| old.providers.get(&setup.name));
                let refuses = known.is_some_and(|known| {
                    known.base_url == setup.base_url && known.refuses_usage_option.load(Ordering::Relaxed)
                });
                Arc::new(Upstream {
                    name: setup.name,
                    wire: wire::Upstream::new(setup.kind, setup.catalogue.as_str()),
                    api_key: setup.api_key,
                    on_client_gone: setup.on_client_gone,
                    base_url: setup.base_url,
                    models: setup.models.into_iter().collect(),
                    refuses_usage_option: AtomicBool::new(refuses),
                    answered: OnceLock::new(),
                })
            })
            .collect();
        let providers: HashMap<_, _> = order.iter().map(|upstream| (upstream.name.clone(), upstream.clone())).collect();
        let mut routes = HashMap::new();
        for route in settings.routes {
            let RouteSetup { name, strategy, candidates, baseline } = route;
            let candidates = candidates
                .into_iter()
                .map(|candidate| match providers.get(&candidate.target.provider) {
                    Some(upstream) => Ok((upstream.clone(), candidate)),
                    None => Err(UnknownProvider { route: name.clone(), provider: candidate.target.provider.clone() }),
                })
                .collect::<Result<_, _>>()?;
            routes.insert(name.clone(), Route { name, strategy, candidates, baseline });
        }
        Ok(Self { providers, order, routes, limits: settings.limits, retry: settings.retry })
    }

    /// What a client's `model` stands for: a route's name, `provider/model`, or a model that the catalogue of a provider
    /// has (of several, the first configured).
    ///
    /// # Errors
    /// `NotFound`; the text is not repeated, since anything may stand there.
    pub fn resolve(&self, model: &str) -> Result<Target<'_>, Fault> {
        if let Some(route) = self.routes.get(model) {
            return Ok(Target::Route(route));
        }
        if let Some((provider, rest)) = model.split_once('/')
            && let Some(upstream) = self.providers.get(provider)
        {
            let name = ModelName::new(rest).map_err(|error| {
                Fault::new(ErrorKind::NotFound, format!("after `{provider}/` there is no model name: {error}"))
            })?;
            return Ok(Target::Model(upstream, ModelRef { provider: upstream.name.clone(), model: name }));
        }
        self.order
            .iter()
            .find_map(|upstream| {
                let (name, _) = upstream.models.get_key_value(model)?;
                Some(Target::Model(upstream, ModelRef { provider: upstream.name.clone(), model: name.clone() }))
            })
            .ok_or_else(|| self.unknown())
    }

    fn unknown(&self) -> Fault {
        let mut providers: Vec<&str> = self.order.iter().map(|upstream| upstream.name.as_str()).collect();
        providers.truncate(12);
        let mut routes: Vec<&str> = self.routes.keys().map(RouteName::as_str).collect();
        routes.sort_unstable();
        routes.truncate(12);
        let known = match (providers.is_empty(), routes.is_empty()) {
            (true, _) => "no provider is configured yet: add a [[provider]] to the configuration".to_owned(),
            (false, true) => format!("providers: {}", providers.join(", ")),
            (false, false) => format!("providers: {}; routes: {}", providers.join(", "), routes.join(", ")),
        };
        Fault::new(
            ErrorKind::NotFound,
            format!(
                "there is no such model or route here; `model` is a route's name, `provider/model`, or a model of a \
                 configured provider's catalogue ({known}); GET /v1/models lists them all"
            ),
        )
    }

    /// All that can be sent as `model`: routes first, then `provider/model` of every catalogue.
    #[must_use]
    pub fn listed(&self) -> Vec<wire::ListedModel> {
        let entry = |id: String, owner: &str, name: String, known: ModelSetup| wire::ListedModel {
            id,
            owned_by: owner.to_owned(),
            display_name: name,
            created_unix_s: 0,
            max_input_tokens: known.supports.context_tokens,
            max_output_tokens: known.max_output_tokens,
        };
        let mut names: Vec<&RouteName> = self.routes.keys().collect();
        names.sort();
        let mut listed: Vec<_> = names
            .into_iter()
            .map(|name| entry(name.to_string(), "tollkeeper", format!("Route {name}"), ModelSetup::default()))
            .collect();
        for upstream in &self.order {
            let mut models: Vec<_> = upstream.models.iter().collect();
            models.sort_by_key(|(model, _)| *model);
            listed.extend(models.into_iter().map(|(model, known)| {
                let label = if upstream.simulated() { " (simulated)" } else { "" };
                let name = format!("{model} at {}{label}", upstream.name);
                entry(format!("{}/{model}", upstream.name), upstream.name.as_str(), name, *known)
            }));
        }
        listed
    }

    /// Providers whose address or key is not what it was: what was learnt of their health says nothing any more.
    pub fn changed<'a>(&'a self, old: &'a Self) -> impl Iterator<Item = &'a ProviderName> {
        self.order.iter().map(|upstream| (upstream, old.providers.get(&upstream.name))).filter_map(|(new, old)| {
            let old = old?;
            (old.base_url != new.base_url || old.api_key != new.api_key).then_some(&new.name)
        })
    }

    /// Whether any provider is configured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;

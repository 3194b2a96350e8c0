//! From the configuration to what the gateway is given: providers with the models of their catalogues, and routes.

use super::house::{House, Told};
use crate::config::{Config, Provider, Route};
use anyhow::{Context as _, Result};
use domain::{ProviderName, Secret, Timestamp};
use gateway::{OnClientGone, ProviderSetup, RouteSetup, Settings};
use metering::ProviderInfo;
use sandbox::{Profile, Sandbox, SandboxConfig};
use store::routes::{ConfiguredRoute, RouteCandidate};
use wire::Dialect;

/// Providers whose keys are used where no provider is configured, by the variables that their own SDKs read.
const WELL_KNOWN: &[(&str, &str)] = &[("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")];

/// What the gateway is given, and what the store remembers of it.
pub struct Plan {
    /// The gateway's settings.
    pub settings: Settings,
    told: Told,
}

impl Plan {
    /// Makes the plan. Starts the built-in sandbox if a provider needs it and it does not run yet.
    ///
    /// # Errors
    /// The sandbox does not start.
    pub async fn new(config: &Config, house: &mut House) -> Result<Self> {
        let providers = with_well_known(&config.providers, &|name| std::env::var(name).ok());
        start_sandbox(&providers, Profile::plain(), &mut house.sandbox).await?;
        Ok(Self::of(config, &providers, house, house.sandbox.as_ref()))
    }

    /// The plan of these providers.
    pub fn of(config: &Config, providers: &[Provider], house: &House, sandbox: Option<&sandbox::Running>) -> Self {
        let setups = providers.iter().filter_map(|provider| setup(provider, house, sandbox)).collect();
        let info = |provider: &Provider| ProviderInfo {
            name: provider.name.clone(),
            kind: provider.kind.kind().to_owned(),
            catalogue: provider.catalogue.clone(),
            simulated: provider.kind.simulated(),
        };
        let routes = config.routes.iter().map(|route| RouteSetup {
            name: route.name.clone(),
            strategy: route.strategy,
            candidates: route.candidates.clone(),
            baseline: route.baseline.clone(),
        });
        let settings =
            Settings { providers: setups, routes: routes.collect(), limits: config.sizes.gateway, retry: config.retry };
        let now = house.clock.now();
        let told = Told {
            providers: providers.iter().map(info).collect(),
            routes: config.roles.gateway.then(|| config.routes.iter().map(|route| shown(route, now)).collect()),
        };
        Self { settings, told }
    }

    /// Tells the store whose prices apply to whom and which routes there are, and reads the price book anew.
    ///
    /// # Errors
    /// The store fails.
    pub async fn publish(&self, house: &House) -> Result<()> {
        house.tell_store(self.told.clone()).await.context("filing the providers and routes")
    }
}

/// A route as people see it.
fn shown(route: &Route, now: Timestamp) -> ConfiguredRoute {
    let candidate = |candidate: &gateway::RouteCandidate| RouteCandidate {
        target: candidate.target.clone(),
        weight: candidate.weight,
        max_complexity: candidate.max_complexity.map(|class| class.as_str().to_owned()),
    };
    ConfiguredRoute {
        name: route.name.clone(),
        strategy: route.strategy.name().to_owned(),
        candidates: route.candidates.iter().map(candidate).collect(),
        baseline: route.baseline.clone(),
        seen_at: now,
    }
}

/// The configured providers, or where there are none, those whose well-known variables are set.
pub fn with_well_known(configured: &[Provider], variable: &dyn Fn(&str) -> Option<String>) -> Vec<Provider> {
    if !configured.is_empty() {
        return configured.to_vec();
    }
    let found = WELL_KNOWN.iter().filter_map(|(kind, name)| {
        let key = variable(name).filter(|key| !key.trim().is_empty())?;
        let kind = wire::providers::find(kind)?;
        Some(Provider {
            name: ProviderName::new(kind.kind()).ok()?,
            kind,
            base_url: kind.base_url().and_then(|url| url.parse().ok()),
            api_key: Some(Secret::new(key.trim())),
            catalogue: ProviderName::new(kind.catalogue().unwrap_or(kind.kind())).ok()?,
            on_client_gone: OnClientGone::default(),
        })
    });
    found.collect()
}

/// Starts the sandbox if a provider is played by it and it does not run.
///
/// # Errors
/// No socket for it.
pub async fn start_sandbox(
    providers: &[Provider],
    profile: Profile,
    running: &mut Option<sandbox::Running>,
) -> Result<()> {
    let wanted = providers.iter().any(|provider| provider.kind.simulated() && provider.base_url.is_none());
    if wanted && running.is_none() {
        let config = SandboxConfig { profile, entries_kept: 0, ..SandboxConfig::default() };
        let started = Sandbox::start(config).await.context("starting the simulated provider")?;
        tracing::info!(address = %started.addr, "the simulated provider runs; everything it answers is made up");
        *running = Some(started);
    }
    Ok(())
}

fn setup(provider: &Provider, house: &House, sandbox: Option<&sandbox::Running>) -> Option<ProviderSetup> {
    let base_url = match (&provider.base_url, sandbox) {
        (Some(url), _) => url.clone(),
        (None, Some(sandbox)) => {
            let name = provider.name.as_str();
            let url = match provider.kind.dialect(provider.catalogue.as_str()) {
                Dialect::OpenAi => sandbox.openai_url(name),
                Dialect::Anthropic => sandbox.anthropic_url(name),
            };
            url.parse().ok()?
        }
        (None, None) => return None,
    };
    Some(ProviderSetup {
        name: provider.name.clone(),
        kind: provider.kind,
        base_url,
        api_key: provider.api_key.clone(),
        catalogue: provider.catalogue.clone(),
        on_client_gone: provider.on_client_gone,
        models: house.models.of(&provider.catalogue),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_well_known_variables_configure_their_providers() {
        let found = with_well_known(&[], &|name| (name == "ANTHROPIC_API_KEY").then(|| "sk-1".to_owned()));
        let [provider] = &found[..] else { panic!("{found:?}") };
        assert_eq!((provider.name.as_str(), provider.catalogue.as_str()), ("anthropic", "anthropic"));
        assert!(provider.base_url.is_some());
        assert!(with_well_known(&[], &|_| None).is_empty());
        assert_eq!(with_well_known(&found, &|_| Some("x".into())).len(), 1, "what is configured stands alone");
    }
}

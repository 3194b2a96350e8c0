//! Reload: a valid configuration is taken without dropping a request, a bad one is refused and the old one stays.

use super::house::House;
use super::plan::{self, Plan};
use super::signals;
use crate::cli::Settings;
use crate::sources;
use crate::telemetry::metric;
use anyhow::Result;
use gateway::Gateway;
use sandbox::Profile;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Watches the configuration.
pub struct Reload {
    settings: Settings,
    house: Arc<House>,
    gateway: Arc<Gateway>,
    sandbox: Option<sandbox::Running>,
}

/// What tells one state of a file from another.
type Stamp = Option<(SystemTime, u64)>;

fn stamp(path: Option<&Path>) -> Stamp {
    let about = std::fs::metadata(path?).ok()?;
    Some((about.modified().ok()?, about.len()))
}

impl Reload {
    /// Watches what these settings name.
    pub fn new(
        settings: Settings,
        house: Arc<House>,
        gateway: Arc<Gateway>,
        sandbox: Option<sandbox::Running>,
    ) -> Self {
        Self { settings, house, gateway, sandbox }
    }

    /// Reloads on SIGHUP and when the file has changed, for as long as it runs.
    pub async fn watch(mut self) {
        let mut hangups = signals::reloads();
        let mut seen = stamp(self.settings.config.as_deref());
        let mut looks = tokio::time::interval(LOOK);
        loop {
            let asked = tokio::select! {
                () = signals::next(&mut hangups) => true,
                _ = looks.tick() => false,
            };
            let now = stamp(self.settings.config.as_deref());
            // A file that is not there now is being replaced: an editor moves the new one into its place.
            if !asked && (now == seen || now.is_none()) {
                continue;
            }
            seen = now;
            match self.apply().await {
                Ok(()) => {
                    metrics::counter!(metric::RELOADS, "outcome" => "applied").increment(1);
                    tracing::info!("the configuration was reloaded");
                }
                Err(error) => {
                    metrics::counter!(metric::RELOADS, "outcome" => "refused").increment(1);
                    tracing::error!("the new configuration is refused and the old one stays: {error:#}");
                }
            }
        }
    }

    async fn apply(&mut self) -> Result<()> {
        let config = sources::config(&self.settings)?;
        let providers = plan::with_well_known(&config.providers, &|name| std::env::var(name).ok());
        plan::start_sandbox(&providers, Profile::plain(), &mut self.sandbox).await?;
        let plan = Plan::of(&config, &providers, &self.house, self.sandbox.as_ref());
        plan.publish(&self.house).await?;
        self.gateway.reload(plan.settings)?;
        Ok(())
    }
}

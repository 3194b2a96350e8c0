//! Metrics: one list of every name there is, and the page that Prometheus reads.

use anyhow::{Result, anyhow};
use events::EventLog;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

/// The running version; always 1.
pub const BUILD: &str = "tollkeeper_build_info";
/// Reloads of the configuration, by outcome (`applied`, `refused`).
pub const RELOADS: &str = "tollkeeper_config_reloads_total";
/// Connections that are open.
pub const CONNECTIONS: &str = "tollkeeper_connections";
/// 1 while keys and prices are as the store has them, 0 while the store cannot be reached and the last ones stand.
pub const DIRECTORY_FRESH: &str = "tollkeeper_directory_fresh";
/// Bytes of journal on disk.
pub const JOURNAL_BYTES: &str = "tollkeeper_journal_bytes";
/// Bytes of journal allowed.
pub const JOURNAL_BUDGET_BYTES: &str = "tollkeeper_journal_budget_bytes";
/// Bytes of journal that the consumer has not acknowledged.
pub const JOURNAL_LAG_BYTES: &str = "tollkeeper_journal_lag_bytes";
/// Requests admitted and not settled.
pub const JOURNAL_OPEN: &str = "tollkeeper_journal_open_requests";
/// Settlements that the disk refused and that wait in memory.
pub const JOURNAL_DEFERRED: &str = "tollkeeper_journal_deferred_events";
/// Events dropped because the journal was full, since the start.
pub const JOURNAL_DROPPED: &str = "tollkeeper_journal_dropped_events_total";
/// Usage events written, since the start.
pub const JOURNAL_SETTLED: &str = "tollkeeper_journal_settled_events_total";
/// Failures of fdatasync, since the start.
pub const JOURNAL_FLUSH_FAILURES: &str = "tollkeeper_journal_flush_failures_total";

/// Every metric of this crate.
const OWN: &[&str] = &[
    BUILD,
    RELOADS,
    CONNECTIONS,
    DIRECTORY_FRESH,
    JOURNAL_BYTES,
    JOURNAL_BUDGET_BYTES,
    JOURNAL_LAG_BYTES,
    JOURNAL_OPEN,
    JOURNAL_DEFERRED,
    JOURNAL_DROPPED,
    JOURNAL_SETTLED,
    JOURNAL_FLUSH_FAILURES,
];

/// Every metric there is: a name that is not here is not on the page.
pub const ALL: &[&[&str]] =
    &[OWN, gateway::telemetry::ALL, worker::telemetry::ALL, events::telemetry::ALL, cache::telemetry::ALL];

/// The metrics' page.
#[derive(Clone)]
pub struct Page(PrometheusHandle);

impl Page {
    /// Starts counting. In one process this can be done once.
    ///
    /// # Errors
    /// Metrics are counted already.
    pub fn start() -> Result<Self> {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder)
            .map_err(|_| anyhow!("metrics are counted already: only one server runs in a process"))?;
        metrics::gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        metrics::counter!(RELOADS, "outcome" => "refused").absolute(0);
        Ok(Self(handle))
    }

    /// The page's text now, with the journal's state read as it is, where there is a journal.
    #[allow(clippy::cast_precision_loss, reason = "a gauge is a float; bytes and counts stay below 2^53")]
    pub fn render(&self, log: Option<&dyn EventLog>) -> String {
        let Some(stats) = log.map(EventLog::stats) else { return self.0.render() };
        metrics::gauge!(JOURNAL_BYTES).set(stats.bytes as f64);
        metrics::gauge!(JOURNAL_BUDGET_BYTES).set(stats.budget_bytes as f64);
        metrics::gauge!(JOURNAL_LAG_BYTES).set(stats.lag_bytes as f64);
        metrics::gauge!(JOURNAL_OPEN).set(stats.open_intents as f64);
        metrics::gauge!(JOURNAL_DEFERRED).set(stats.deferred as f64);
        metrics::counter!(JOURNAL_DROPPED).absolute(stats.dropped_events);
        metrics::counter!(JOURNAL_SETTLED).absolute(stats.settled);
        metrics::counter!(JOURNAL_FLUSH_FAILURES).absolute(stats.flush_failures);
        self.0.render()
    }

    /// Empties the buffers of histograms now and then, so that they do not grow while nobody reads the page.
    pub async fn keep_up(self) {
        let mut ticks = tokio::time::interval(Duration::from_secs(5));
        loop {
            ticks.tick().await;
            self.0.run_upkeep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_distinct_and_say_whose_they_are() {
        let names: Vec<&str> = ALL.iter().flat_map(|crate_names| crate_names.iter().copied()).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert!(names.iter().all(|name| name.starts_with("tollkeeper_")));
    }
}

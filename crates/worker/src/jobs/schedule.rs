//! When a job runs: once at the start, then each time its interval has passed on the injected clock.

use super::{Job, run};
use crate::Context;
use crate::patience::rest;
use domain::Timestamp;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Whether a job is due that last began at `last`. A clock that was set back does not stop it for longer than one
/// interval.
fn is_due(job: &Job, last: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let since = now.as_millis() - last.as_millis();
    since < 0 || u128::from(since.unsigned_abs()) >= job.every.as_millis()
}

/// Runs a job by its schedule until the worker stops. A failed run is no reason to stop.
pub(crate) async fn keep(context: Arc<Context>, job: &'static Job, stop: CancellationToken) {
    let mut last = None;
    loop {
        let now = context.now();
        if is_due(job, last, now) {
            last = Some(now);
            tokio::select! {
                () = stop.cancelled() => return,
                // The outcome is counted and logged where it is known.
                _ = run(&context, job) => {}
            }
        }
        if !rest(&stop, context.deps.settings.tick).await {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ALL;
    use super::*;

    #[test]
    fn a_job_is_due_at_the_start_after_its_interval_and_when_the_clock_went_back() {
        let job = &ALL[0];
        let at = Timestamp::from_millis;
        let every = i64::try_from(job.every.as_millis()).expect("small");
        assert!(is_due(job, None, at(0)));
        assert!(!is_due(job, Some(at(1_000)), at(1_000 + every - 1)));
        assert!(is_due(job, Some(at(1_000)), at(1_000 + every)));
        assert!(is_due(job, Some(at(1_000)), at(999)));
    }

    #[test]
    fn alerts_are_looked_at_at_least_every_ten_seconds() {
        let alerts = ALL.iter().find(|job| job.name == "alerts").expect("is a job");
        assert!(alerts.every.as_secs() <= 10);
    }
}

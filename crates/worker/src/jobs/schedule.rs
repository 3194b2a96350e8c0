//! When a process asks for a job: at the start, then each time its interval has passed on the injected clock. Whether the
//! job is due in the whole cluster, the store says.

use super::{Job, Outcome, run};
use crate::Context;
use crate::patience::rest;
use domain::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use store::jobs::{Ended, Reason};
use tokio_util::sync::CancellationToken;

/// The longest pause between two questions for one job, so that one whose process died, or that someone asked for, is
/// found soon.
const LONGEST: Duration = Duration::from_secs(10);

/// How long a process that stops waits for the store to hear it.
const PARTING: Duration = Duration::from_secs(2);

/// Whether to ask for a job that was last asked for at `last`. A clock that was set back does not stop it for longer than
/// one interval.
fn is_due(job: &Job, last: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let since = now.as_millis() - last.as_millis();
    since < 0 || u128::from(since.unsigned_abs()) >= job.every.min(LONGEST).as_millis()
}

/// Asks for a job by its schedule until the worker stops. A failed run is no reason to stop.
pub(crate) async fn keep(context: Arc<Context>, job: &'static Job, stop: CancellationToken) {
    let mut last = None;
    loop {
        let now = context.now();
        if is_due(job, last, now) {
            last = Some(now);
            tokio::select! {
                () = stop.cancelled() => return let_go(&context, job).await,
                asked = run(&context, job, Reason::Schedule(job.every)) => match asked {
                    Ok(Outcome::Ran(_) | Outcome::NotDue | Outcome::Elsewhere) => {}
                    // The outcome of a run is counted and logged where it is known; a store that is down is logged there.
                    Err(error) => tracing::debug!(job = job.name, %error, "a job did not run"),
                }
            }
        }
        if !rest(&stop, context.deps.settings.tick).await {
            return;
        }
    }
}

/// Gives a job back that this process was running, so that the next one need not wait for the lease to end.
async fn let_go(context: &Context, job: &Job) {
    let cut = Ended { ok: false, changed: 0 };
    let told = context.store().jobs().end(job.name, context.memory.owner, cut, context.now());
    if !matches!(tokio::time::timeout(PARTING, told).await, Ok(Ok(()))) {
        tracing::debug!(job = job.name, "the store was not told that a job is free; its lease will end");
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
        let every = i64::try_from(job.every.min(LONGEST).as_millis()).expect("small");
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

//! Jobs: one process at a time, by schedule, after a kill.

use super::Opened;
use super::sample::begin as day;
use crate::jobs::{Ended, JobRepo, Reason, Turn};
use domain::Timestamp;
use std::time::Duration;
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(3_600);
const HOURLY: Reason = Reason::Schedule(Duration::from_secs(3_600));
const DONE: Ended = Ended { ok: true, changed: 7 };

async fn ask(jobs: &dyn JobRepo, owner: Uuid, reason: Reason, now: Timestamp) -> Turn {
    jobs.begin("rebuild", owner, reason, LEASE, now).await.expect("answers")
}

pub(super) async fn one_process_runs_a_job_at_a_time(one: Opened, _two: Opened) {
    let jobs = one.store.jobs();
    let (me, you) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let now = day();
    assert_eq!(ask(jobs, me, HOURLY, now).await, Turn::Yours);
    for reason in [HOURLY, Reason::Now] {
        assert_eq!(ask(jobs, you, reason, now).await, Turn::Taken, "{reason:?}");
    }
    assert!(jobs.renew("rebuild", me, LEASE, now).await.expect("renews"));
    assert!(!jobs.renew("rebuild", you, LEASE, now).await.expect("is not theirs"));
    jobs.end("rebuild", you, DONE, now).await.expect("changes nothing");
    assert_eq!(ask(jobs, you, Reason::Now, now).await, Turn::Taken);

    jobs.end("rebuild", me, DONE, now).await.expect("ends");
    let states = jobs.list().await.expect("lists");
    let [state] = &states[..] else { panic!("{states:?}") };
    assert_eq!((state.name.as_str(), state.last, state.held_until), ("rebuild", Some(DONE), None));
    assert!(state.succeeded_at.is_some());
    assert_eq!(ask(jobs, you, HOURLY, now).await, Turn::NotDue);
    assert_eq!(ask(jobs, you, Reason::Now, now).await, Turn::Yours, "asked for, it need not be due");
    jobs.end("rebuild", you, DONE, now).await.expect("ends");
    assert_eq!(ask(jobs, me, HOURLY, now).await, Turn::NotDue);
    jobs.ask("rebuild", now).await.expect("makes it due");
    jobs.ask("prices", now).await.expect("makes one due that never ran");
    assert!(jobs.list().await.expect("lists").iter().all(|state| state.asked));
    assert_eq!(ask(jobs, you, HOURLY, now).await, Turn::Yours);
    let failed = Ended { ok: false, changed: 0 };
    jobs.end("rebuild", you, failed, now).await.expect("ends");
    let states = jobs.list().await.expect("lists");
    assert_eq!((states[0].name.as_str(), states[0].begun_at, states[0].asked), ("prices", None, true));
    let state = &states[1];
    assert!(!state.asked, "what was asked for was done");
    assert!(state.succeeded_at.is_some() && state.last == Some(failed), "a failure does not undo a success: {state:?}");
}

pub(super) async fn a_killed_run_is_begun_anew(one: Opened, _two: Opened) {
    let jobs = one.store.jobs();
    let (me, you) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let at_once = Duration::ZERO;
    // The lease has ended as soon as it began: so the next one finds it however its clock stands.
    assert_eq!(jobs.begin("rebuild", me, HOURLY, at_once, day()).await.expect("answers"), Turn::Yours);
    assert_eq!(ask(jobs, you, HOURLY, day()).await, Turn::Yours, "a run that did not end is due");
    assert!(!jobs.renew("rebuild", me, LEASE, day()).await.expect("answers"), "it is another's now");
    jobs.end("rebuild", me, DONE, day()).await.expect("changes nothing");
    assert_eq!(ask(jobs, me, Reason::Now, day()).await, Turn::Taken);
}

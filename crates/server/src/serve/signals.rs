//! Signals: SIGTERM and SIGINT stop, SIGHUP reloads.

use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Signals closer than this are one: some programs send theirs to the process and to its group.
const ONE: Duration = Duration::from_secs(1);

/// Waits for the first signal to stop, or for the token.
pub async fn stopped(stop: &CancellationToken) {
    tokio::select! {
        () = signalled() => {}
        () = stop.cancelled() => {}
    }
}

/// Waits for a further signal to stop.
pub async fn again() {
    tokio::time::sleep(ONE).await;
    signalled().await;
}

async fn signalled() {
    let (mut terminate, mut interrupt) = (of(SignalKind::terminate()), of(SignalKind::interrupt()));
    tokio::select! {
        () = next(&mut terminate) => {}
        () = next(&mut interrupt) => {}
    }
}

/// Signals to reload.
pub fn reloads() -> Option<Signal> {
    of(SignalKind::hangup())
}

/// Waits for one signal; for ever, where the system gives none.
pub async fn next(signals: &mut Option<Signal>) {
    match signals {
        Some(signals) => {
            signals.recv().await;
        }
        None => std::future::pending().await,
    }
}

fn of(kind: SignalKind) -> Option<Signal> {
    signal(kind).inspect_err(|error| tracing::error!(%error, "the system gives no signals")).ok()
}

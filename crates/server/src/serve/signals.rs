//! Signals: SIGTERM and SIGINT stop, SIGHUP reloads.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Waits for the first signal to stop, or for the token.
pub async fn stopped(stop: &CancellationToken) {
    tokio::select! {
        () = again() => {}
        () = stop.cancelled() => {}
    }
}

/// Waits for a signal to stop.
pub async fn again() {
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

//! Trying again while a store or a log is down: for ever, because the log keeps what is not stored, with growing pauses.

use crate::{Settings, telemetry};
use std::future::Future;
use std::time::Duration;
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// Pauses that double up to a bound.
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { next: settings.first_pause, longest: settings.longest_pause }
    }

    /// The next pause.
    pub(crate) fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        pause
    }
}

/// Whether the same call may succeed later. What is refused for its data, or because another consumer was faster, will
/// not.
fn may_pass(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::Failed(_) | StoreError::Full(_) | StoreError::Newer(_))
}

/// Calls the store until it answers something that waiting does not change; `None` when the worker stops.
pub(crate) async fn until_answered<T, F>(
    settings: &Settings,
    stop: &CancellationToken,
    mut call: impl FnMut() -> F,
) -> Option<Result<T, StoreError>>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut pauses = Pauses::new(settings);
    loop {
        match call().await {
            Err(error) if may_pass(&error) => {
                let pause = pauses.take();
                metrics::counter!(telemetry::RETRIES).increment(1);
                tracing::warn!(%error, pause_ms = pause.as_millis() as u64, "the store failed; nothing is lost, trying again");
                if !rest(stop, pause).await {
                    return None;
                }
            }
            answer => return Some(answer),
        }
    }
}

/// Waits; says whether the worker goes on.
pub(crate) async fn rest(stop: &CancellationToken, pause: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(pause) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_bound() {
        let settings = Settings {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(3),
            ..Settings::default()
        };
        let mut pauses = Pauses::new(&settings);
        assert_eq!([(); 4].map(|()| pauses.take().as_secs()), [1, 2, 3, 3]);
    }
}

//! A future that outlives its caller: hyper drops a handler when the client leaves, but the provider still bills, so the
//! work goes on in the background for a bounded time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

/// What the work and its caller both see.
#[derive(Debug, Default)]
pub struct Presence {
    gone: AtomicBool,
    cancel: AtomicBool,
}

impl Presence {
    /// Whether the client has left.
    pub fn gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    /// Notes that the client has left.
    pub fn leave(&self) {
        self.gone.store(true, Ordering::Relaxed);
    }

    /// Says whether the provider that is being asked wants the connection closed then.
    pub fn set_cancel(&self, cancel: bool) {
        self.cancel.store(cancel, Ordering::Relaxed);
    }

    /// Whether it does.
    pub fn cancels(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Where work goes on after its client left, bounded in number and time.
#[derive(Clone, Debug)]
pub struct Background {
    tasks: TaskTracker,
    places: Arc<Semaphore>,
    time: Duration,
}

impl Background {
    /// Room for so many, each for so long.
    #[must_use]
    pub fn new(places: usize, time: Duration) -> Self {
        Self { tasks: TaskTracker::new(), places: Arc::new(Semaphore::new(places)), time }
    }

    /// Lets work go on, or drops it when there is no room; either way it settles itself.
    pub fn take<F: Future<Output: Send> + Send + 'static>(&self, work: F) {
        let (Ok(place), Ok(runtime)) = (self.places.clone().try_acquire_owned(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let time = self.time;
        self.tasks.spawn_on(
            async move {
                let _ = tokio::time::timeout(time, work).await;
                drop(place);
            },
            &runtime,
        );
    }

    /// Waits until all of it has ended; bounded, because each piece is.
    pub async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// A future that moves to the background when dropped before its end.
pub struct Detach<F: Future<Output: Send> + Send + 'static> {
    work: Option<Pin<Box<F>>>,
    presence: Arc<Presence>,
    background: Background,
}

impl<F: Future<Output: Send> + Send + 'static> Detach<F> {
    /// Wraps the work.
    pub fn new(work: F, presence: Arc<Presence>, background: Background) -> Self {
        Self { work: Some(Box::pin(work)), presence, background }
    }
}

impl<F: Future<Output: Send> + Send + 'static> Future for Detach<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Some(work) = self.work.as_mut() else { return Poll::Pending };
        let output = std::task::ready!(work.as_mut().poll(context));
        self.work = None;
        Poll::Ready(output)
    }
}

impl<F: Future<Output: Send> + Send + 'static> Drop for Detach<F> {
    fn drop(&mut self) {
        let Some(work) = self.work.take() else { return };
        self.presence.leave();
        if self.presence.cancels() {
            drop(work);
        } else {
            self.background.take(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn dropped_work_goes_on_and_knows_that_its_client_left() {
        let (presence, background) = (Arc::new(Presence::default()), Background::new(1, Duration::from_secs(60)));
        let (release, wait) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let seen = presence.clone();
        let mut work = Box::pin(Detach::new(
            async move {
                let _ = wait.await;
                let _ = tell.send(seen.gone());
            },
            presence.clone(),
            background.clone(),
        ));
        assert!(futures_util::poll!(work.as_mut()).is_pending());
        drop(work);
        let _ = release.send(());
        assert_eq!(told.await, Ok(true));
        background.finish().await;
    }

    #[tokio::test]
    async fn cancelled_work_and_work_without_room_is_dropped() {
        for (places, cancel) in [(1, true), (0, false)] {
            let (presence, background) =
                (Arc::new(Presence::default()), Background::new(places, Duration::from_secs(60)));
            presence.set_cancel(cancel);
            let (tell, told) = oneshot::channel::<()>();
            let mut work = Box::pin(Detach::new(
                async move {
                    std::future::pending::<()>().await;
                    drop(tell);
                },
                presence,
                background.clone(),
            ));
            assert!(futures_util::poll!(work.as_mut()).is_pending());
            drop(work);
            assert!(told.await.is_err());
            background.finish().await;
        }
    }
}

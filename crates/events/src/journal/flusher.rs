//! The thread that makes written records safe from a power cut, in groups, away from the requests.

use super::shared::Shared;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant};

/// Sleeps until something was written, waits the interval, flushes.
pub(super) struct Flusher {
    handle: Option<JoinHandle<()>>,
}

/// How a writer tells the flusher that there is something to do.
#[derive(Default)]
pub(super) struct Wake {
    dirty: AtomicBool,
    stop: AtomicBool,
    thread: std::sync::OnceLock<Thread>,
}

impl Wake {
    /// Something was written.
    pub(super) fn wrote(&self) {
        if !self.dirty.swap(true, Ordering::AcqRel) {
            self.unpark();
        }
    }

    fn unpark(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }
}

impl Flusher {
    pub(super) fn start(shared: &Arc<Shared>, interval: Duration) -> io::Result<Self> {
        let own = Arc::clone(shared);
        let handle = thread::Builder::new().name("journal-flush".into()).spawn(move || run(&own, interval))?;
        // Unpark is remembered, so a write before this line is seen at the latest with the next one or at the end.
        let _ = shared.wake.thread.set(handle.thread().clone());
        shared.wake.unpark();
        Ok(Self { handle: Some(handle) })
    }

    /// Flushes a last time and ends the thread.
    pub(super) fn stop(&mut self, shared: &Shared) {
        shared.wake.stop.store(true, Ordering::Release);
        shared.wake.unpark();
        if let Some(handle) = self.handle.take()
            && handle.join().is_err()
        {
            tracing::error!("the journal's flusher had panicked");
        }
    }
}

fn run(shared: &Shared, interval: Duration) {
    loop {
        if !shared.wake.dirty.load(Ordering::Acquire) && !shared.wake.stop.load(Ordering::Acquire) {
            thread::park();
            continue;
        }
        let until = Instant::now() + interval;
        while !shared.wake.stop.load(Ordering::Acquire) {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else { break };
            thread::park_timeout(left);
        }
        let stopping = shared.wake.stop.load(Ordering::Acquire);
        shared.wake.dirty.store(false, Ordering::Release);
        let flushed = shared.flush();
        if let Err(error) = &flushed {
            tracing::error!(%error, "the journal could not be flushed to disk");
        }
        if stopping {
            return;
        }
        if flushed.is_err() || shared.has_deferred() {
            shared.wake.dirty.store(true, Ordering::Release);
        }
    }
}

//! Threads that own connections: jobs come in through a bounded queue, so that no async thread ever waits for SQLite.

use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use store::StoreError;
use store::error::Result;
use tokio::sync::{Semaphore, oneshot};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// How long a caller waits for room in the queue, and then for the answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A queue and the threads that serve it. Dropping it ends the threads after the jobs that are queued.
pub(crate) struct Lane {
    what: &'static str,
    jobs: Option<mpsc::Sender<Job>>,
    /// The queue's bound: a job holds a permit until it has run.
    room: Arc<Semaphore>,
    threads: Vec<JoinHandle<()>>,
}

impl Lane {
    /// Starts a thread for each connection.
    ///
    /// # Errors
    /// `Failed` when the system gives no thread.
    pub(crate) fn start(what: &'static str, connections: Vec<Connection>, capacity: usize) -> Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::with_capacity(connections.len());
        for connection in connections {
            let queue = queue.clone();
            let thread = std::thread::Builder::new()
                .name(format!("sqlite-{what}"))
                .spawn(move || serve(connection, &queue))
                .map_err(|error| StoreError::Failed(format!("no thread for the {what}: {error}")))?;
            threads.push(thread);
        }
        Ok(Self { what, jobs: Some(jobs), room: Arc::new(Semaphore::new(capacity)), threads })
    }

    /// Runs `work` on one of the threads. A caller that goes away does not stop work that is queued.
    pub(crate) async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let late = |_| StoreError::Failed(format!("the {} is busy for more than {} s", self.what, PATIENCE.as_secs()));
        let gone = || StoreError::Failed(format!("the {} ended", self.what));
        let permit = tokio::time::timeout(PATIENCE, self.room.clone().acquire_owned())
            .await
            .map_err(late)?
            .map_err(|_| gone())?;
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let outcome = work(connection);
            drop(permit);
            // The caller may have gone; the work stands all the same.
            let _ = answer.send(outcome);
        });
        self.jobs.as_ref().ok_or_else(gone)?.send(job).map_err(|_| gone())?;
        tokio::time::timeout(PATIENCE, answered).await.map_err(late)?.map_err(|_| {
            StoreError::Failed(format!("the {} dropped a job: a defect, see the log for its panic", self.what))
        })?
    }
}

fn serve(mut connection: Connection, queue: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        // Only one thread waits in `recv`; the others wait for the lock, which comes to the same.
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // A panic ends the job (its transaction rolls back as it unwinds), not the thread.
        if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
            tracing::error!("a store job panicked; its transaction was rolled back");
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!(what = self.what, "a store thread ended by a panic");
            }
        }
    }
}

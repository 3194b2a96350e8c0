//! The listener: accepts connections, deals them out to lanes, speaks HTTP/1 and HTTP/2 on each, and lets them end when
//! the process must.

use crate::telemetry::metric;
use anyhow::{Context as _, Result, bail};
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// Connections that may be open at once; further ones wait in the system's queue.
const MOST_CONNECTIONS: usize = 16_384;
/// The pause after the system refused to give a connection: it has no more files, and asking again at once helps nobody.
const PAUSE: Duration = Duration::from_millis(100);
/// Connections that wait for their lane.
const WAITING: usize = 128;

/// Takes the address.
///
/// # Errors
/// It is taken, or not ours; the text names it and the fix.
pub async fn bind(listen: &str) -> Result<TcpListener> {
    match TcpListener::bind(listen).await {
        Ok(listener) => Ok(listener),
        Err(error) => match error.kind() {
            io::ErrorKind::AddrInUse => bail!(
                "{listen} is taken by another process; stop it, or choose another address with --listen (port 0 takes a free one)"
            ),
            io::ErrorKind::PermissionDenied => {
                bail!("{listen} may not be used by this user; choose a port from 1024 up with --listen")
            }
            _ => Err(error)
                .with_context(|| format!("cannot listen on {listen}; choose an address of this machine with --listen")),
        },
    }
}

/// How long connections are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The longest wait for a request's headers, and for the next request on a connection.
    pub header_time: Duration,
    /// How long running requests may take to end once the process is told to stop.
    pub shutdown_time: Duration,
}

/// A connection on its way to a lane, with its seat.
type Arrival = (std::net::TcpStream, OwnedSemaphorePermit);

/// Serves until `stop`, then lets running requests end. Says whether all of them did in time.
///
/// Each router is served by a lane: a thread with a runtime of its own, so that a request, its connection and the
/// connection upstream never wake each other across threads. Lanes go on until `last`, for what runs on after its
/// connection. Connections are dealt out in turn: the system's own choice would fill one lane first.
///
/// # Errors
/// The system gives no thread.
pub async fn serve(
    listener: TcpListener,
    routers: Vec<Router>,
    patience: Patience,
    stop: CancellationToken,
    last: CancellationToken,
) -> io::Result<bool> {
    let (mut lanes, mut ends) = (Vec::new(), Vec::new());
    for (number, router) in routers.into_iter().enumerate() {
        let (sender, arrivals) = mpsc::channel::<Arrival>(WAITING);
        let (ended, end) = oneshot::channel();
        let (stop, last) = (stop.clone(), last.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name(format!("lane-{number}")).spawn(move || {
            runtime.block_on(async {
                // Nobody waits for the answer of a process that is ended at once.
                let _ = ended.send(lane(router, arrivals, patience, stop).await);
                last.cancelled().await;
            });
            runtime.shutdown_timeout(PAUSE);
        })?;
        lanes.push(sender);
        ends.push(end);
    }
    deal(&listener, &lanes, &stop).await;
    drop((listener, lanes));
    let mut all = true;
    for end in ends {
        all &= end.await.unwrap_or(false);
    }
    Ok(all)
}

/// Accepts connections and deals them out to the lanes in turn.
async fn deal(listener: &TcpListener, lanes: &[mpsc::Sender<Arrival>], stop: &CancellationToken) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    for lane in lanes.iter().cycle() {
        let arrival = loop {
            match stop.run_until_cancelled(accept(listener, &room)).await {
                None => return,
                Some(Ok(arrival)) => break arrival,
                Some(Err(error)) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        };
        if lane.send(arrival).await.is_err() {
            tracing::error!("a lane ended before it was told to; its connection is dropped");
        }
    }
}

async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<Arrival> {
    let seat = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    // Small answers must not wait for the peer's acknowledgement (40 ms); a socket that refuses is closed already.
    let _ = stream.set_nodelay(true);
    Ok((stream.into_std()?, seat))
}

/// Serves the connections of one lane. Says whether all of them ended in time.
async fn lane(
    router: Router,
    mut arrivals: mpsc::Receiver<Arrival>,
    patience: Patience,
    stop: CancellationToken,
) -> bool {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.header_time);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(1024);
    let graceful = GracefulShutdown::new();
    // A connection that was accepted before the stop is served too: the channel ends once it is empty.
    while let Some((stream, seat)) = arrivals.recv().await {
        let stream = match TcpStream::from_std(stream) {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken over");
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            metrics::gauge!(metric::CONNECTIONS).increment(1);
            if let Err(error) = connection.await {
                tracing::debug!(error = %error, "a connection ended early");
            }
            metrics::gauge!(metric::CONNECTIONS).decrement(1);
            drop(seat);
        });
    }
    stop.cancelled().await;
    tokio::time::timeout(patience.shutdown_time, graceful.shutdown()).await.is_ok()
}

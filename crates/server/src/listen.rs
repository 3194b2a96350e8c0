//! The listener: accepts connections, speaks HTTP/1 and HTTP/2 on each, and lets them end when the process must.

use crate::telemetry::metric;
use anyhow::{Context as _, Result, bail};
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// Connections that may be open at once; further ones wait in the system's queue.
const MOST_CONNECTIONS: usize = 16_384;
/// The pause after the system refused to give a connection: it has no more files, and asking again at once helps nobody.
const PAUSE: Duration = Duration::from_millis(100);

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

/// Serves until `stop`, then lets running requests end, at most `shutdown_time`. Says whether all of them did.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    header_time: Duration,
    shutdown_time: Duration,
    stop: CancellationToken,
) -> bool {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(header_time);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(1024).enable_connect_protocol();
    let builder = Arc::new(builder);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let (seat, accepted) = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Small answers must not wait for the peer's acknowledgement (40 ms); a socket that refuses is closed already.
        let _ = stream.set_nodelay(true);
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
    drop(listener);
    tokio::time::timeout(shutdown_time, graceful.shutdown()).await.is_ok()
}

type Accepted = io::Result<(tokio::net::TcpStream, SocketAddr)>;

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (Option<tokio::sync::OwnedSemaphorePermit>, Accepted) {
    // The semaphore is never closed, so a seat is only ever late.
    let seat = room.clone().acquire_owned().await.ok();
    (seat, listener.accept().await)
}

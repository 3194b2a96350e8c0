//! The upstream HTTP client: pooled connections, no delay on small writes, every wait bounded by its caller.

use bytes::Bytes;
use http::Uri;
use http_body::{Body, Frame, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::Service;

/// A client for every provider.
pub type Client = hyper_util::client::legacy::Client<Connector, Pieces>;

/// What connects to providers, TLS included, in bounded time. A provider that takes the connection and then says nothing
/// is one that cannot be reached, and bills nothing; without the bound it would look like one that is at work.
#[derive(Clone)]
pub struct Connector {
    https: HttpsConnector<HttpConnector>,
    time: Duration,
}

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<HttpConnector> as Service<Uri>>::Response;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.https.poll_ready(context)
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.time, self.https.call(address));
        Box::pin(async move { connecting.await? })
    }
}

/// What connects to providers. Connections speak HTTP/1.1: its pool grows past the stream limit that one HTTP/2
/// connection has.
///
/// # Errors
/// The TLS library refuses its own defaults, which no configuration of ours can cause.
pub fn connector(connect_time: Duration) -> Result<Connector, rustls::Error> {
    let mut tcp = HttpConnector::new();
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(connect_time));
    tcp.set_keepalive(Some(Duration::from_secs(60)));
    let https = HttpsConnectorBuilder::new()
        .with_provider_and_webpki_roots(rustls::crypto::aws_lc_rs::default_provider())?
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp);
    Ok(Connector { https, time: connect_time })
}

/// A client with a pool of its own. Its connections are driven by the runtime that first asks through it.
#[must_use]
pub fn client(connector: Connector) -> Client {
    hyper_util::client::legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(55))
        .pool_max_idle_per_host(1024)
        .build(connector)
}

/// A request body in pieces: slices of the caller's own bytes with the few that differ between them, never joined.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    left: VecDeque<Bytes>,
    bytes: u64,
}

impl From<Vec<Bytes>> for Pieces {
    fn from(pieces: Vec<Bytes>) -> Self {
        let bytes = pieces.iter().map(|piece| piece.len() as u64).sum();
        Self { left: pieces.into(), bytes }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.left.pop_front();
        if let Some(piece) = &next {
            self.bytes -= piece.len() as u64;
        }
        Poll::Ready(next.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn pieces_arrive_in_order_under_one_length() {
        let body = Pieces::from(vec![Bytes::from_static(b"{\"a\":"), Bytes::new(), Bytes::from_static(b"1}")]);
        assert_eq!(body.size_hint().exact(), Some(7));
        assert_eq!(body.collect().await.map(http_body_util::Collected::to_bytes), Ok(Bytes::from_static(b"{\"a\":1}")));
    }
}

//! Role: the data plane. It speaks OpenAI's and Anthropic's APIs, asks providers, and leaves one event a request.

mod answer;
mod ask;
mod auth;
mod body;
pub mod client;
mod detach;
mod flow;
mod health;
mod identity;
mod limit;
mod plan;
mod run;
pub mod settings;
mod stream;
pub mod table;
pub mod telemetry;

use arc_swap::ArcSwap;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::routing::any;
use cache::{Counters, KeyBook, PriceShelf};
use detach::Background;
use domain::{Clock, ErrorKind, EventId, Fault};
use events::EventLog;
use http::{HeaderValue, Method, Response, StatusCode};
use routing::{HealthBoard, HealthSettings, RetryTokens};
use std::sync::Arc;
use table::Table;
use wire::{Dialect, Endpoint};

pub use settings::{Limits, ModelSetup, OnClientGone, ProviderSetup, RouteCandidate, RouteSetup, Settings};
pub use table::UnknownProvider;

/// What the gateway is given.
pub struct GatewayDeps {
    /// Where events go.
    pub log: Arc<dyn EventLog>,
    /// The keys that work.
    pub keys: Arc<KeyBook>,
    /// The prices, to order candidates by.
    pub prices: Arc<PriceShelf>,
    /// What keys used in the last minute, here and elsewhere.
    pub counters: Arc<dyn Counters>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How health is judged.
    pub health: HealthSettings,
}

/// The data plane.
pub struct Gateway {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) keys: Arc<KeyBook>,
    pub(crate) prices: Arc<PriceShelf>,
    pub(crate) counters: Arc<dyn Counters>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) table: ArcSwap<Table>,
    pub(crate) health: HealthBoard,
    pub(crate) retries: RetryTokens,
    connector: client::Connector,
    pub(crate) background: Background,
}

/// The gateway as one runtime serves it. Each has its own pool of upstream connections, so that a request and the
/// connection it is asked over never wake each other across threads.
pub(crate) struct Lane {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) client: client::Client,
}

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A route names a provider that is not there.
    #[error(transparent)]
    Table(#[from] UnknownProvider),
    /// The TLS library refused its own defaults.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
}

impl Gateway {
    /// Starts with these settings. Nothing is contacted until the first request.
    ///
    /// # Errors
    /// Settings that contradict themselves.
    pub fn start(deps: GatewayDeps, settings: Settings) -> Result<Arc<Self>, StartError> {
        let table = Table::build(settings, None)?;
        Ok(Arc::new(Self {
            connector: client::connector(table.limits.connect_time)?,
            background: Background::new(table.limits.drains, table.limits.drain_time),
            table: ArcSwap::from_pointee(table),
            health: HealthBoard::new(deps.health),
            retries: RetryTokens::default(),
            log: deps.log,
            keys: deps.keys,
            prices: deps.prices,
            counters: deps.counters,
            clock: deps.clock,
        }))
    }

    /// Takes new settings; requests under way finish under the old ones. Connect, drain and breaker settings hold from
    /// the next start.
    ///
    /// # Errors
    /// Settings that contradict themselves; the old ones stay.
    pub fn reload(&self, settings: Settings) -> Result<(), UnknownProvider> {
        let old = self.table.load_full();
        let new = Table::build(settings, Some(&old))?;
        for provider in new.changed(&old) {
            self.health.forget(provider);
        }
        self.table.store(Arc::new(new));
        Ok(())
    }

    /// How candidates are doing, to show.
    #[must_use]
    pub fn health(&self) -> &HealthBoard {
        &self.health
    }

    /// Whether any provider is configured.
    #[must_use]
    pub fn can_serve(&self) -> bool {
        !self.table.load().is_empty()
    }

    /// Waits for answers that are read on without their clients; bounded by the drain time.
    pub async fn finish(&self) {
        self.background.finish().await;
    }

    /// The data plane's paths, with and without `/v1`. Each call gives a lane with its own upstream connections: call it
    /// once for every runtime that serves connections.
    pub fn router(self: &Arc<Self>) -> Router {
        let mut router = Router::new();
        for path in
            ["/chat/completions", "/completions", "/embeddings", "/models", "/messages", "/messages/count_tokens"]
        {
            router = router.route(path, any(entry)).route(&format!("/v1{path}"), any(entry));
        }
        for path in ["/responses", "/v1/responses"] {
            router = router.route(path, any(responses));
        }
        let lane = Lane { gateway: self.clone(), client: client::client(self.connector.clone()) };
        router.with_state(Arc::new(lane))
    }
}

fn speaks_anthropic(request: &Request) -> bool {
    request.headers().contains_key("anthropic-version")
}

async fn entry(State(lane): State<Arc<Lane>>, request: Request) -> Response<Body> {
    let Some(endpoint) = Endpoint::from_path(request.uri().path(), speaks_anthropic(&request)) else {
        return unserved(StatusCode::NOT_FOUND, "there is no such path");
    };
    if request.method() == Method::HEAD {
        return Response::new(Body::empty());
    }
    let (wanted, allowed) = if endpoint.has_body() { (Method::POST, "POST, HEAD") } else { (Method::GET, "GET, HEAD") };
    if request.method() != wanted {
        let fault = Fault::new(ErrorKind::InvalidRequest, format!("send this path a {wanted}"));
        let served = answer::Served { event_id: nobody(), target: None, route: None, attempts: None };
        let mut response = answer::refused(endpoint.dialect(), &fault, &served);
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(http::header::ALLOW, HeaderValue::from_static(allowed));
        return response;
    }
    let answering = telemetry::Answering::default();
    let response = flow::answer(lane, endpoint, request).await;
    answering.answered(response.status());
    response
}

/// A request without an event carries the nil id.
fn nobody() -> EventId {
    EventId(uuid::Uuid::nil())
}

/// The Responses API is not built: clients that ask for its WebSocket fall back at once on a 426, others read why.
async fn responses(request: Request) -> Response<Body> {
    if request.method() == Method::HEAD {
        return Response::new(Body::empty());
    }
    if request.headers().contains_key(http::header::UPGRADE) {
        let mut response = unserved(
            StatusCode::UPGRADE_REQUIRED,
            "the Responses API over WebSocket is not built yet: use POST /v1/chat/completions",
        );
        // RFC 9110 section 15.5.22 wants the header in every 426, and `connection` to name it; HTTP/2 has neither.
        if request.version() == http::Version::HTTP_11 {
            response.headers_mut().insert(http::header::UPGRADE, HeaderValue::from_static("websocket"));
            response.headers_mut().insert(http::header::CONNECTION, HeaderValue::from_static("upgrade"));
        }
        return response;
    }
    unserved(
        StatusCode::NOT_FOUND,
        "the Responses API is not built yet: use POST /v1/chat/completions (in the Vercel AI SDK `openai.chat(…)`)",
    )
}

fn unserved(status: StatusCode, message: &str) -> Response<Body> {
    let served = answer::Served { event_id: nobody(), target: None, route: None, attempts: None };
    let mut response = answer::refused(Dialect::OpenAi, &Fault::new(ErrorKind::NotFound, message), &served);
    *response.status_mut() = status;
    response
}

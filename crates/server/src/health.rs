//! `/healthz`, `/readyz`, `/metrics`: whether the process lives, whether it can serve, and its figures.

use crate::telemetry::metric::Page;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use events::EventLog;
use serde_json::json;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Says what is missing before requests can be served; `None` when nothing is.
pub type Probe = Box<dyn Fn() -> Option<String> + Send + Sync>;

/// What health is judged by.
pub struct Health {
    /// What must be there, in the order in which it is told.
    pub probes: Vec<Probe>,
    /// What should be there, and can be done without for a while.
    pub wants: Vec<Probe>,
    /// Cancelled when the process was told to stop.
    pub stop: CancellationToken,
    /// The metrics.
    pub page: Page,
    /// The journal, whose state is a metric, where this process has one.
    pub log: Option<Arc<dyn EventLog>>,
}

impl Health {
    fn missing(&self) -> Vec<String> {
        let stopping = self.stop.is_cancelled().then(|| "the process is shutting down".to_owned());
        stopping.into_iter().chain(self.probes.iter().filter_map(|probe| probe())).collect()
    }
}

/// The three paths.
pub fn router(health: Arc<Health>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { Json(json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")})) }))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .with_state(health)
}

async fn ready(State(health): State<Arc<Health>>) -> Response {
    let missing = health.missing();
    let status = if missing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let degraded: Vec<String> = health.wants.iter().filter_map(|probe| probe()).collect();
    (status, Json(json!({"ready": missing.is_empty(), "missing": missing, "degraded": degraded}))).into_response()
}

async fn figures(State(health): State<Arc<Health>>) -> Response {
    let text = health.page.render(health.log.as_deref());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

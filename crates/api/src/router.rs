//! Every path of the role on one router.

use crate::auth::session;
use crate::errors::Problem;
use crate::state::ApiState;
use crate::{assets, live, openapi};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// The role's router: `/api/…`, the live socket, `/`, `/ui/…` and the page's files. Paths that are not here are left to
/// whoever it is merged with.
pub fn router(state: ApiState) -> Router {
    let (endpoints, document) = openapi::split();
    let document = document.to_pretty_json().map(|json| json + "\n").unwrap_or_default();
    let document = move || async move { ([(header::CONTENT_TYPE, "application/json")], document) };
    let limit = state.settings.body_limit_bytes;
    endpoints
        .route("/api/v1/analytics/live", get(live::open))
        .route("/api/openapi.json", get(document))
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .route("/api", any(unknown))
        .route("/api/{*path}", any(unknown))
        .layer(DefaultBodyLimit::max(limit))
        .layer(from_fn(private))
        .route("/", get(assets::page))
        .route("/ui", get(assets::page))
        .route("/ui/{*path}", get(assets::page))
        .route("/ui/sign-in", get(session::follow_link))
        .route("/assets/{*path}", get(assets::asset))
        .route("/favicon.svg", get(|headers| icon("favicon.svg", headers)))
        .route("/favicon.ico", get(|headers| icon("favicon.ico", headers)))
        .layer(from_fn(guarded))
        .with_state(state)
}

async fn unknown() -> Problem {
    Problem::not_found("path").fix("The paths stand in /api/openapi.json.")
}

async fn icon(name: &'static str, headers: HeaderMap) -> Response {
    assets::top(name, &headers).await.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// Figures are for the one who asked: no cache on the way keeps them.
async fn private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// What every answer of this role says to a browser.
async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry("cross-origin-opener-policy").or_insert(HeaderValue::from_static("same-origin"));
    response
}

//! Paths that nothing is served at: an answer in the dialect of whoever asked. `HEAD` is answered on any path, because
//! clients look with it whether a server is there.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use domain::{ErrorKind, Fault};
use http::{HeaderValue, Method, StatusCode, header};
use wire::Dialect;

/// What stands where an answer names its request, and there is none: the nil id, as in the gateway's refusals.
const NO_REQUEST: &str = "00000000-0000-0000-0000-000000000000";

/// Answers a path that nothing is served at.
pub async fn answer(request: Request) -> Response {
    if request.method() == Method::HEAD {
        return Response::new(Body::empty());
    }
    let anthropic = request.headers().contains_key("anthropic-version");
    let dialect = if anthropic { Dialect::Anthropic } else { Dialect::OpenAi };
    let fault = Fault::new(
        ErrorKind::NotFound,
        "nothing is served at this path; the data plane lies under /v1, the API under /api/v1 (see /api/openapi.json)",
    );
    let (status, body) = wire::render_error(dialect, &fault, NO_REQUEST);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

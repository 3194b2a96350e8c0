//! Bodies of JSON. An error says where the body is wrong and which fields there are, never what stands there: it may be a
//! key.

use crate::errors::Problem;
use crate::state::ApiState;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::header;
use serde::de::DeserializeOwned;

/// A body, read.
pub struct Body<T>(pub T);

/// Reads a body that is there.
///
/// # Errors
/// 400 with line and column.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let what = match error.classify() {
            serde_json::error::Category::Data => "is JSON, but not of the fields and types that this endpoint takes",
            serde_json::error::Category::Eof => "ends in the middle of its JSON",
            _ => "is not JSON",
        };
        let fields = "The fields and their types stand in /api/openapi.json.";
        Problem::bad_body(format!("The body {what}; see {place}."), fields)
    })
}

impl<T: DeserializeOwned> FromRequest<ApiState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        // A form or plain text is what another site's page can send unasked; JSON it cannot.
        if !kind.to_ascii_lowercase().starts_with("application/json") {
            return Err(Problem::bad_body("The body is not marked as JSON.", "Send `Content-Type: application/json`."));
        }
        parse(&read(request, state).await?).map(Self)
    }
}

/// The bytes of a body, bounded by the router's limit.
pub(crate) async fn read(request: Request, state: &ApiState) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status().as_u16() {
        413 => Problem::too_large(state.settings.body_limit_bytes),
        _ => Problem::bad_body("The body broke off.", "Send it again."),
    })
}

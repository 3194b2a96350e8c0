//! Errors as RFC 9457 problems: what is wrong, with which value, and what to do about it.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

/// A problem, as `application/problem+json`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; stable, `/problems/` and a word.
    #[serde(rename = "type")]
    #[schema(example = "/problems/bad-parameter")]
    pub kind: String,
    /// The kind in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here.
    pub detail: String,
    /// The parameter or JSON field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, word: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{word}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            fix: None,
        }
    }

    /// The same problem with what to do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// The same problem with the field at fault.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// 400: a parameter or field that cannot be meant.
    #[must_use]
    pub fn bad(field: &str, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", "A value cannot be used", detail).field(field).fix(fix)
    }

    /// 400: a body that is not the JSON this endpoint takes.
    #[must_use]
    pub fn bad_body(detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-body", "The body cannot be read", detail).fix(fix)
    }

    /// 401: no credential, or one that does not work. Says no more, so that nothing can be guessed from it.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "Not signed in",
            "No credential was given, or the one given does not work.",
        )
        .fix("Send `Authorization: Bearer tk_…` with an API key that is not revoked, or sign in with POST /api/v1/session.")
    }

    /// 403: a good credential that may not do this.
    #[must_use]
    pub fn forbidden(detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail).fix(fix)
    }

    /// 404: nothing of that name that the caller may see.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "No such thing", format!("There is no such {what}."))
    }

    /// 405.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "This path does not take that method.",
        )
        .fix("The methods it takes stand in the `Allow` header and in /api/openapi.json.")
    }

    /// 409: it collides with what exists.
    #[must_use]
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "In conflict with what exists", detail)
    }

    /// 413.
    #[must_use]
    pub fn too_large(limit_bytes: usize) -> Self {
        let detail = format!("The body is larger than the {limit_bytes} bytes that this endpoint takes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Body too large", detail).fix("Send a smaller body.")
    }

    /// 429: as much of this as there may be at once.
    #[must_use]
    pub fn too_many(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many at once", detail)
    }

    /// 503: not now.
    #[must_use]
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available now", detail)
            .fix("Try again in a moment; GET /readyz says what is missing.")
    }

    /// 500: a defect of ours; the cause is in the log, not in the answer.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something failed here",
            "The request failed on our side.",
        )
        .fix("Try again; if it stays, the server's log has the cause.")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::not_found(what),
            StoreError::Conflict(detail) => Self::conflict(detail),
            StoreError::Refused(detail) => {
                Self::new(StatusCode::BAD_REQUEST, "refused", "The store refused the data", detail)
            }
            StoreError::Full(_) => {
                tracing::error!(%error, "the store is full");
                Self::unavailable("The store's disk is full.")
            }
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store could not answer an API request");
                Self::unavailable("The store cannot be reached.")
            }
            StoreError::Newer(_)
            | StoreError::OffsetMoved { .. }
            | StoreError::Stale { .. }
            | StoreError::Fenced { .. }
            | StoreError::Failed(_) => {
                tracing::error!(%error, "the store failed an API request");
                Self::internal()
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"tollkeeper\""));
        }
        response
    }
}

//! What can go wrong, as a closed set. A fault is classified once, where the fact is known; routing reads `retry` and
//! `kind`, never strings.

use crate::{Content, ErrorCode};

/// The kinds of failure. `code` is what stands in `error_code`, `status` what a caller gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The request is malformed or asks for something impossible.
    InvalidRequest,
    /// No credential, or a wrong or revoked one.
    Unauthorized,
    /// The credential is known and may not do this; or the account behind it has no credit.
    Forbidden,
    /// No such model, route or path.
    NotFound,
    /// The body or the prompt is larger than allowed.
    TooLarge,
    /// Too many requests or tokens in a span of time.
    RateLimited,
    /// The server says that it has no capacity (503, 529).
    Overloaded,
    /// It answered with an error of its own (5xx).
    ServerError,
    /// It could not be reached, or the connection broke.
    Unavailable,
    /// It did not answer in time.
    Timeout,
    /// It answered with bytes that are not its protocol, or cut the answer short.
    BadResponse,
    /// The caller left before the end.
    ClientGone,
    /// The process ended before the request did.
    Interrupted,
    /// A defect or a full disk on our side.
    Internal,
}

impl ErrorKind {
    /// Every kind, for documentation and tests.
    pub const ALL: [Self; 14] = [
        Self::InvalidRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::TooLarge,
        Self::RateLimited,
        Self::Overloaded,
        Self::ServerError,
        Self::Unavailable,
        Self::Timeout,
        Self::BadResponse,
        Self::ClientGone,
        Self::Interrupted,
        Self::Internal,
    ];

    /// The kind as it stands in `error_code`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::TooLarge => "too_large",
            Self::RateLimited => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::ServerError => "server_error",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::BadResponse => "bad_response",
            Self::ClientGone => "client_gone",
            Self::Interrupted => "interrupted",
            Self::Internal => "internal",
        }
    }

    /// The kind of an `error_code`, if it is one of ours.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The HTTP status a caller gets for it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::ClientGone => 499,
            Self::Internal | Self::Interrupted => 500,
            Self::ServerError | Self::Unavailable | Self::BadResponse => 502,
            Self::Overloaded => 503,
            Self::Timeout => 504,
        }
    }
}

/// Who caused a fault. Success rates leave out what the client caused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Source {
    /// The caller.
    Client,
    /// The provider, or the way to it.
    Upstream,
    /// Tollkeeper itself.
    Us,
}

/// What may be tried after a fault, before any byte has reached the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Retry {
    /// Nothing: every candidate would answer the same.
    Never,
    /// The same candidate once more, or the next.
    Same,
    /// The next candidate.
    Next,
    /// The next candidate now; this one not before so many milliseconds.
    After(u64),
}

/// One failure, classified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Who caused it.
    pub source_of_fault: Source,
    /// What may be tried next.
    pub retry: Retry,
    /// Our own words, safe to log: the value's name and the fix, never a caller's or a provider's text.
    pub message: String,
    /// The provider's own message. It may quote the prompt, so it goes to the caller and nowhere else.
    pub detail: Option<Content>,
    /// The provider's HTTP status, where it answered.
    pub upstream_status: Option<u16>,
}

impl Fault {
    /// A fault with the usual source and retry of its kind.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        use ErrorKind as K;
        let (source_of_fault, retry) = match kind {
            K::InvalidRequest | K::TooLarge | K::NotFound | K::ClientGone => (Source::Client, Retry::Never),
            K::Unauthorized | K::Forbidden => (Source::Client, Retry::Never),
            K::RateLimited | K::Overloaded | K::Timeout => (Source::Upstream, Retry::Next),
            K::ServerError | K::Unavailable | K::BadResponse => (Source::Upstream, Retry::Same),
            K::Interrupted | K::Internal => (Source::Us, Retry::Never),
        };
        Self { kind, source_of_fault, retry, message: message.into(), detail: None, upstream_status: None }
    }

    /// The same fault, caused by someone else than its kind suggests.
    #[must_use]
    pub fn caused_by(mut self, source: Source) -> Self {
        self.source_of_fault = source;
        self
    }

    /// The same fault with another retry advice.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The same fault with the provider's own words for the caller.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Content>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same fault with the provider's status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.upstream_status = Some(status);
        self
    }

    /// What stands in `error_code`.
    ///
    /// # Panics
    /// Never: every kind's code is a valid error code, which a test asserts.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        #[allow(clippy::expect_used)]
        ErrorCode::new(self.kind.code()).expect("kinds have valid codes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_valid_distinct_and_reversible() {
        for kind in ErrorKind::ALL {
            assert_eq!(Fault::new(kind, "").code().as_str(), kind.code());
            assert_eq!(ErrorKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn a_providers_words_do_not_print() {
        let fault = Fault::new(ErrorKind::InvalidRequest, "the provider refused the request").with_detail("canary");
        assert!(!format!("{fault:?} {fault}").contains("canary"));
    }
}

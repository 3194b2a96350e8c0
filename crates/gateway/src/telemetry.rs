//! Every metric of the data plane, by name. None carries a tenant, a key or anything a caller wrote.

use http::StatusCode;

/// Requests by class of status; `gone` where the client left before there was one.
pub const REQUESTS: &str = "tollkeeper_requests_total";
/// Attempts by provider and outcome (`ok` or an error code).
pub const ATTEMPTS: &str = "tollkeeper_attempts_total";
/// Requests refused before admission, by error code.
pub const REFUSED: &str = "tollkeeper_requests_refused_total";
/// Breaker changes by scope and new state.
pub const BREAKER_CHANGES: &str = "tollkeeper_breaker_changes_total";
/// Requests that are admitted and not settled: being answered, or read on without their clients.
pub const IN_FLIGHT: &str = "tollkeeper_requests_in_flight";
/// Settlements that could not be written.
pub const SETTLE_FAILED: &str = "tollkeeper_settlements_failed_total";
/// Answers whose client left before the end, by what was done (`drained`, `cut`).
pub const CLIENT_GONE: &str = "tollkeeper_client_gone_total";

/// A request on its way to a status. Dropped without one, its client has left.
#[derive(Default)]
pub(crate) struct Answering {
    answered: bool,
}

impl Answering {
    /// Counts the answer. Each label is written out, so that nothing is allocated for it.
    pub(crate) fn answered(mut self, status: StatusCode) {
        self.answered = true;
        match status.as_u16() / 100 {
            2 => metrics::counter!(REQUESTS, "status" => "2xx").increment(1),
            4 => metrics::counter!(REQUESTS, "status" => "4xx").increment(1),
            _ => metrics::counter!(REQUESTS, "status" => "5xx").increment(1),
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if !self.answered {
            metrics::counter!(REQUESTS, "status" => "gone").increment(1);
        }
    }
}

/// One admitted request, for as long as it is open.
pub(crate) struct InFlight(());

impl InFlight {
    /// Counts it in; dropping counts it out.
    pub(crate) fn begin() -> Self {
        metrics::gauge!(IN_FLIGHT).increment(1);
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!(IN_FLIGHT).decrement(1);
    }
}

/// Every metric of this crate.
pub const ALL: &[&str] = &[REQUESTS, ATTEMPTS, REFUSED, BREAKER_CHANGES, IN_FLIGHT, SETTLE_FAILED, CLIENT_GONE];

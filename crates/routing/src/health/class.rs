//! What an attempt says about health: which faults count, and against whom.

use domain::{ErrorKind, Fault, Retry, Source};

/// Against whom a fault counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultClass {
    /// Against nobody: the caller caused it, or we did.
    Nobody,
    /// Against the key we use at the provider. A bad key is not a bad provider.
    Credential,
    /// Against nobody, but the model rests until the provider's limit allows more.
    RateLimit,
    /// Against the model at its provider.
    Provider,
}

impl FaultClass {
    /// The class of a fault by its kind and who caused it.
    #[must_use]
    pub const fn of(kind: ErrorKind, source: Source) -> Self {
        if matches!(source, Source::Client) {
            return Self::Nobody;
        }
        match kind {
            ErrorKind::Unauthorized | ErrorKind::Forbidden => Self::Credential,
            ErrorKind::RateLimited => Self::RateLimit,
            ErrorKind::Overloaded
            | ErrorKind::ServerError
            | ErrorKind::Unavailable
            | ErrorKind::Timeout
            | ErrorKind::BadResponse => match source {
                Source::Upstream => Self::Provider,
                Source::Client | Source::Us => Self::Nobody,
            },
            ErrorKind::InvalidRequest
            | ErrorKind::NotFound
            | ErrorKind::TooLarge
            | ErrorKind::ClientGone
            | ErrorKind::Interrupted
            | ErrorKind::Internal => Self::Nobody,
        }
    }
}

/// How an attempt went, for health.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Observation {
    /// A complete answer.
    Success {
        /// From sending to the end, in milliseconds.
        latency_ms: u64,
        /// From sending to the first byte of content, in milliseconds, of a stream.
        ttft_ms: Option<u64>,
        /// Output tokens.
        output_tokens: u64,
    },
    /// A fault.
    Failure {
        /// Against whom it counts.
        class: FaultClass,
        /// How long the provider asks to be left alone, in milliseconds.
        retry_after_ms: Option<u64>,
    },
}

impl Observation {
    /// What a fault says about health.
    #[must_use]
    pub const fn from_fault(fault: &Fault) -> Self {
        let retry_after_ms = match fault.retry {
            Retry::After(wait_ms) => Some(wait_ms),
            Retry::Never | Retry::Same | Retry::Next => None,
        };
        Self::Failure { class: FaultClass::of(fault.kind, fault.source_of_fault), retry_after_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_caller_caused_counts_against_nobody() {
        for kind in ErrorKind::ALL {
            assert_eq!(FaultClass::of(kind, Source::Client), FaultClass::Nobody);
        }
    }

    #[test]
    fn a_refused_key_counts_against_the_key_and_not_the_provider() {
        let fault = Fault::new(ErrorKind::Unauthorized, "the provider refused our key").caused_by(Source::Us);
        assert_eq!(
            Observation::from_fault(&fault),
            Observation::Failure { class: FaultClass::Credential, retry_after_ms: None }
        );
        let limited = Fault::new(ErrorKind::RateLimited, "limit").with_retry(Retry::After(1500));
        assert_eq!(
            Observation::from_fault(&limited),
            Observation::Failure { class: FaultClass::RateLimit, retry_after_ms: Some(1500) }
        );
    }
}

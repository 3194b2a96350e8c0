//! Adding up, and the figures that are derived from sums.

use super::{Measures, PerfMeasures};
use domain::{ErrorCode, ErrorKind, PicoSum};

/// Whether a failure with this code is the client's doing, so that success rates leave it out.
///
/// `unauthorized` and `forbidden` are not: a client's own bad key makes no row, so in an event they mean that the
/// provider refused the operator's key.
#[must_use]
pub fn is_client_fault(code: &ErrorCode) -> bool {
    use ErrorKind as K;
    matches!(ErrorKind::from_code(code.as_str()), Some(K::InvalidRequest | K::TooLarge | K::NotFound | K::ClientGone))
}

/// A share as an exact fraction, never a float.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fraction {
    /// How many.
    pub part: u64,
    /// Of how many; 0 means that there is no figure.
    pub whole: u64,
}

impl Fraction {
    /// The share in millionths, rounded to the nearest, half up; `None` of nothing.
    #[must_use]
    pub fn millionths(self) -> Option<u64> {
        let whole = u128::from(self.whole);
        let scaled = (u128::from(self.part) * 2_000_000 + whole).checked_div(whole * 2)?;
        u64::try_from(scaled).ok()
    }
}

impl std::ops::AddAssign for Measures {
    fn add_assign(&mut self, other: Self) {
        // Taken apart without `..`, so that a new field cannot be forgotten here.
        let Self {
            requests,
            succeeded,
            failed_client,
            failed_other,
            client_gone,
            streamed,
            attempts,
            estimated,
            unpriced,
            measured,
            modelled,
            no_estimate_failed,
            no_estimate_no_baseline,
            no_estimate_unpriced,
            tokens,
            cost,
            overhead,
            covered_cost,
            baseline,
            saved_response_cache,
            saved_provider_price,
            saved_routing,
            saved_prompt_cache,
            saved_classifier,
            saved_failed_attempts,
            saved_cold_cache,
            latency_ms_sum,
            ttft_ms_sum,
            ttft_count,
        } = other;
        self.requests += requests;
        self.succeeded += succeeded;
        self.failed_client += failed_client;
        self.failed_other += failed_other;
        self.client_gone += client_gone;
        self.streamed += streamed;
        self.attempts += attempts;
        self.estimated += estimated;
        self.unpriced += unpriced;
        self.measured += measured;
        self.modelled += modelled;
        self.no_estimate_failed += no_estimate_failed;
        self.no_estimate_no_baseline += no_estimate_no_baseline;
        self.no_estimate_unpriced += no_estimate_unpriced;
        self.tokens = self.tokens + tokens;
        self.cost += cost;
        self.overhead += overhead;
        self.covered_cost += covered_cost;
        self.baseline += baseline;
        self.saved_response_cache += saved_response_cache;
        self.saved_provider_price += saved_provider_price;
        self.saved_routing += saved_routing;
        self.saved_prompt_cache += saved_prompt_cache;
        self.saved_classifier += saved_classifier;
        self.saved_failed_attempts += saved_failed_attempts;
        self.saved_cold_cache += saved_cold_cache;
        self.latency_ms_sum += latency_ms_sum;
        self.ttft_ms_sum += ttft_ms_sum;
        self.ttft_count += ttft_count;
    }
}

impl std::ops::Add for Measures {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl std::iter::Sum for Measures {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), std::ops::Add::add)
    }
}

impl Measures {
    /// The savings: `baseline - covered_cost`, which the drivers sum to.
    #[must_use]
    pub fn saved(&self) -> PicoSum {
        self.baseline - self.covered_cost
    }

    /// The known cost of a thousand requests, at the mean of those that are priced; `None` where none is.
    #[must_use]
    pub fn cost_per_1k_requests(&self) -> Option<PicoSum> {
        self.cost.shared(1_000, self.requests.saturating_sub(self.unpriced))
    }

    /// Every failure, the client's included.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed_client + self.failed_other
    }

    /// Requests that have a baseline figure.
    #[must_use]
    pub fn covered(&self) -> u64 {
        self.measured + self.modelled
    }

    /// Succeeded of those whose failure was not the client's.
    #[must_use]
    pub fn success_rate(&self) -> Fraction {
        Fraction { part: self.succeeded, whole: self.succeeded + self.failed_other }
    }

    /// Failed of those whose failure was not the client's.
    #[must_use]
    pub fn error_rate(&self) -> Fraction {
        Fraction { part: self.failed_other, whole: self.succeeded + self.failed_other }
    }
}

impl PerfMeasures {
    /// Adds another hour, model or provider.
    pub fn merge(&mut self, other: &Self) {
        self.attempts += other.attempts;
        self.succeeded += other.succeeded;
        self.failed_client += other.failed_client;
        self.failed_other += other.failed_other;
        self.rate_limited += other.rate_limited;
        self.timed_out += other.timed_out;
        self.latency_ms.merge(&other.latency_ms);
        self.ttft_ms.merge(&other.ttft_ms);
        self.tokens_per_s_x10.merge(&other.tokens_per_s_x10);
        self.output_tokens += other.output_tokens;
    }

    /// What is left when a part is taken away; `None` where the part is not in it.
    #[must_use]
    pub fn without(&self, part: &Self) -> Option<Self> {
        let mut left = Self {
            attempts: self.attempts.checked_sub(part.attempts)?,
            succeeded: self.succeeded.checked_sub(part.succeeded)?,
            failed_client: self.failed_client.checked_sub(part.failed_client)?,
            failed_other: self.failed_other.checked_sub(part.failed_other)?,
            rate_limited: self.rate_limited.checked_sub(part.rate_limited)?,
            timed_out: self.timed_out.checked_sub(part.timed_out)?,
            output_tokens: self.output_tokens.checked_sub(part.output_tokens)?,
            latency_ms: self.latency_ms.clone(),
            ttft_ms: self.ttft_ms.clone(),
            tokens_per_s_x10: self.tokens_per_s_x10.clone(),
        };
        let taken = left.latency_ms.take(&part.latency_ms)
            && left.ttft_ms.take(&part.ttft_ms)
            && left.tokens_per_s_x10.take(&part.tokens_per_s_x10);
        taken.then_some(left)
    }

    /// Succeeded of those whose failure was not the client's.
    #[must_use]
    pub fn success_rate(&self) -> Fraction {
        Fraction { part: self.succeeded, whole: self.succeeded + self.failed_other }
    }
}

impl std::ops::AddAssign<&PerfMeasures> for PerfMeasures {
    fn add_assign(&mut self, other: &PerfMeasures) {
        self.merge(other);
    }
}

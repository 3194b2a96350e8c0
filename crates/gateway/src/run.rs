//! One admitted request, from intent to settlement. Whatever happens to it, it settles exactly once: dropped on the way,
//! it settles as what the drop means.

use crate::detach::Presence;
use crate::limit::Meter;
use crate::telemetry::InFlight;
use domain::{
    Attempt, ErrorCode, ErrorKind, ModelRef, Outcome, Pico, ProviderName, Token, Usage, UsageEvent, UsageSource,
};
use events::{AttemptStarted, EventLog, Intent, LogError};
use std::sync::Arc;
use std::time::Instant;

/// What an attempt used and where the figure comes from; `None` when nothing was used or is billed.
pub type Used = Option<(Usage, UsageSource)>;

/// An admitted request.
pub struct Run {
    log: Arc<dyn EventLog>,
    intent: Intent,
    admitted: Instant,
    presence: Arc<Presence>,
    attempts: Vec<Attempt>,
    current: Option<Current>,
    alternative: Option<ProviderName>,
    ttft_ms: Option<u64>,
    service_tier: Option<Token>,
    simulated: bool,
    settled: bool,
    meter: Option<Meter>,
    _in_flight: InFlight,
}

/// The attempt that is running.
struct Current {
    target: ModelRef,
    began: Instant,
    ttft_ms: Option<u64>,
    /// Whether the request has been handed to the provider, so that it may be billed whatever becomes of it.
    sent: bool,
}

/// An attempt that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    /// From sending to the end.
    pub latency_ms: u64,
    /// From sending to the first content.
    pub ttft_ms: Option<u64>,
}

fn since_ms(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

impl Run {
    /// Admits a request: its intent stands in the log when this returns.
    ///
    /// # Errors
    /// The log is full or broken; the request is then refused and leaves no row.
    pub fn begin(log: Arc<dyn EventLog>, intent: Intent, presence: Arc<Presence>) -> Result<Self, LogError> {
        log.begin(&intent)?;
        Ok(Self {
            log,
            admitted: Instant::now(),
            presence,
            attempts: Vec::new(),
            current: None,
            alternative: intent.alternative_provider.clone(),
            ttft_ms: None,
            service_tier: None,
            simulated: intent.simulated,
            settled: false,
            meter: None,
            _in_flight: InFlight::begin(),
            intent,
        })
    }

    /// Has what the request uses counted against its key's limits.
    pub(crate) fn metered(mut self, meter: Option<Meter>) -> Self {
        self.meter = meter;
        self
    }

    /// The request's intent.
    pub fn intent(&self) -> &Intent {
        &self.intent
    }

    /// Whether the client is still there, for whoever carries the work on.
    pub fn presence(&self) -> &Arc<Presence> {
        &self.presence
    }

    /// Milliseconds since admission.
    pub fn elapsed_ms(&self) -> u64 {
        since_ms(self.admitted)
    }

    /// How many attempts were made, the running one included.
    pub fn attempts(&self) -> usize {
        self.attempts.len() + usize::from(self.current.is_some())
    }

    /// Starts an attempt. The first one's record is the intent, if it asks whom the intent names; any other is noted in
    /// the log before it is sent.
    ///
    /// # Errors
    /// The log refuses; room was reserved at admission, so that only a broken disk does.
    pub fn start(
        &mut self,
        target: &ModelRef,
        simulated: bool,
        alternative: Option<ProviderName>,
        now: domain::Timestamp,
    ) -> Result<(), LogError> {
        self.alternative.clone_from(&alternative);
        self.simulated = simulated;
        if !self.attempts.is_empty() || *target != self.intent.candidate {
            self.log.attempt(&AttemptStarted {
                event_id: self.intent.event_id,
                index: u32::try_from(self.attempts.len()).unwrap_or(u32::MAX),
                target: target.clone(),
                at: now,
                finished: self.attempts.clone(),
                alternative_provider: alternative,
                simulated,
            })?;
        }
        self.current = Some(Current { target: target.clone(), began: Instant::now(), ttft_ms: None, sent: false });
        Ok(())
    }

    /// Notes that the request is on its way to the provider.
    pub fn sent(&mut self) {
        if let Some(current) = self.current.as_mut() {
            current.sent = true;
        }
    }

    /// Notes the first content of the answer; later calls change nothing.
    pub fn first_content(&mut self) {
        if let Some(current) = self.current.as_mut().filter(|current| current.ttft_ms.is_none()) {
            current.ttft_ms = Some(since_ms(current.began));
            self.ttft_ms = Some(since_ms(self.admitted));
        }
    }

    /// Ends the running attempt. `failed` is the kind of its fault, if it failed.
    pub fn end(&mut self, failed: Option<ErrorKind>, used: Used, tier: Option<Token>) -> Ended {
        let Some(current) = self.current.take() else { return Ended { latency_ms: 0, ttft_ms: None } };
        let ended = Ended { latency_ms: since_ms(current.began), ttft_ms: current.ttft_ms };
        let (usage, usage_source) = used.map_or((Usage::default(), None), |(usage, source)| (usage, Some(source)));
        if failed.is_some() {
            self.ttft_ms = None;
        }
        self.service_tier = tier;
        self.attempts.push(Attempt {
            target: current.target,
            latency_ms: ended.latency_ms,
            ttft_ms: ended.ttft_ms,
            outcome: if failed.is_none() { Outcome::Ok } else { Outcome::Error },
            error_code: failed.map(code),
            usage,
            usage_source,
        });
        ended
    }

    /// Settles with how the last attempt ended.
    pub fn settle(mut self) {
        self.write(ErrorKind::Overloaded);
    }

    /// `unasked` is what the row says where nobody was asked: every planned candidate refused the claim, or the request
    /// ended before the first one.
    fn write(&mut self, unasked: ErrorKind) {
        self.settled = true;
        let Some(last) = self.attempts.last() else {
            let never = Attempt {
                target: self.intent.candidate.clone(),
                latency_ms: 0,
                ttft_ms: None,
                outcome: Outcome::Error,
                error_code: Some(code(unasked)),
                usage: Usage::default(),
                usage_source: None,
            };
            self.append(&never, Vec::new());
            return;
        };
        let last = last.clone();
        let attempts = std::mem::take(&mut self.attempts);
        self.append(&last, attempts);
    }

    fn append(&self, last: &Attempt, attempts: Vec<Attempt>) {
        let intent = &self.intent;
        let event = UsageEvent {
            event_id: intent.event_id,
            tenant_id: intent.tenant_id,
            user_id: intent.user_id,
            session_id: intent.session_id,
            timestamp: intent.timestamp,
            provider: last.target.provider.clone(),
            model: last.target.model.clone(),
            request_type: intent.request_type,
            usage: last.usage,
            latency_ms: self.elapsed_ms(),
            succeeded: last.outcome == Outcome::Ok,
            error_code: last.error_code.clone(),
            routing_strategy: intent.routing_strategy.clone(),
            alternative_provider: self.alternative.clone(),
            requested_model: intent.requested_model.clone(),
            route: intent.route.clone(),
            baseline: intent.baseline.clone(),
            key_id: intent.key_id,
            streamed: Some(intent.streamed),
            ttft_ms: self.ttft_ms,
            usage_source: last.usage_source.unwrap_or(UsageSource::Provider),
            service_tier: self.service_tier.clone(),
            routing_cost: None::<Pico>,
            cache_hit: false,
            client_gone: self.presence.gone(),
            attempts,
            client: intent.client.clone(),
            simulated: self.simulated,
        };
        if let Some(meter) = &self.meter {
            meter.settled(&event);
        }
        if let Err(error) = self.log.settle(&event) {
            metrics::counter!(crate::telemetry::SETTLE_FAILED).increment(1);
            tracing::error!(event_id = %event.event_id, %error, "a settlement was not written; the row will stand as interrupted");
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let kind = if self.presence.gone() { ErrorKind::ClientGone } else { ErrorKind::Interrupted };
        if let Some(current) = &self.current {
            let input_uncached = self.intent.estimated_input_tokens;
            let used = (Usage { input_uncached, ..Usage::default() }, UsageSource::Estimated);
            let used = current.sent.then_some(used);
            self.end(Some(kind), used, None);
        }
        self.write(kind);
    }
}

/// A kind's code.
fn code(kind: ErrorKind) -> ErrorCode {
    domain::Fault::new(kind, String::new()).code()
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;

//! What is known of an answer while and after it passes: tokens, end, fault, and bytes to estimate from.

use bytes::Bytes;
use domain::chat::Stop;
use domain::{Fault, Token, Usage, UsageSource};
use std::fmt;

/// Bytes of text that make one token in an estimate. English and code run at three to four bytes a token.
pub const BYTES_PER_TOKEN: u64 = 4;

/// Tokens in so many bytes of text, rounded up: an estimate, never a provider's figure.
#[must_use]
pub const fn estimate_tokens(bytes: u64) -> u64 {
    bytes.div_ceil(BYTES_PER_TOKEN)
}

/// What has been learnt of a streamed answer so far.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Whether any text, thinking or tool call of the model has come: time to first token ends here.
    pub first_content: bool,
    /// What the provider reported so far. Figures of a stream that was cut may lack the output: see `usage_final`.
    pub usage: Option<Usage>,
    /// Whether `usage` is the provider's last word.
    pub usage_final: bool,
    /// Whether the provider said that its answer is complete (`[DONE]`, `message_stop`).
    pub complete: bool,
    /// Bytes of text, thinking and tool arguments the model wrote, for an estimate.
    pub output_bytes: u64,
    /// The error event the provider sent in the stream. It has been put out in the caller's dialect already: the caller
    /// of the relay sends no second one, and may throw the output away and retry if nothing was sent yet.
    pub error: Option<Fault>,
    /// The tier the provider served at.
    pub service_tier: Option<Token>,
}

impl Progress {
    /// The tokens to record and where they come from: the provider's if its last word came, else an estimate in which
    /// every reported input figure is kept.
    #[must_use]
    pub fn settle(&self, estimated_input_tokens: u64) -> (Usage, UsageSource) {
        settle(self.usage, self.usage_final, self.output_bytes, estimated_input_tokens)
    }
}

/// A complete answer that was not streamed.
#[derive(Clone)]
pub struct Full {
    /// The answer in the caller's dialect; the very bytes that came where upstream speaks it too.
    pub body: Bytes,
    /// What the provider reported.
    pub usage: Option<Usage>,
    /// The tier the provider served at.
    pub service_tier: Option<Token>,
    /// Why the model stopped, where the answer says so in a known word.
    pub stop: Option<Stop>,
    /// Bytes of text, thinking and tool arguments the model wrote, for an estimate.
    pub output_bytes: u64,
}

/// Without the answer's words, so that no log can hold them.
impl fmt::Debug for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { body, usage, service_tier, stop, output_bytes } = self;
        f.debug_struct("Full")
            .field("body_bytes", &body.len())
            .field("usage", usage)
            .field("service_tier", service_tier)
            .field("stop", stop)
            .field("output_bytes", output_bytes)
            .finish()
    }
}

impl Full {
    /// The tokens to record and where they come from: the provider's, or an estimate if it reported none.
    #[must_use]
    pub fn settle(&self, estimated_input_tokens: u64) -> (Usage, UsageSource) {
        settle(self.usage, self.usage.is_some(), self.output_bytes, estimated_input_tokens)
    }
}

fn settle(reported: Option<Usage>, last_word: bool, output_bytes: u64, input: u64) -> (Usage, UsageSource) {
    match reported {
        Some(usage) if last_word => (usage, UsageSource::Provider),
        Some(usage) => {
            (Usage { output: usage.output.max(estimate_tokens(output_bytes)), ..usage }, UsageSource::Estimated)
        }
        None => {
            let output = estimate_tokens(output_bytes);
            (Usage { input_uncached: input, output, ..Usage::default() }, UsageSource::Estimated)
        }
    }
}

/// Passes a streamed answer on, in the caller's dialect, and learns from it.
pub trait Relay: Send {
    /// Takes what one read brought and appends what to send on. Call order is the stream's order.
    ///
    /// # Errors
    /// Upstream bytes that are not its protocol, or an event past the size bound. Nothing has been said to the caller
    /// about it: render the fault as the dialect's error event, and stop.
    fn feed(&mut self, chunk: Bytes, out: &mut Vec<Bytes>) -> Result<(), Fault>;

    /// Upstream has ended: puts out what remains.
    ///
    /// # Errors
    /// A stream that ended without its end marker: the answer was cut short. Nothing clean has been put out; render the
    /// fault as the dialect's error event. A stream that ended after an error event of its own is `Ok`, with
    /// `progress().error` set.
    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<(), Fault>;

    /// What is known so far.
    fn progress(&self) -> &Progress;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reported_zero_is_a_zero_and_only_what_is_missing_is_estimated() {
        let zero =
            Progress { usage: Some(Usage::default()), usage_final: true, output_bytes: 40, ..Progress::default() };
        assert_eq!(zero.settle(7), (Usage::default(), UsageSource::Provider));

        let input = Usage { input_uncached: 5, cache_read: 9, output: 1, ..Usage::default() };
        let cut = Progress { usage: Some(input), output_bytes: 40, ..Progress::default() };
        assert_eq!(cut.settle(7), (Usage { output: 10, ..input }, UsageSource::Estimated));

        let silent = Progress { output_bytes: 41, ..Progress::default() };
        let estimate = Usage { input_uncached: 7, output: 11, ..Usage::default() };
        assert_eq!(silent.settle(7), (estimate, UsageSource::Estimated));
    }
}

//! What can be set about the data plane, with the defaults and why.

use domain::{ModelName, ModelRef, ProviderName, RouteName, Secret};
use routing::{Class, RetrySettings, Strategy, Supports};
use std::time::Duration;

/// What to do with an upstream answer whose client has left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnClientGone {
    /// Read on in the background, up to [`Limits::drain_time`] or [`Limits::drain_tokens`], so that what is recorded is
    /// what is billed.
    #[default]
    Drain,
    /// Close the connection: for a provider that is known to stop billing then.
    Cancel,
}

/// One configured provider.
#[derive(Clone, Debug)]
pub struct ProviderSetup {
    /// Its name in events and before the slash.
    pub name: ProviderName,
    /// How it is spoken to.
    pub kind: &'static dyn wire::Provider,
    /// Where it is; as the provider's own SDK takes it.
    pub base_url: http::Uri,
    /// Its key, where it wants one.
    pub api_key: Option<Secret>,
    /// Whose prices and limits apply.
    pub catalogue: ProviderName,
    /// What happens when a client leaves.
    pub on_client_gone: OnClientGone,
    /// The models its catalogue has and what they can do: for bare names, the model list, and routes.
    pub models: Vec<(ModelName, ModelSetup)>,
}

/// What is known of a model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ModelSetup {
    /// What it can do.
    pub supports: Supports,
    /// The most it writes, in tokens.
    pub max_output_tokens: Option<u64>,
}

/// One candidate of a route.
#[derive(Clone, Debug)]
pub struct RouteCandidate {
    /// Who, and what.
    pub target: ModelRef,
    /// Its share under `weighted`.
    pub weight: u32,
    /// The hardest class of request it should be given first.
    pub max_complexity: Option<Class>,
}

/// One configured route.
#[derive(Clone)]
pub struct RouteSetup {
    /// What a client sends as `model`.
    pub name: RouteName,
    /// How candidates are ordered.
    pub strategy: &'static dyn Strategy,
    /// Who can be asked.
    pub candidates: Vec<RouteCandidate>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
}

/// Sizes and times.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest request body. Images make bodies of many megabytes normal. Default 64 MiB.
    pub body_bytes: usize,
    /// The largest answer that is not a stream. Default 64 MiB.
    pub answer_bytes: usize,
    /// The longest wait for a request body, whole. Default 60 s.
    pub body_time: Duration,
    /// The longest wait for a TCP and TLS connection upstream. Default 5 s.
    pub connect_time: Duration,
    /// The longest wait for the first byte of a stream. Default 60 s.
    pub first_byte_time: Duration,
    /// The longest wait for the first byte of an answer that is not a stream: the model writes all of it first. Default 300 s.
    pub full_answer_time: Duration,
    /// The longest silence inside an answer. Default 60 s.
    pub between_bytes_time: Duration,
    /// The longest an attempt may take in all. Default 900 s.
    pub total_time: Duration,
    /// How long an answer is read on after its client left. Default 5 s.
    pub drain_time: Duration,
    /// How many output tokens it is read on for, estimated from bytes. Default 512.
    pub drain_tokens: u64,
    /// How many such answers are read on at once; further ones are closed. Default 256.
    pub drains: usize,
    /// Requests that a key may make in a minute, at all gateways together. Default: no limit.
    pub requests_per_minute: Option<u64>,
    /// Tokens, in and out, that a key may use in a minute, at all gateways together. Default: no limit.
    pub tokens_per_minute: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            answer_bytes: 64 << 20,
            body_time: Duration::from_secs(60),
            connect_time: Duration::from_secs(5),
            first_byte_time: Duration::from_secs(60),
            full_answer_time: Duration::from_secs(300),
            between_bytes_time: Duration::from_secs(60),
            total_time: Duration::from_secs(900),
            drain_time: Duration::from_secs(5),
            drain_tokens: 512,
            drains: 256,
            requests_per_minute: None,
            tokens_per_minute: None,
        }
    }
}

/// All that can change while the gateway runs.
#[derive(Clone, Default)]
pub struct Settings {
    /// Providers, in the order of the configuration.
    pub providers: Vec<ProviderSetup>,
    /// Routes.
    pub routes: Vec<RouteSetup>,
    /// Sizes and times.
    pub limits: Limits,
    /// Retrying.
    pub retry: RetrySettings,
}

//! One request to one upstream: what to send, and how to read what comes back.

use crate::dialects::{Shape, Target, speech};
use crate::envelope::Envelope;
use crate::errors::not_the_protocol;
use crate::progress::{Full, Relay};
use crate::providers::{DEFAULT_ANTHROPIC_VERSION, Upstream};
use crate::splice::{self, UsageRequest};
use crate::tap::{Anthropic, OpenAi, Tap, inspect};
use crate::translate::Translator;
use crate::{Dialect, Endpoint};
use bytes::Bytes;
use domain::chat::Thinking;
use domain::{ErrorKind, Fault, Retry};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;

/// What an exchange depends on beside the request itself.
#[derive(Clone, Copy, Debug)]
pub struct ExchangeOptions<'a> {
    /// Whether to ask a stream for its usage. Off for an upstream that is known to refuse it; `stream_options` is then
    /// left out altogether.
    pub ask_usage: bool,
    /// The model's output limit in tokens by the catalogue: what a translated request asks for when the client named no
    /// limit and the upstream wants one.
    pub max_output_tokens: Option<u64>,
    /// The client's headers; the ones that mean something to the upstream are passed on.
    pub headers: &'a HeaderMap,
    /// The client's query, without the question mark.
    pub query: Option<&'a str>,
    /// Now, in seconds since 1970: `created` of a translated answer.
    pub now_unix_s: u64,
}

/// One request to one upstream.
pub struct Exchange {
    /// The path after the provider's base URL. The method is `POST`.
    pub path: &'static str,
    /// The query, without the question mark.
    pub query: Option<String>,
    /// Headers beside the credential, the host and the length.
    pub headers: HeaderMap,
    /// The body in pieces, to be sent one after the other.
    pub body: Vec<Bytes>,
    /// Whether the answer is to be read by [`Exchange::relay`] (a stream) or [`Exchange::decode_full`].
    pub stream: bool,
    endpoint: Endpoint,
    upstream: Dialect,
    strips_usage: bool,
    /// How the answer is to be translated; `None` where it passes through.
    shape: Option<Shape>,
}

/// Without the conversation and the headers' values, so that no log can hold them.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("path", &self.path)
            .field("body_bytes", &self.body_bytes())
            .field("stream", &self.stream)
            .field("translated", &self.shape.is_some())
            .finish_non_exhaustive()
    }
}

impl Exchange {
    /// Bytes of the body.
    #[must_use]
    pub fn body_bytes(&self) -> usize {
        self.body.iter().map(Bytes::len).sum()
    }

    /// Reads an answer that was not streamed, whatever its status.
    ///
    /// # Errors
    /// The provider's refusal, classified, for a status outside 200 to 299; `BadResponse` for what is not an answer.
    pub fn decode_full(&self, status: u16, headers: &HeaderMap, body: Bytes) -> Result<Full, Fault> {
        if !(200..300).contains(&status) {
            return Err(crate::errors::classify(status, headers, &body));
        }
        if let Some(shape) = &self.shape {
            let full = crate::translate::full(self.upstream, self.endpoint.dialect(), shape, &body);
            return full.map_err(|fault| fault.with_status(status));
        }
        let seen = inspect(self.upstream, self.endpoint, &body).map_err(|fault| fault.with_status(status))?;
        Ok(Full {
            body,
            usage: seen.usage,
            service_tier: seen.service_tier,
            stop: seen.stop,
            output_bytes: seen.output_bytes,
        })
    }

    /// Whether a good status's headers promise a stream.
    ///
    /// # Errors
    /// `BadResponse` when the content type is there and is not `text/event-stream`.
    pub fn check_stream_headers(&self, headers: &HeaderMap) -> Result<(), Fault> {
        match headers.get(http::header::CONTENT_TYPE) {
            Some(kind) if !kind.as_bytes().to_ascii_lowercase().starts_with(b"text/event-stream") => {
                Err(not_the_protocol("a stream was asked for and its content type is not text/event-stream"))
            }
            _ => Ok(()),
        }
    }

    /// Starts to read a streamed answer with a good status.
    #[must_use]
    pub fn relay(&self) -> Box<dyn Relay> {
        if let Some(shape) = &self.shape {
            return Box::new(Translator::new(self.upstream, self.endpoint.dialect(), shape));
        }
        match self.upstream {
            Dialect::OpenAi => Box::new(Tap::new(OpenAi::new(self.strips_usage))),
            Dialect::Anthropic => Box::new(Tap::new(Anthropic::new())),
        }
    }
}

/// Client headers that mean something to an upstream of this dialect. A client's organization or project is not among
/// them: it goes with the client's own key, and another is used here.
fn forwarded(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::OpenAi => &["openai-beta", "idempotency-key", "x-client-request-id"],
        Dialect::Anthropic => &["anthropic-version", "anthropic-beta", "anthropic-user-profile-id", "idempotency-key"],
    }
}

/// The headers of a request; the client's count where it speaks the upstream's dialect.
fn headers(client: Option<&HeaderMap>, upstream: Dialect, stream: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let accept = if stream { "text/event-stream" } else { "application/json" };
    headers.insert(http::header::ACCEPT, HeaderValue::from_static(accept));
    if let Some(client) = client {
        for name in forwarded(upstream) {
            let name = HeaderName::from_static(name);
            for value in client.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
    }
    if upstream == Dialect::Anthropic {
        let version = HeaderName::from_static("anthropic-version");
        headers.entry(version).or_insert(HeaderValue::from_static(DEFAULT_ANTHROPIC_VERSION));
    }
    headers
}

/// Makes the request to an upstream out of the client's.
///
/// # Errors
/// `InvalidRequest` for what this upstream cannot do or what cannot be said in its dialect, naming it; the next candidate
/// may do it (`Retry::Next`).
pub fn exchange(
    endpoint: Endpoint,
    upstream: Upstream,
    envelope: &Envelope,
    body: &Bytes,
    model: &str,
    options: &ExchangeOptions<'_>,
) -> Result<Exchange, Fault> {
    let kind = upstream.provider.kind();
    let Some(path) = upstream.path(endpoint) else {
        let what = if endpoint == Endpoint::Embeddings { "embeddings" } else { "such endpoint" };
        let message = format!("providers of kind {kind} have no {what}: name a model of another provider");
        return Err(Fault::new(ErrorKind::InvalidRequest, message).with_retry(Retry::Next));
    };
    let same_dialect = endpoint.dialect() == upstream.dialect;
    if !same_dialect {
        return translated(path, endpoint, upstream, body, model, options);
    }
    let asks = upstream.dialect == Dialect::OpenAi && envelope.stream && endpoint != Endpoint::Embeddings;
    let usage = match (asks, options.ask_usage) {
        (false, _) => UsageRequest::Keep,
        (true, true) => UsageRequest::Ask,
        (true, false) => UsageRequest::Remove,
    };
    Ok(Exchange {
        path,
        query: options.query.filter(|query| !query.is_empty()).map(str::to_owned),
        headers: headers(Some(options.headers), upstream.dialect, envelope.stream),
        body: splice::body(body, envelope, model, usage),
        stream: envelope.stream,
        endpoint,
        upstream: upstream.dialect,
        strips_usage: usage == UsageRequest::Ask && !envelope.asks_usage(),
        shape: None,
    })
}

/// The request in the upstream's dialect. The client's own headers and query mean nothing there.
fn translated(
    path: &'static str,
    endpoint: Endpoint,
    upstream: Upstream,
    body: &[u8],
    model: &str,
    options: &ExchangeOptions<'_>,
) -> Result<Exchange, Fault> {
    let request = speech(endpoint.dialect()).read_request(endpoint, body)?;
    let target = Target {
        model,
        abilities: upstream.provider.abilities(upstream.dialect, model),
        max_output_tokens: options.max_output_tokens,
        ask_usage: options.ask_usage,
    };
    let written = speech(upstream.dialect).write_request(&request, &target)?;
    Ok(Exchange {
        path,
        query: None,
        headers: headers(None, upstream.dialect, request.stream),
        body: vec![Bytes::from(written)],
        stream: request.stream,
        endpoint,
        upstream: upstream.dialect,
        strips_usage: false,
        shape: Some(Shape {
            endpoint,
            include_usage: request.include_usage,
            thinking: !matches!(request.thinking, None | Some(Thinking::Off)),
            now_unix_s: options.now_unix_s,
        }),
    })
}

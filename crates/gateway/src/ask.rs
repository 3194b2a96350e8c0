//! One attempt: encode for one candidate, send, and read until there is something to relay or a fault.

use crate::body::{self, Gathered};
use crate::client::{Client, Pieces};
use crate::run::{Run, Used};
use crate::settings::Limits;
use crate::table::Upstream;
use bytes::Bytes;
use domain::{ErrorKind, Fault, ModelRef, Usage, UsageSource};
use http::{HeaderMap, Request, Response};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use wire::{Envelope, Exchange, ExchangeOptions, Full, Relay};

/// The largest error body read for its message.
const ERROR_BYTES: usize = 1 << 20;

/// What every attempt of a request shares.
pub struct Question<'a> {
    /// The client's body.
    pub body: &'a Bytes,
    /// What stands around it.
    pub envelope: &'a Envelope,
    /// The client's headers.
    pub headers: &'a HeaderMap,
    /// The client's query.
    pub query: Option<&'a str>,
    /// Sizes and times.
    pub limits: &'a Limits,
    /// Admission, in seconds since 1970.
    pub now_unix_s: u64,
}

/// What came back.
pub enum Answer {
    /// A complete answer, in the client's dialect.
    Full {
        /// The provider's headers.
        headers: HeaderMap,
        /// The answer.
        full: Full,
    },
    /// A stream whose first bytes are here.
    Stream(Opened),
}

/// A stream that has begun.
pub struct Opened {
    /// The provider's headers.
    pub headers: HeaderMap,
    /// What is still to come.
    pub upstream: Incoming,
    /// What passes it on.
    pub relay: Box<dyn Relay>,
    /// What can be sent on already.
    pub ready: Vec<Bytes>,
    /// When the attempt must end.
    pub deadline: Instant,
}

/// A failed attempt.
pub struct Failed {
    /// Why.
    pub fault: Fault,
    /// What it may have cost all the same.
    pub used: Used,
}

impl Failed {
    /// A failure before the provider did any work.
    fn unbilled(fault: Fault) -> Self {
        Self { fault, used: None }
    }
}

/// Asks one candidate.
///
/// # Errors
/// The fault, and what the attempt may have cost: nothing where the provider refused, an estimate where it was at work.
pub async fn ask(
    client: &Client,
    upstream: &Upstream,
    target: &ModelRef,
    question: &Question<'_>,
    run: &mut Run,
) -> Result<Answer, Failed> {
    let deadline = Instant::now() + question.limits.total_time;
    // Twice at most: a provider that refuses to report usage is asked again without it, and remembered.
    loop {
        let asks_usage = upstream.takes_usage_option();
        let exchange = encode(upstream, target, question, asks_usage).map_err(Failed::unbilled)?;
        run.sent();
        let until = (Instant::now() + first_byte_time(&exchange, question.limits)).min(deadline);
        let response = send(client, upstream, &exchange, question, until).await?;
        let status = response.status();
        if status.is_success() {
            return read(exchange, response, question, run, (until, deadline)).await;
        }
        let (parts, incoming) = response.into_parts();
        let body = error_body(incoming, question.limits, deadline).await;
        let fault = upstream.wire.classify(status.as_u16(), &parts.headers, &body);
        if asks_usage && exchange.stream && wire::is_refusal_of_stream_options(status.as_u16(), &body) {
            upstream.refuse_usage_option();
            tracing::info!(provider = %upstream.name, "refuses stream_options.include_usage; asked without it from now on");
            continue;
        }
        return Err(Failed::unbilled(fault));
    }
}

/// Asks once, for an answer that makes no row.
///
/// # Errors
/// The fault.
pub async fn once(
    client: &Client,
    upstream: &Upstream,
    target: &ModelRef,
    question: &Question<'_>,
) -> Result<Full, Fault> {
    let deadline = Instant::now() + question.limits.first_byte_time;
    let exchange = encode(upstream, target, question, false)?;
    let sent = send(client, upstream, &exchange, question, deadline).await;
    let (parts, incoming) = sent.map_err(|failed| failed.fault)?.into_parts();
    let body = error_body(incoming, question.limits, deadline).await;
    exchange.decode_full(parts.status.as_u16(), &parts.headers, body)
}

fn encode(upstream: &Upstream, target: &ModelRef, question: &Question<'_>, ask_usage: bool) -> Result<Exchange, Fault> {
    let options = ExchangeOptions {
        ask_usage,
        max_output_tokens: upstream.max_output_tokens(&target.model),
        headers: question.headers,
        query: question.query,
        now_unix_s: question.now_unix_s,
    };
    let envelope = question.envelope;
    wire::exchange(envelope.endpoint, upstream.wire, envelope, question.body, target.model.as_str(), &options)
}

/// The estimate for an attempt that broke off before it said anything of its use.
fn estimated(question: &Question<'_>) -> Used {
    let input_uncached = question.envelope.estimated_input_tokens();
    Some((Usage { input_uncached, ..Usage::default() }, UsageSource::Estimated))
}

async fn send(
    client: &Client,
    upstream: &Upstream,
    exchange: &Exchange,
    question: &Question<'_>,
    until: Instant,
) -> Result<Response<Incoming>, Failed> {
    let internal = |message: String| Failed::unbilled(Fault::new(ErrorKind::Internal, message));
    let mut request = Request::post(upstream.address(exchange.path, exchange.query.as_deref()))
        .body(Pieces::from(exchange.body.clone()))
        .map_err(|_| {
            internal(format!("the address of provider `{}` cannot be used: check its base_url", upstream.name))
        })?;
    *request.headers_mut() = exchange.headers.clone();
    if let Some(key) = &upstream.api_key {
        upstream
            .wire
            .authorize(key, request.headers_mut())
            .map_err(|bad| internal(format!("the key of provider `{}` cannot be sent: {bad}", upstream.name)))?;
    }
    let began = Instant::now();
    match timeout_at(until, client.request(request)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.is_connect() => Err(Failed::unbilled(Fault::new(
            ErrorKind::Unavailable,
            format!("provider `{}` cannot be reached: check its base_url and the network", upstream.name),
        ))),
        Ok(Err(_)) => Err(Failed {
            fault: Fault::new(
                ErrorKind::Unavailable,
                format!("the connection to provider `{}` broke before it answered", upstream.name),
            ),
            used: estimated(question),
        }),
        Err(_) => Err(Failed { fault: silent(upstream.name.as_str(), until - began), used: estimated(question) }),
    }
}

fn first_byte_time(exchange: &Exchange, limits: &Limits) -> Duration {
    if exchange.stream { limits.first_byte_time } else { limits.full_answer_time }
}

fn silent(provider: &str, wait: Duration) -> Fault {
    let seconds = wait.as_secs_f64();
    Fault::new(ErrorKind::Timeout, format!("provider `{provider}` did not answer within {seconds:.1} s"))
}

async fn error_body(incoming: Incoming, limits: &Limits, deadline: Instant) -> Bytes {
    let gathered = body::gather(incoming, ERROR_BYTES, Some(limits.between_bytes_time));
    timeout_at(deadline, gathered).await.ok().and_then(Result::ok).unwrap_or_default()
}

/// Reads a good answer: whole, or up to the first bytes that can be sent on. Two ends: of the wait for the first byte,
/// which began when the request was sent, and of the attempt.
async fn read(
    exchange: Exchange,
    response: Response<Incoming>,
    question: &Question<'_>,
    run: &mut Run,
    (until, deadline): (Instant, Instant),
) -> Result<Answer, Failed> {
    let limits = question.limits;
    let (parts, upstream) = response.into_parts();
    if exchange.stream {
        exchange.check_stream_headers(&parts.headers).map_err(|fault| Failed { fault, used: estimated(question) })?;
        let opened = Opened { headers: parts.headers, upstream, relay: exchange.relay(), ready: Vec::new(), deadline };
        return first_bytes(opened, until, question, run).await;
    }
    let gathered = body::gather(upstream, limits.answer_bytes, Some(limits.between_bytes_time));
    let body = timeout_at(deadline, gathered).await.unwrap_or(Err(Gathered::Silent)).map_err(|why| Failed {
        fault: match why {
            Gathered::TooLarge => Fault::new(ErrorKind::BadResponse, "the answer is larger than [limits] answer_bytes"),
            Gathered::Broken => Fault::new(ErrorKind::BadResponse, "the provider's answer broke off before its end"),
            Gathered::Silent => Fault::new(ErrorKind::Timeout, "the provider fell silent in the middle of its answer"),
        },
        used: estimated(question),
    })?;
    match exchange.decode_full(parts.status.as_u16(), &parts.headers, body) {
        Ok(full) => Ok(Answer::Full { headers: parts.headers, full }),
        Err(fault) => Err(Failed { fault, used: estimated(question) }),
    }
}

/// Reads a stream until something can be sent on. Up to here a fault is still the next candidate's chance.
async fn first_bytes(
    mut opened: Opened,
    until: Instant,
    question: &Question<'_>,
    run: &mut Run,
) -> Result<Answer, Failed> {
    let input = question.envelope.estimated_input_tokens();
    let failed = |fault: Fault, relay: &dyn Relay| Failed { fault, used: Some(relay.progress().settle(input)) };
    loop {
        let Ok(frame) = timeout_at(until, opened.upstream.frame()).await else {
            let fault = Fault::new(ErrorKind::Timeout, "the provider opened a stream and sent nothing in time");
            return Err(failed(fault, opened.relay.as_ref()));
        };
        let fed = match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => opened.relay.feed(data, &mut opened.ready),
                Err(_) => continue,
            },
            Some(Err(_)) => Err(Fault::new(ErrorKind::BadResponse, "the provider's stream broke off")),
            None => opened.relay.finish(&mut opened.ready),
        };
        if let Err(fault) = fed {
            return Err(failed(fault, opened.relay.as_ref()));
        }
        if let Some(fault) = opened.relay.progress().error.clone() {
            return Err(failed(fault, opened.relay.as_ref()));
        }
        if opened.relay.progress().first_content {
            run.first_content();
        }
        if !opened.ready.is_empty() || opened.relay.progress().complete {
            return Ok(Answer::Stream(opened));
        }
    }
}

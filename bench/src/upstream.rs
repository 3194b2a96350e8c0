//! An upstream that costs next to nothing: fixed bytes over HTTP/1.1, so that what is measured is the way to it.

use anyhow::Context;
use bytes::Bytes;
use clap::{Args, ValueEnum};
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// Chunks of text in a stream, besides the ones that open and end it.
pub const CHUNKS: usize = 64;

#[derive(Args, Clone)]
pub struct Options {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// How the chunks of a stream leave
    #[arg(long, value_enum, default_value = "each")]
    pace: Pace,
    /// Pause between chunks at `--pace paused`, in microseconds
    #[arg(long, default_value_t = 1_000)]
    pause_us: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// The whole stream in one write
    Once,
    /// Every chunk in its own write, without a pause
    Each,
    /// Every chunk in its own write, with a pause after it
    Paused,
}

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// The bytes of all answers, made once.
struct Answers {
    json: Bytes,
    chunks: Vec<Bytes>,
    usage: Bytes,
    done: Bytes,
}

/// Serves until it is killed.
///
/// # Errors
/// The address cannot be bound.
pub async fn serve(options: Options) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(options.listen).await.with_context(|| format!("cannot bind {}", options.listen))?;
    println!("{}", listener.local_addr()?);
    let answers: &'static Answers = Box::leak(Box::new(answers()));
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let options = options.clone();
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |request| answer(request, answers, options.clone()));
            // A client that breaks its connection is its own affair.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    answers: &'static Answers,
    options: Options,
) -> Result<Response<Body>, hyper::Error> {
    let body = request.into_body().collect().await?.to_bytes();
    let says = |text: &[u8]| memchr::memmem::find(&body, text).is_some();
    if !says(br#""stream":true"#) {
        let mut response = Response::new(http_body_util::Full::new(answers.json.clone()).boxed_unsync());
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        return Ok(response);
    }
    let mut parts = answers.chunks.clone();
    if says(br#""include_usage":true"#) {
        parts.push(answers.usage.clone());
    }
    parts.push(answers.done.clone());
    let mut response = Response::new(stream(parts, &options));
    response.headers_mut().insert("content-type", HeaderValue::from_static("text/event-stream"));
    Ok(response)
}

fn stream(parts: Vec<Bytes>, options: &Options) -> Body {
    if options.pace == Pace::Once {
        return http_body_util::Full::new(Bytes::from(parts.concat())).boxed_unsync();
    }
    let pause = (options.pace == Pace::Paused).then(|| Duration::from_micros(options.pause_us));
    let chunks = futures_util::stream::unfold((parts.into_iter(), true), move |(mut parts, first)| async move {
        let part = parts.next()?;
        if !first {
            // Being pending for a moment makes the connection write what it has.
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => tokio::task::yield_now().await,
            }
        }
        Some((Ok(Frame::data(part)), (parts, false)))
    });
    StreamBody::new(chunks).boxed_unsync()
}

fn answers() -> Answers {
    let head = r#"{"id":"chatcmpl-bench0000000000000000000","object":"KIND","created":1767225600,"model":"bench-model","service_tier":"default","system_fingerprint":"fp_bench","choices":["#;
    let usage = r#""usage":{"prompt_tokens":256,"completion_tokens":128,"total_tokens":384,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#;
    let text = "Measured words without any meaning. ".repeat(12);
    let whole = head.replace("KIND", "chat.completion");
    let json = format!(
        r#"{whole}{{"index":0,"message":{{"role":"assistant","content":"{text}","refusal":null,"annotations":[]}},"logprobs":null,"finish_reason":"stop"}}],{usage}}}"#
    );
    let part = head.replace("KIND", "chat.completion.chunk");
    let chunk = |delta: &str, reason: &str| {
        Bytes::from(format!(
            "data: {part}{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{reason}}}]}}\n\n"
        ))
    };
    let mut chunks = vec![chunk(r#"{"role":"assistant","content":"","refusal":null}"#, "null")];
    chunks.extend((0..CHUNKS).map(|index| chunk(&format!(r#"{{"content":" word{index}"}}"#), "null")));
    chunks.push(chunk("{}", r#""stop""#));
    Answers {
        json: json.into(),
        chunks,
        usage: format!("data: {part}],{usage}}}\n\n").into(),
        done: Bytes::from_static(b"data: [DONE]\n\n"),
    }
}

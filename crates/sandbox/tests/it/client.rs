//! A small HTTP client that shows how an answer really ended.

use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use sandbox::{Running, Sandbox, SandboxConfig, Scene, Seen};
use serde_json::Value;
use std::sync::Arc;

/// Midnight of 2026-01-01: golden files must not depend on the day.
pub const MOMENT_MS: u64 = 1_767_225_600_000;

/// What came back.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
    /// Whether the body ended as HTTP says it must.
    pub whole: bool,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The JSON of each `data:` line but `[DONE]`.
    pub fn events(&self) -> Vec<Value> {
        let data = self.body.lines().filter_map(|line| line.strip_prefix("data: "));
        data.filter(|data| *data != "[DONE]").map(|data| serde_json::from_str(data).unwrap()).collect()
    }
}

pub async fn start(script: Option<fn(&Seen) -> Scene>) -> Running {
    let script = script.map(|script| Arc::new(script) as sandbox::Script);
    let clock = Arc::new(|| MOMENT_MS);
    Sandbox::start(SandboxConfig { script, clock, ..SandboxConfig::default() }).await.unwrap()
}

/// Sends one request. `chunks` reads only so many pieces of the body and then leaves.
pub async fn send(
    running: &Running,
    path: &str,
    body: Option<Value>,
    chunks: Option<usize>,
) -> Result<Got, hyper::Error> {
    let socket = tokio::net::TcpStream::connect(running.addr).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await?;
    let driver = tokio::spawn(connection);
    let method = if body.is_some() { Method::POST } else { Method::GET };
    let mut request = Request::builder().method(method).uri(path).header("host", "sandbox");
    if path.contains("messages") {
        request = request.header("anthropic-version", "2026-10-21");
    }
    let bytes = body.map_or_else(Bytes::new, |body| body.to_string().into());
    let response = sender.send_request(request.body(Full::new(bytes)).unwrap()).await?;
    let (parts, mut body) = response.into_parts();
    let (mut text, mut whole, mut read) = (Vec::new(), true, 0);
    while chunks.is_none_or(|most| read < most) {
        match body.frame().await {
            None => break,
            Some(Ok(frame)) => text.extend_from_slice(frame.data_ref().unwrap()),
            Some(Err(_)) => {
                whole = false;
                break;
            }
        }
        read += 1;
    }
    driver.abort();
    Ok(Got { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&text).into_owned(), whole })
}

/// Sends one request and reads the answer to its end.
pub async fn ask(running: &Running, path: &str, body: Value) -> Got {
    send(running, path, Some(body), None).await.unwrap()
}

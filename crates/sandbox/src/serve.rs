//! The sandbox on its socket: the thin rim of IO around pure decisions. Bounded in connections, body size and waiting.

use crate::bill::{Billing, Book, Ended, Tab};
use crate::persona::{Mood, Profile};
use crate::prefix::Prefixes;
use crate::reply::{self, Reply};
use crate::scene::{Ending, Refusal, Scene};
use crate::seen::{Endpoint, Seen, Wire};
use crate::steps::Step;
use crate::tokens::{self, Tokens};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Limited, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// Connections served at a time; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 4096;
/// Largest request body, in bytes.
const MOST_BODY_BYTES: usize = 64 << 20;
/// How long a silent or stalled answer is held open.
const SILENCE: Duration = Duration::from_secs(600);
/// Time for the connection to write what it has before it is broken.
const FLUSH: Duration = Duration::from_millis(2);

/// Decides how each request is answered.
pub type Script = Arc<dyn Fn(&Seen) -> Scene + Send + Sync>;

/// How a sandbox is set up.
#[derive(Clone)]
pub struct SandboxConfig {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Whom it plays.
    pub profile: Profile,
    /// Where all chance comes from.
    pub seed: u64,
    /// Takes the place of the persona's temper, if given.
    pub script: Option<Script>,
    /// The one key that is taken; `None` takes any and none.
    pub api_key: Option<String>,
    /// Single requests kept for [`Billing::entries`]; older ones live on in the sums.
    pub entries_kept: usize,
    /// Milliseconds since 1970.
    pub clock: Arc<dyn Fn() -> u64 + Send + Sync>,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            profile: Profile::plain(),
            seed: 0,
            script: None,
            api_key: None,
            entries_kept: 1_000,
            clock: Arc::new(clock),
        }
    }
}

/// The simulated provider.
pub struct Sandbox {
    config: SandboxConfig,
    book: Arc<Book>,
    prefixes: Mutex<Prefixes>,
    sequence: AtomicU64,
    stop: CancellationToken,
}

/// A sandbox that runs until it is shut down or dropped.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    sandbox: Arc<Sandbox>,
}

impl Running {
    /// The account as of now.
    #[must_use]
    pub fn billed(&self) -> Billing {
        self.sandbox.book.read()
    }

    /// What OpenAI's SDKs take as base URL for a persona; an empty name for none.
    #[must_use]
    pub fn openai_url(&self, persona: &str) -> String {
        format!("{}/v1", self.anthropic_url(persona))
    }

    /// What Anthropic's SDKs take as base URL for a persona; an empty name for none.
    #[must_use]
    pub fn anthropic_url(&self, persona: &str) -> String {
        let slash = if persona.is_empty() { "" } else { "/" };
        format!("http://{}{slash}{persona}", self.addr)
    }

    /// Stops listening and breaks every connection.
    pub fn shutdown(&self) {
        self.sandbox.stop.cancel();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown();
    }
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

impl Sandbox {
    /// Starts a sandbox on the current Tokio runtime.
    ///
    /// # Errors
    /// The address cannot be bound: taken, or not this machine's.
    pub async fn start(config: SandboxConfig) -> io::Result<Running> {
        let listener = TcpListener::bind(config.listen).await?;
        let addr = listener.local_addr()?;
        let sandbox = Arc::new(Self {
            book: Arc::new(Book::new(config.entries_kept)),
            prefixes: Mutex::default(),
            sequence: AtomicU64::new(0),
            stop: CancellationToken::new(),
            config,
        });
        tokio::spawn(accept(listener, Arc::clone(&sandbox)));
        Ok(Running { addr, sandbox })
    }

    async fn answer(&self, request: Request<Incoming>) -> io::Result<Response<Body>> {
        let sequence = self.sequence.fetch_add(1, Ordering::Relaxed);
        let request_id = format!("req_{:016x}", tokens::hash(self.config.seed, &sequence.to_le_bytes()));
        let (parts, body) = request.into_parts();
        let speaks_anthropic = parts.headers.contains_key("anthropic-version");
        let Ok(body) = Limited::new(body, MOST_BODY_BYTES).collect().await else {
            let wire = if speaks_anthropic { Wire::Anthropic } else { Wire::OpenAi };
            return Ok(self.play(wire, &request_id, reply::refused(wire, &Refusal::TooLarge, &request_id), None));
        };
        let seen = match Seen::read(sequence, &parts.method, parts.uri.path(), &parts.headers, &body.to_bytes()) {
            Ok(seen) => seen,
            Err((wire, refusal)) => {
                return Ok(self.play(wire, &request_id, reply::refused(wire, &refusal, &request_id), None));
            }
        };
        let mood = self.mood(&seen);
        match mood.scene.ending {
            Ending::Silent | Ending::HangUp => return self.withhold(&seen, &mood.scene.ending).await,
            _ => {}
        }
        let models = self.config.profile.persona(&seen.persona).map_or(&[][..], |persona| &persona.models);
        let reply = {
            let mut prefixes = self.prefixes.lock().unwrap_or_else(PoisonError::into_inner);
            reply::reply(&seen, &mood, models, &mut prefixes, self.config.seed, (self.config.clock)())
        };
        let mut reply = match reply {
            Ok(reply) => reply,
            Err(refusal) => {
                wait(mood.scene.first_byte_delay_ms).await;
                let refused = reply::refused(seen.wire, &refusal, &request_id);
                if !matches!(seen.endpoint, Endpoint::Models | Endpoint::Model(_) | Endpoint::CountTokens) {
                    let mut tab = Tab::open(&self.book, &seen, Tokens::default(), false, false);
                    tab.close(Ended::Refused(refused.status));
                }
                return Ok(self.play(seen.wire, &request_id, refused, None));
            }
        };
        let tab = reply.charge.map(|full| Tab::open(&self.book, &seen, full, reply.streamed, reply.reports_usage));
        // The first step is the wait before the status line; the tab is open meanwhile and sees a client leave.
        if let Step::Wait(first_byte_delay_ms) = reply.steps.remove(0) {
            wait(first_byte_delay_ms).await;
        }
        Ok(self.play(seen.wire, &request_id, reply, tab))
    }

    fn mood(&self, seen: &Seen) -> Mood {
        if self.config.api_key.is_some() && self.config.api_key != seen.credential {
            return Mood { scene: Scene::refusing(Refusal::Unauthorized), output_tokens: 0, tokens_per_s: 0.0 };
        }
        let mut mood = self.config.profile.mood(seen, (self.config.clock)(), self.config.seed);
        if let Some(script) = &self.config.script {
            mood.scene = script(seen);
            mood.tokens_per_s = 0.0;
        }
        mood
    }

    /// Gives no answer at all.
    async fn withhold(&self, seen: &Seen, ending: &Ending) -> io::Result<Response<Body>> {
        let mut tab = Tab::open(&self.book, seen, Tokens::default(), true, false);
        tab.close(Ended::Unanswered);
        if *ending == Ending::Silent {
            let _ = tokio::time::timeout(SILENCE, self.stop.cancelled()).await;
        }
        Err(io::Error::other("the scene gives no answer"))
    }

    fn play(&self, wire: Wire, request_id: &str, reply: Reply, tab: Option<Tab>) -> Response<Body> {
        let mut response = Response::new(body(reply.steps, tab, self.stop.clone()));
        *response.status_mut() = http::StatusCode::from_u16(reply.status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert("content-type", HeaderValue::from_static(reply.content_type));
        headers.insert("x-sandbox", HeaderValue::from_static("simulated"));
        if let Ok(id) = HeaderValue::from_str(request_id) {
            headers.insert(if wire == Wire::OpenAi { "x-request-id" } else { "request-id" }, id);
        }
        if let Some(length) = reply.length {
            headers.insert("content-length", HeaderValue::from(length));
        }
        if let Some(seconds) = reply.retry_after_s {
            headers.insert("retry-after", HeaderValue::from(seconds));
        }
        response
    }
}

/// Plays steps as a body. When the connection drops it midway, the tab is dropped with it and enters what was sent.
fn body(steps: Vec<Step>, tab: Option<Tab>, stop: CancellationToken) -> Body {
    let state = (steps.into_iter(), tab, stop);
    let stream = stream::unfold(state, |(mut steps, mut tab, stop)| async move {
        loop {
            match steps.next()? {
                Step::Wait(delay_ms) => wait(delay_ms).await,
                Step::Flush => tokio::time::sleep(FLUSH).await,
                Step::Close(ended) => {
                    if let Some(tab) = &mut tab {
                        tab.close(ended);
                    }
                }
                Step::Write(bytes, generated) => {
                    if let Some(tab) = &mut tab {
                        tab.generated(generated);
                    }
                    return Some((Ok(Frame::data(bytes)), (steps, tab, stop)));
                }
                Step::Cut => return Some((Err(io::Error::other("the scene cuts here")), (steps, tab, stop))),
                Step::Stall => {
                    let _ = tokio::time::timeout(SILENCE, stop.cancelled()).await;
                    return Some((Err(io::Error::other("the scene stalls here")), (steps, tab, stop)));
                }
            }
        }
    });
    BodyExt::boxed_unsync(StreamBody::new(stream))
}

async fn wait(delay_ms: u64) {
    if delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
    }
}

async fn accept(listener: TcpListener, sandbox: Arc<Sandbox>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            () = sandbox.stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((socket, _)) = accepted else {
            // Out of file descriptors or the like: a pause keeps this from spinning.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let sandbox = Arc::clone(&sandbox);
        tokio::spawn(async move {
            connection(socket, sandbox).await;
            drop(place);
        });
    }
}

async fn connection(socket: TcpStream, sandbox: Arc<Sandbox>) {
    let _ = socket.set_nodelay(true);
    let stop = sandbox.stop.clone();
    let service = hyper::service::service_fn(move |request| {
        let sandbox = Arc::clone(&sandbox);
        async move { sandbox.answer(request).await }
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SILENCE)
        .serve_connection(TokioIo::new(socket), service);
    // A broken connection is the client's or the scene's doing; the account already says which.
    let _: Result<(), Infallible> = tokio::select! {
        () = stop.cancelled() => Ok(()),
        _ = serving => Ok(()),
    };
}

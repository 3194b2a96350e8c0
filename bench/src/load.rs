//! The load: so many connections, each asking again as soon as it is answered. Bounded in requests and time.

use crate::process;
use crate::target::Target;
use crate::upstream::CHUNKS;
use bytes::Bytes;
use clap::Args;
use hdrhistogram::Histogram;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// A request that takes longer has failed.
const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Args, Clone)]
pub struct Options {
    /// What to measure: name=…,url=http://…/v1[,key=…][,model=…][,pid=1+2]
    #[arg(long)]
    target: Target,
    /// Ask for streams
    #[arg(long)]
    stream: bool,
    /// Connections at a time
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Requests after which to stop
    #[arg(long, default_value_t = 10_000)]
    requests: u64,
    /// Seconds after which to stop, whatever is left
    #[arg(long, default_value_t = 20)]
    seconds: u64,
}

/// How much, and of what kind.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub stream: bool,
    pub connections: usize,
    pub requests: u64,
    pub limit: Duration,
}

/// What was seen. Times in microseconds.
#[derive(Clone)]
pub struct Figures {
    pub latency_us: Histogram<u64>,
    pub ttft_us: Histogram<u64>,
    pub failed: u64,
    pub elapsed: Duration,
    pub cpu_ns: u64,
    pub rss_peak_kib: u64,
}

impl Figures {
    /// Nothing yet.
    ///
    /// # Errors
    /// Never: the bounds are constants.
    pub fn none() -> anyhow::Result<Self> {
        let empty = Histogram::new_with_bounds(1, 60_000_000, 3)?;
        Ok(Self {
            latency_us: empty.clone(),
            ttft_us: empty,
            failed: 0,
            elapsed: Duration::ZERO,
            cpu_ns: 0,
            rss_peak_kib: 0,
        })
    }

    /// Adds another round.
    pub fn add(&mut self, other: &Self) -> anyhow::Result<()> {
        self.latency_us.add(&other.latency_us)?;
        self.ttft_us.add(&other.ttft_us)?;
        self.failed += other.failed;
        self.elapsed += other.elapsed;
        self.cpu_ns += other.cpu_ns;
        self.rss_peak_kib = self.rss_peak_kib.max(other.rss_peak_kib);
        Ok(())
    }

    /// CPU of the target a request, in microseconds.
    pub fn cpu_us_per_request(&self) -> f64 {
        self.cpu_ns as f64 / 1000.0 / (self.latency_us.len() + self.failed).max(1) as f64
    }

    /// Answered requests a second.
    pub fn per_second(&self) -> f64 {
        self.latency_us.len() as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }
}

/// One run, printed.
///
/// # Errors
/// The target cannot be reached at all.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let limit = Duration::from_secs(options.seconds);
    let shape = Shape { stream: options.stream, connections: options.connections, requests: options.requests, limit };
    let figures = run(&options.target, shape).await?;
    let at = |histogram: &Histogram<u64>, quantile| histogram.value_at_quantile(quantile);
    println!(
        "{}: {} answered, {} failed, {:.0}/s, latency p50 {} µs p99 {} µs, first byte p50 {} µs p99 {} µs, CPU {:.1} µs/request, RSS peak {:.1} MiB",
        options.target.name,
        figures.latency_us.len(),
        figures.failed,
        figures.per_second(),
        at(&figures.latency_us, 0.5),
        at(&figures.latency_us, 0.99),
        at(&figures.ttft_us, 0.5),
        at(&figures.ttft_us, 0.99),
        figures.cpu_us_per_request(),
        figures.rss_peak_kib as f64 / 1024.0,
    );
    Ok(())
}

/// Sends requests until their number or the time is reached.
///
/// # Errors
/// The target's URL cannot be asked.
pub async fn run(target: &Target, shape: Shape) -> anyhow::Result<Figures> {
    let left = Rc::new(Cell::new(shape.requests));
    let request = Rc::new(Asked::new(target, shape.stream)?);
    let cpu_before = process::cpu_ns(&target.pids);
    let began = Instant::now();
    let workers: Vec<_> =
        (0..shape.connections).map(|_| worker(Rc::clone(&request), Rc::clone(&left), began + shape.limit)).collect();
    let mut figures = Figures::none()?;
    let set = tokio::task::LocalSet::new();
    let running: Vec<_> = workers.into_iter().map(|worker| set.spawn_local(worker)).collect();
    set.await;
    for worker in running {
        figures.add(&worker.await??)?;
    }
    figures.elapsed = began.elapsed();
    figures.cpu_ns = process::cpu_ns(&target.pids).saturating_sub(cpu_before);
    figures.rss_peak_kib = process::rss_peak_kib(&target.pids);
    Ok(figures)
}

/// The one request that is sent again and again.
struct Asked {
    authority: String,
    path: String,
    authorization: Option<String>,
    body: Bytes,
    stream: bool,
}

impl Asked {
    fn new(target: &Target, stream: bool) -> anyhow::Result<Self> {
        let authority = target.url.authority().map(ToString::to_string).unwrap_or_default();
        let path = format!("{}/chat/completions", target.url.path().trim_end_matches('/'));
        let system =
            "You answer measured questions with measured words, and nothing you say means anything. ".repeat(12);
        let body = serde_json::json!({
            "model": target.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": "How fast is this?"}],
            "max_tokens": 128,
            "stream": stream,
        });
        let authorization = (!target.key.is_empty()).then(|| format!("Bearer {}", target.key));
        Ok(Self { authority, path, authorization, body: body.to_string().into(), stream })
    }

    fn request(&self) -> http::Result<Request<Full<Bytes>>> {
        let mut request = Request::post(&self.path)
            .header("host", &self.authority)
            .header("content-type", "application/json")
            .header("user-agent", "tollkeeper-bench/1");
        if let Some(value) = &self.authorization {
            request = request.header("authorization", value);
        }
        request.body(Full::new(self.body.clone()))
    }
}

async fn worker(asked: Rc<Asked>, left: Rc<Cell<u64>>, until: Instant) -> anyhow::Result<Figures> {
    let mut figures = Figures::none()?;
    let mut connection = None;
    while left.get() > 0 && Instant::now() < until {
        left.set(left.get() - 1);
        let began = Instant::now();
        match tokio::time::timeout(TIMEOUT, exchange(&mut connection, &asked)).await {
            Ok(Ok(first_byte)) => {
                figures.latency_us.saturating_record(micros(began.elapsed()));
                figures.ttft_us.saturating_record(micros(first_byte.duration_since(began)));
            }
            _ => {
                figures.failed += 1;
                connection = None;
            }
        }
    }
    Ok(figures)
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// What a whole stream ends with.
const END_MARK: &[u8; 8] = b"[DONE]\n\n";

/// One request and its whole answer, checked; the moment of its first body byte.
async fn exchange(connection: &mut Option<SendRequest<Full<Bytes>>>, asked: &Asked) -> anyhow::Result<Instant> {
    let sender = match connection {
        Some(sender) => sender,
        None => connection.insert(connect(&asked.authority).await?),
    };
    sender.ready().await?;
    let response = sender.send_request(asked.request()?).await?;
    anyhow::ensure!(response.status() == 200, "status {}", response.status());
    let mut body = response.into_body();
    let (mut first_byte, mut line_ends, mut bytes) = (None, 0, 0);
    // The last bytes, over as many reads as they came in: a read may cut the end mark too.
    let mut end = [0; END_MARK.len()];
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            first_byte.get_or_insert_with(Instant::now);
            bytes += data.len();
            if asked.stream {
                // Line ends are counted and not events, because a read may cut an event anywhere.
                line_ends += data.iter().filter(|byte| **byte == b'\n').count();
                let new = &data[data.len().saturating_sub(end.len())..];
                end.rotate_left(new.len());
                let kept = end.len() - new.len();
                end[kept..].copy_from_slice(new);
            }
        }
    }
    // A stream has its chunks, the ones that open and end it, and the end mark; two line ends each.
    let complete = if asked.stream { end == *END_MARK && line_ends >= 2 * (CHUNKS + 3) } else { bytes > 512 };
    anyhow::ensure!(complete, "the answer is not complete");
    first_byte.ok_or_else(|| anyhow::anyhow!("the answer is empty"))
}

/// A connection that may be kept.
pub async fn connect(authority: &str) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let socket = TcpStream::connect(authority).await?;
    socket.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await?;
    // Its errors come out of the sender too.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(sender)
}

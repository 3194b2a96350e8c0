//! A stream on its way to the client: what one read brings goes on as it is, nothing is gathered, and the settlement is
//! in the log before the last bytes are released.

use crate::ask::Opened;
use crate::detach::Background;
use crate::health::Finish;
use crate::run::{Run, Used};
use crate::settings::{Limits, OnClientGone};
use crate::telemetry;
use bytes::{Bytes, BytesMut};
use domain::{ErrorKind, Fault, Usage, UsageSource};
use http_body::{Body, Frame};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};
use wire::{Dialect, Relay};

/// Bytes from which on nothing more is waited for.
const FULL_BYTES: usize = 64 << 10;

/// How often bytes in hand wait for more before they go out. hyper asks a body twice a turn, so that the second time is
/// the first one after another task has run.
const LONGEST_WAIT: u8 = 2;

/// How long the end of a connection is waited for after the answer's own end, so that it can be used again.
const AFTER_END: Duration = Duration::from_secs(1);

/// Everything a running stream needs, wherever it is polled: under the client's connection, or in the background.
pub struct Streaming {
    upstream: Incoming,
    relay: Box<dyn Relay>,
    ready: Vec<Bytes>,
    waited: u8,
    dialect: Dialect,
    silence: Duration,
    deadline: Instant,
    last_byte: Instant,
    alarm: Pin<Box<Sleep>>,
    ended: bool,
    drain_tokens: u64,
    open: Option<(Run, Finish)>,
}

impl Streaming {
    /// Takes over a stream that has begun.
    pub fn new(opened: Opened, dialect: Dialect, limits: &Limits, run: Run, finish: Finish) -> Self {
        let Opened { upstream, relay, ready, deadline, .. } = opened;
        let now = Instant::now();
        let silence = limits.between_bytes_time;
        let mut streaming = Self {
            upstream,
            relay,
            ready,
            waited: 0,
            dialect,
            silence,
            deadline,
            last_byte: now,
            alarm: Box::pin(tokio::time::sleep_until((now + silence).min(deadline))),
            ended: false,
            drain_tokens: limits.drain_tokens,
            open: Some((run, finish)),
        };
        streaming.look(false);
        streaming
    }

    /// The next bytes for the client, all that have come so far as one; `None` at the end.
    ///
    /// The client library hands over one chunk, then waits to be asked for the next, although a single read may have
    /// brought dozens. So with something in hand and nothing more ready, the connection's task gets one turn before the
    /// bytes go out: what one read brought leaves as one write.
    fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        loop {
            if self.ended || self.ready.iter().map(Bytes::len).sum::<usize>() >= FULL_BYTES {
                return Poll::Ready(self.take());
            }
            match Pin::new(&mut self.upstream).poll_frame(context) {
                Poll::Ready(frame) => {
                    self.waited = 0;
                    self.receive(frame);
                }
                Poll::Pending if self.ready.is_empty() => std::task::ready!(self.poll_alarm(context)),
                Poll::Pending if self.waited >= LONGEST_WAIT => return Poll::Ready(self.take()),
                Poll::Pending => {
                    self.waited += 1;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }
    }

    fn receive(&mut self, frame: Option<Result<Frame<Bytes>, hyper::Error>>) {
        match frame {
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    self.last_byte = Instant::now();
                    let fed = self.relay.feed(data, &mut self.ready);
                    self.judge(fed, false);
                    // A provider that never pauses never lets the alarm be asked.
                    if self.last_byte >= self.deadline && !self.ended {
                        self.judge(Err(too_long()), true);
                    }
                }
            }
            Some(Err(_)) => {
                self.judge(Err(Fault::new(ErrorKind::BadResponse, "the provider's stream broke off")), true);
            }
            None => {
                let finished = self.relay.finish(&mut self.ready);
                self.judge(finished, true);
            }
        }
    }

    /// Wakes at the end of the longest silence or of the whole time; ready once it has drawn the consequences.
    fn poll_alarm(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            std::task::ready!(self.alarm.as_mut().poll(context));
            let now = Instant::now();
            let next = (self.last_byte + self.silence).min(self.deadline);
            if next > now {
                self.alarm.as_mut().reset(next);
                continue;
            }
            let silent = || Fault::new(ErrorKind::Timeout, "the provider fell silent in the middle of its answer");
            self.judge(Err(if now >= self.deadline { too_long() } else { silent() }), true);
            return Poll::Ready(());
        }
    }

    /// What is in hand as one piece; a single piece is not copied.
    fn take(&mut self) -> Option<Bytes> {
        self.waited = 0;
        if self.ready.len() <= 1 {
            return self.ready.pop();
        }
        let mut joined = BytesMut::with_capacity(self.ready.iter().map(Bytes::len).sum());
        for piece in self.ready.drain(..) {
            joined.extend_from_slice(&piece);
        }
        Some(joined.freeze())
    }

    /// Draws the consequences of what the relay has said.
    fn judge(&mut self, said: Result<(), Fault>, over: bool) {
        self.ended |= over;
        match said {
            Ok(()) => self.look(over),
            // The answer was complete before: the client has all of it, and the row is settled.
            Err(_) if self.open.is_none() => self.ended = true,
            Err(fault) => {
                self.close(Some(&fault));
                self.ready.push(wire::render_stream_error(self.dialect, &fault));
                self.ended = true;
            }
        }
    }

    /// Settles as soon as the provider's last word is in, before the bytes that carry it go out.
    fn look(&mut self, over: bool) {
        let progress = self.relay.progress();
        if progress.first_content
            && let Some((run, _)) = self.open.as_mut()
        {
            run.first_content();
        }
        let error = progress.error.clone();
        if error.is_some() {
            self.ended = true;
            self.close(error.as_ref());
        } else if progress.complete || over {
            self.close(None);
        }
    }

    fn used(&self, run: &Run) -> (Usage, UsageSource) {
        self.relay.progress().settle(run.intent().estimated_input_tokens)
    }

    fn close(&mut self, fault: Option<&Fault>) {
        let Some((mut run, finish)) = self.open.take() else { return };
        let used = self.used(&run);
        let tier = self.relay.progress().service_tier.clone();
        let ended = run.end(fault.map(|fault| fault.kind), Some(used), tier);
        match fault {
            None => finish.succeeded(ended, &used.0),
            Some(fault) => finish.failed(fault),
        }
        run.settle();
        self.silence = AFTER_END.min(self.silence);
        self.alarm.as_mut().reset((Instant::now() + self.silence).min(self.deadline));
    }

    /// Reads on without a client, up to the token limit; the time limit is the background's.
    pub async fn drain(mut self) {
        let from = self.relay.progress().output_bytes;
        let limit = self.drain_tokens.saturating_mul(wire::BYTES_PER_TOKEN);
        while std::future::poll_fn(|context| self.poll_bytes(context)).await.is_some() {
            if self.relay.progress().output_bytes.saturating_sub(from) > limit {
                return;
            }
        }
    }
}

impl Drop for Streaming {
    /// Cut off before the end: by the drain's limits, by `cancel`, or by the end of the process.
    fn drop(&mut self) {
        let Some((mut run, finish)) = self.open.take() else { return };
        let gone = run.presence().gone();
        let kind = if gone { ErrorKind::ClientGone } else { ErrorKind::Interrupted };
        let used: Used = Some(self.used(&run));
        run.end(Some(kind), used, self.relay.progress().service_tier.clone());
        finish.failed(&Fault::new(kind, String::new()));
        run.settle();
        if gone {
            metrics::counter!(telemetry::CLIENT_GONE, "what" => "cut").increment(1);
        }
    }
}

fn too_long() -> Fault {
    Fault::new(ErrorKind::Timeout, "the answer took longer than [timeouts] total allows")
}

/// The body of a streamed answer.
pub struct StreamBody {
    streaming: Option<Streaming>,
    on_client_gone: OnClientGone,
    background: Background,
}

impl StreamBody {
    /// Wraps a stream for its client.
    pub fn new(streaming: Streaming, on_client_gone: OnClientGone, background: Background) -> Self {
        Self { streaming: Some(streaming), on_client_gone, background }
    }
}

impl Body for StreamBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(streaming) = self.streaming.as_mut() else { return Poll::Ready(None) };
        let next = std::task::ready!(streaming.poll_bytes(context));
        if next.is_none() {
            self.streaming = None;
        }
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }
}

impl Drop for StreamBody {
    fn drop(&mut self) {
        let Some(streaming) = self.streaming.take() else { return };
        let Some((run, _)) = streaming.open.as_ref() else { return };
        run.presence().leave();
        if self.on_client_gone == OnClientGone::Drain {
            metrics::counter!(telemetry::CLIENT_GONE, "what" => "drained").increment(1);
            self.background.take(streaming.drain());
        }
    }
}

//! An answer carried from one dialect to the other.

use crate::Dialect;
use crate::dialects::{ReadStream, Shape, WriteStream, speech};
use crate::errors::{cut_short, not_the_protocol};
use crate::progress::{Full, Progress, Relay};
use crate::sse::{Event, Splitter};
use bytes::Bytes;
use domain::chat::{ChatEvent, Part};
use domain::{Content, Fault};

/// Reads a whole answer of one dialect and writes it in the other.
pub(crate) fn full(from: Dialect, to: Dialect, shape: &Shape, body: &[u8]) -> Result<Full, Fault> {
    let answer = speech(from).read_response(body)?;
    let written = speech(to).write_response(&answer, shape);
    Ok(Full {
        body: Bytes::from(written),
        usage: answer.usage,
        output_bytes: answer.parts.iter().map(bytes_of).sum(),
        service_tier: answer.service_tier,
        stop: answer.stop,
    })
}

fn bytes_of(part: &Part) -> u64 {
    let length = |text: &Content| text.as_str().len() as u64;
    match part {
        Part::Text(text) | Part::Thinking { text, .. } => length(text),
        Part::ToolCall { name, arguments, .. } => length(name) + length(arguments),
        _ => 0,
    }
}

/// Passes a stream of one dialect on in the other, event by event.
pub(crate) struct Translator {
    splitter: Splitter,
    state: State,
}

struct State {
    reader: Box<dyn ReadStream>,
    writer: Box<dyn WriteStream>,
    progress: Progress,
    means: Vec<ChatEvent>,
    closed: bool,
}

impl Translator {
    pub(crate) fn new(from: Dialect, to: Dialect, shape: &Shape) -> Self {
        let (reader, writer) = (speech(from).reader(), speech(to).writer(shape));
        let state = State { reader, writer, progress: Progress::default(), means: Vec::new(), closed: false };
        Self { splitter: Splitter::default(), state }
    }
}

impl State {
    fn event(&mut self, raw: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
        let Some(event) = Event::parse(raw) else { return Ok(()) };
        self.reader.read(&event, &mut self.means)?;
        for said in std::mem::take(&mut self.means) {
            self.learn(&said);
            let ends = matches!(said, ChatEvent::End);
            self.writer.write(said, out)?;
            self.progress.complete |= ends;
            self.closed |= ends || self.progress.error.is_some();
            if self.closed {
                break;
            }
        }
        Ok(())
    }

    fn learn(&mut self, said: &ChatEvent) {
        let words = match said {
            ChatEvent::Text(text) | ChatEvent::Thinking(text) => text.as_str().len(),
            ChatEvent::ToolStart { name, .. } => name.as_str().len(),
            ChatEvent::ToolArguments { fragment, .. } => fragment.as_str().len(),
            ChatEvent::Usage { usage, last, service_tier } => {
                self.progress.usage = Some(*usage);
                self.progress.usage_final |= last;
                if service_tier.is_some() {
                    self.progress.service_tier.clone_from(service_tier);
                }
                0
            }
            ChatEvent::Error(fault) => {
                self.progress.error = Some(fault.clone());
                0
            }
            _ => 0,
        };
        self.progress.output_bytes += words as u64;
        self.progress.first_content |= words > 0;
    }
}

impl Relay for Translator {
    fn feed(&mut self, chunk: Bytes, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        let Self { splitter, state } = self;
        let (mut written, mut result) = (Vec::new(), Ok(()));
        let fed = splitter.feed(&chunk, |raw, _| {
            if !state.closed && result.is_ok() {
                result = state.event(raw, &mut written);
            }
        });
        if !written.is_empty() {
            out.push(Bytes::from(written));
        }
        result?;
        if state.closed { Ok(()) } else { fed.map_err(|_| not_the_protocol("a stream event is larger than 16 MiB")) }
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.state.closed {
            return Ok(());
        }
        // Some servers leave out the blank line after their last event.
        let rest = self.splitter.rest();
        let mut written = Vec::new();
        let result = self.state.event(&rest, &mut written);
        if result.is_err() || !self.state.closed {
            return Err(cut_short());
        }
        out.push(Bytes::from(written));
        Ok(())
    }

    fn progress(&self) -> &Progress {
        &self.state.progress
    }
}

//! How one answer goes: a description of what the sandbox does with a request, faults included.

use crate::tokens::Tokens;

/// One answer, from the first byte to the last. The default is a complete, prompt, well-formed one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// An error instead of an answer.
    pub refuse: Option<Refusal>,
    /// Waiting before the status line, in milliseconds.
    pub first_byte_delay_ms: u64,
    /// Waiting before each further content chunk of a stream, in milliseconds.
    pub between_chunks_delay_ms: u64,
    /// How many tokens of text to write; by default a seeded figure. The request's own limit still holds.
    pub output_tokens: Option<u64>,
    /// How many content chunks a stream has; by default one for every four tokens.
    pub chunks: Option<usize>,
    /// The figures to bill and to report, instead of those counted.
    pub tokens: Option<Tokens>,
    /// Report no usage even where the protocol would.
    pub hide_usage: bool,
    /// Answer 400 to a request with `stream_options`, as servers do that do not know it.
    pub refuse_stream_options: bool,
    /// Write reasoning as text in `reasoning_content`, as OpenAI-compatible servers do and OpenAI does not.
    pub show_reasoning: bool,
    /// How it ends.
    pub ending: Ending,
    /// How a stream's bytes are laid out.
    pub framing: Framing,
}

/// How an answer ends. Counts are of content chunks; a JSON body counts as one chunk and is broken in its middle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    #[default]
    Complete,
    /// The connection breaks after so many content chunks.
    CutAfter(usize),
    /// The connection breaks before the end mark only: the usage has been sent, `[DONE]` or `message_stop` is missing.
    /// A JSON body has no end mark and is cut in its middle.
    CutBeforeEnd,
    /// The error event of the wire after so many content chunks, then a clean end of the body.
    ErrorAfter(usize),
    /// These bytes after so many content chunks, then a clean end of the body. For JSON they are the whole body.
    GarbageAfter(usize, Vec<u8>),
    /// Nothing more after so many content chunks; the connection stays open.
    StallAfter(usize),
    /// Never a byte, not even a status line; the connection stays open.
    Silent,
    /// The connection is closed without a byte.
    HangUp,
}

/// How the bytes of a stream are laid out. All of it is legal and all of it happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    /// Lines end in CR LF.
    pub crlf: bool,
    /// A comment line stands before every event.
    pub comments: bool,
    /// Bytes a write holds, wherever that cuts an event; `None` writes event by event.
    pub write_bytes: Option<usize>,
}

/// An error answer, in the words of the wire it is given on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 400, with this reason.
    BadRequest(String),
    /// 401: a wrong key.
    Unauthorized,
    /// 404: no such path.
    NotFound,
    /// 404: no such model.
    ModelNotFound(String),
    /// 429 with `retry-after`, in seconds.
    RateLimited {
        /// Seconds until another try may work.
        retry_after_s: u64,
    },
    /// The account has no credit: 429 `insufficient_quota` at OpenAI, 400 at Anthropic.
    InsufficientQuota,
    /// 500.
    ServerError,
    /// 503.
    Unavailable,
    /// No capacity: 529 at Anthropic, 503 at OpenAI.
    Overloaded,
    /// 413: the body is larger than is taken.
    TooLarge,
}

impl Scene {
    /// An error instead of an answer.
    #[must_use]
    pub fn refusing(refusal: Refusal) -> Self {
        Self { refuse: Some(refusal), ..Self::default() }
    }

    /// An answer with this ending.
    #[must_use]
    pub fn ending(ending: Ending) -> Self {
        Self { ending, ..Self::default() }
    }

    /// A complete answer that bills and reports exactly these figures.
    #[must_use]
    pub fn billing(tokens: Tokens) -> Self {
        Self { tokens: Some(tokens), ..Self::default() }
    }
}

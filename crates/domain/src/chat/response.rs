//! What a model answers, whole or in pieces.

use crate::chat::Part;
use crate::{Content, Fault, Token, Usage};

/// Why a model stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Stop {
    /// It had said all.
    EndTurn,
    /// It reached the limit of tokens, the caller's or its own.
    MaxTokens,
    /// It wrote one of the caller's stop sequences.
    StopSequence,
    /// It waits for tool results.
    ToolUse,
    /// It refused, or a filter stopped it.
    Refusal,
    /// It paused a long turn and can be asked to go on.
    Pause,
}

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChatResponse {
    /// The provider's id of the answer.
    pub id: String,
    /// The model that answered, in the provider's words.
    pub model: String,
    /// What it said, thought and called, in order.
    pub parts: Vec<Part>,
    /// Why it stopped.
    pub stop: Option<Stop>,
    /// The stop sequence it wrote, where the provider says which.
    pub stop_sequence: Option<Content>,
    /// What the provider reported.
    pub usage: Option<Usage>,
    /// The tier the provider served at.
    pub service_tier: Option<Token>,
}

/// A piece of a streamed answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatEvent {
    /// The answer begins.
    Start {
        /// The provider's id of the answer.
        id: String,
        /// The model that answers, in the provider's words.
        model: String,
    },
    /// More words.
    Text(Content),
    /// More thought.
    Thinking(Content),
    /// The provider's signature over the thought before it.
    Signature(Content),
    /// A thought that only the provider can read.
    RedactedThinking(Content),
    /// A tool call begins. Calls may overlap; `call` tells them apart.
    ToolStart {
        /// Which call, in the order of their beginnings, from 0.
        call: usize,
        /// Names the call.
        id: Content,
        /// The tool.
        name: Content,
    },
    /// More of a call's arguments: a fragment of JSON text.
    ToolArguments {
        /// Which call.
        call: usize,
        /// The fragment.
        fragment: Content,
    },
    /// Tokens so far, and whether this is the provider's last word on them.
    Usage {
        /// The tokens.
        usage: Usage,
        /// Whether nothing more will be said about them.
        last: bool,
        /// The tier the provider served at.
        service_tier: Option<Token>,
    },
    /// Why it stopped.
    Stop {
        /// The reason.
        stop: Stop,
        /// The stop sequence it wrote, where the provider says which.
        sequence: Option<Content>,
    },
    /// The provider reports an error in the middle.
    Error(Fault),
    /// The provider says that all has been said.
    End,
}

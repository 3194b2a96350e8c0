//! What is asked of a model.

use crate::Content;

/// One question to a model, with all that leads up to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChatRequest {
    /// The conversation in order, system instructions included where they stood.
    pub messages: Vec<Message>,
    /// Functions the model may call.
    pub tools: Vec<Tool>,
    /// Whether and what it must call; `None` leaves it to the provider's default.
    pub tool_choice: Option<ToolChoice>,
    /// Whether it may call several at once; `None` leaves it to the provider's default.
    pub parallel_tools: Option<bool>,
    /// What form the answer must have, beyond text.
    pub format: Option<Format>,
    /// Most tokens the answer may have.
    pub max_output_tokens: Option<u64>,
    /// Texts that end the answer when the model writes them.
    pub stop: Vec<Content>,
    /// Randomness, 0 to 2 as OpenAI counts it.
    pub temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1.
    pub top_p: Option<f64>,
    /// How the model may think before it answers.
    pub thinking: Option<Thinking>,
    /// How hard it should try.
    pub effort: Option<Effort>,
    /// The caller's own name for its user.
    pub user: Option<Content>,
    /// Whether the answer is to come in pieces.
    pub stream: bool,
    /// Whether the caller wants the usage at the end of a stream (OpenAI's `stream_options.include_usage`).
    pub include_usage: bool,
}

/// Who speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The operator's instructions.
    System,
    /// The user, tool results included.
    User,
    /// The model.
    Assistant,
}

/// One turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, in order.
    pub parts: Vec<Part>,
}

/// A piece of a turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Words.
    Text(Content),
    /// A picture.
    Image(Media),
    /// A document, such as a PDF, with its title or file name.
    Document(Media, Option<Content>),
    /// What the model thought, with the provider's signature over it.
    Thinking {
        /// The thought.
        text: Content,
        /// The provider's proof that it wrote it.
        signature: Option<Content>,
    },
    /// A thought that only the provider can read.
    RedactedThinking(Content),
    /// A call of a tool by the model.
    ToolCall {
        /// Names the call.
        id: Content,
        /// The tool.
        name: Content,
        /// A JSON object as text; empty means no arguments.
        arguments: Content,
    },
    /// What a tool gave back.
    ToolResult {
        /// The call it answers.
        id: Content,
        /// Text and pictures.
        parts: Vec<Part>,
        /// Whether the tool failed.
        is_error: bool,
    },
}

/// Where a picture or document is.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// In the request itself.
    Base64 {
        /// Its media type, such as `image/png`.
        media_type: Content,
        /// The bytes, base64.
        data: Content,
    },
    /// Somewhere the provider can fetch it.
    Url(Content),
    /// Plain text (documents only).
    Text(Content),
}

/// A function the model may call.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Its name.
    pub name: Content,
    /// What it is for.
    pub description: Option<Content>,
    /// JSON schema of its arguments, as text; `None` for a tool without any.
    pub schema: Option<Content>,
    /// Whether arguments must follow the schema exactly.
    pub strict: bool,
}

/// Whether and what the model must call.
#[derive(Clone, Debug, PartialEq)]
pub enum ToolChoice {
    /// As it likes.
    Auto,
    /// Nothing.
    None,
    /// At least one tool.
    Any,
    /// This tool.
    Named(Content),
}

/// What form the answer must have.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// Any JSON object.
    JsonObject,
    /// JSON that follows a schema.
    JsonSchema {
        /// The schema's name, where the dialect has one.
        name: Option<Content>,
        /// The schema as JSON text.
        schema: Content,
        /// Whether it must be followed exactly; `None` where the dialect does not ask.
        strict: Option<bool>,
    },
}

/// How the model may think before it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinking {
    /// Not at all.
    Off,
    /// As much as it sees fit.
    Adaptive,
    /// At most so many tokens.
    Budget(u64),
}

/// How hard the model should try, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// No reasoning.
    None,
    /// As little as it can.
    Minimal,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Above high.
    XHigh,
    /// All it can.
    Max,
}

impl Effort {
    const NAMES: [(Self, &'static str); 7] = [
        (Self::None, "none"),
        (Self::Minimal, "minimal"),
        (Self::Low, "low"),
        (Self::Medium, "medium"),
        (Self::High, "high"),
        (Self::XHigh, "xhigh"),
        (Self::Max, "max"),
    ];

    /// The word both dialects use for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(effort, _)| *effort == self).map_or("medium", |(_, name)| name)
    }

    /// The effort of a word, if it is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(effort, _)| *effort)
    }
}

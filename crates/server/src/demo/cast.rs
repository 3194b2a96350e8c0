//! Who works in the demonstration, with which tools, and what they ask for: the same people in history and in live traffic.

/// How a request is put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// OpenAI's chat.
    Chat,
    /// Anthropic's messages.
    Messages,
    /// OpenAI's embeddings.
    Embedding,
}

/// Something a person asks for, again and again.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How often, beside the person's other asks.
    pub share: u32,
    /// How it is put.
    pub form: Form,
    /// What is sent as `model`: a route, a bare name, or `provider/model`.
    pub model: &'static str,
    /// Whether the answer is a stream.
    pub streamed: bool,
    /// Whether tools are offered.
    pub tools: bool,
    /// Median size of the prompt, in tokens.
    pub input_tokens: f64,
    /// Median size of the answer, in tokens.
    pub output_tokens: f64,
}

/// A person or a service.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name, and its key's.
    pub name: &'static str,
    /// What it sends as User-Agent.
    pub client: &'static str,
    /// How much it asks, beside the others.
    pub share: u32,
    /// What for.
    pub asks: &'static [Ask],
}

const fn ask(share: u32, form: Form, model: &'static str, input_tokens: f64, output_tokens: f64) -> Ask {
    Ask { share, form, model, streamed: true, tools: false, input_tokens, output_tokens }
}

const fn whole(ask: Ask) -> Ask {
    Ask { streamed: false, ..ask }
}

const fn with_tools(ask: Ask) -> Ask {
    Ask { tools: true, ..ask }
}

/// Everybody.
pub const CAST: &[Member] = &[
    Member {
        name: "ada",
        client: "claude-cli/2.4.1 (external, cli)",
        share: 10,
        asks: &[
            with_tools(ask(6, Form::Messages, "claude-sonnet-5-5", 4_200.0, 320.0)),
            with_tools(ask(4, Form::Messages, "auto", 2_600.0, 240.0)),
            whole(ask(2, Form::Messages, "claude-haiku-4-5", 700.0, 60.0)),
        ],
    },
    Member {
        name: "grace",
        client: "Cursor/2.1.6",
        share: 12,
        asks: &[
            ask(7, Form::Chat, "auto", 1_800.0, 220.0),
            ask(3, Form::Chat, "fast", 900.0, 90.0),
            whole(ask(2, Form::Embedding, "text-embedding-3-small", 450.0, 0.0)),
        ],
    },
    Member {
        name: "linus",
        client: "codex_cli_rs/0.71.0 (Linux)",
        share: 8,
        asks: &[
            with_tools(ask(6, Form::Chat, "sandbox-openai/gpt-5.4", 3_400.0, 380.0)),
            with_tools(ask(5, Form::Chat, "auto", 2_900.0, 300.0)),
        ],
    },
    Member {
        name: "margaret",
        client: "Zed/0.214.3",
        share: 6,
        asks: &[
            ask(5, Form::Chat, "fast", 1_100.0, 140.0),
            ask(2, Form::Messages, "careful", 2_400.0, 420.0),
            ask(2, Form::Chat, "sandbox-anthropic/claude-haiku-4-5", 900.0, 160.0),
        ],
    },
    Member {
        name: "support-bot",
        client: "OpenAI/Python 3.2.0",
        share: 14,
        asks: &[
            whole(ask(8, Form::Chat, "auto", 1_200.0, 130.0)),
            whole(ask(4, Form::Embedding, "text-embedding-3-small", 300.0, 0.0)),
            whole(ask(1, Form::Chat, "gpt-5.4-nano", 500.0, 40.0)),
        ],
    },
    Member {
        name: "review-ci",
        client: "ai-sdk/7.0.4",
        share: 5,
        asks: &[
            whole(with_tools(ask(4, Form::Chat, "careful", 5_200.0, 520.0))),
            whole(ask(3, Form::Messages, "sandbox-openai/gpt-5.4-mini", 2_200.0, 260.0)),
        ],
    },
];

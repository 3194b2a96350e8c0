//! What the gateway must know of a request before it passes the bytes on: one pass, no tree, nothing copied but names.

mod fields;
mod weigh;

pub(crate) use weigh::string_end;

use crate::Endpoint;
use crate::progress::estimate_tokens;
use bytes::Bytes;
use domain::{Content, ErrorKind, Fault, Token};
use fields::Fields;
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// What stands around the conversation in a request body.
#[derive(Clone)]
pub struct Envelope {
    /// The endpoint it was sent to.
    pub endpoint: Endpoint,
    /// The `model` value as the client wrote it. May be anything a client types: not for logs unless it resolved.
    pub model: String,
    /// Where the value of `model` stands in the body, quotes included.
    pub model_range: Range<usize>,
    /// Whether the answer is to be streamed.
    pub stream: bool,
    /// `stream_options`, if the body has that field.
    pub stream_options: Option<StreamOptions>,
    /// The caller's own name for its user: `user`, `safety_identifier` or `metadata.user_id`, the first there is.
    pub user: Option<Content>,
    /// Most output tokens asked for: `max_completion_tokens`, else `max_tokens`.
    pub max_output_tokens: Option<u64>,
    /// Number of messages.
    pub messages: usize,
    /// Number of tools.
    pub tools: usize,
    /// Whether a message holds an image.
    pub has_images: bool,
    /// Whether the answer must follow a JSON schema.
    pub has_json_schema: bool,
    /// Answers asked for; 1 unless the body says otherwise.
    pub n: u64,
    /// The tier asked for.
    pub service_tier: Option<Token>,
    /// Bytes of text in the conversation, system prompt and tools; every image counts as [`IMAGE_BYTES`].
    pub prompt_bytes: u64,
    /// Where a field can be put in: after the opening brace.
    pub(crate) object_start: usize,
}

/// What an image counts as in `prompt_bytes`: about 1,500 tokens, what one of a megapixel costs at either provider.
pub const IMAGE_BYTES: u64 = 6_000;

/// The `stream_options` of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamOptions {
    /// Its `include_usage`: `None` when missing or null.
    pub include_usage: Option<bool>,
    /// Where its value stands in the body; the value may be `null`.
    pub range: Range<usize>,
}

impl Envelope {
    /// Reads the envelope of a body.
    ///
    /// # Errors
    /// `InvalidRequest`, naming the field and the fix, never quoting the body: not JSON (with line and column), not an
    /// object, a field given twice, `model` missing, or a field of the wrong type.
    pub fn read(endpoint: Endpoint, body: &Bytes) -> Result<Self, Fault> {
        let fields = Fields::read(body)?;
        let at = |raw: &RawValue| fields::offset(body, raw);
        let Some(model_raw) = fields.model else {
            return Err(invalid("the field model is missing: name a model, provider/model or a route"));
        };
        let model: String = fields::text("model", Some(model_raw))?
            .ok_or_else(|| invalid("the field model is null: name a model, provider/model or a route"))?;
        if model.is_empty() {
            return Err(invalid("the field model is empty: name a model, provider/model or a route"));
        }
        let user = match fields::text("user", fields.user)? {
            Some(user) => Some(user),
            None => match fields::text("safety_identifier", fields.safety_identifier)? {
                Some(user) => Some(user),
                None => fields::metadata_user(fields.metadata),
            },
        };
        let max_completion = fields::whole("max_completion_tokens", fields.max_completion_tokens)?;
        let conversation = [fields.messages, fields.system, fields.prompt, fields.input, fields.tools];
        let mut weight = weigh::Weight::default();
        for raw in conversation.into_iter().flatten() {
            weigh::add(raw.get().as_bytes(), &mut weight);
        }
        Ok(Self {
            endpoint,
            model,
            model_range: at(model_raw),
            stream: fields::flag("stream", fields.stream)?.unwrap_or(false),
            stream_options: match fields.stream_options {
                None => None,
                Some(raw) => Some(StreamOptions { include_usage: fields::include_usage(raw)?, range: at(raw) }),
            },
            user: user.filter(|user| !user.is_empty()).map(Content::from),
            max_output_tokens: max_completion.or(fields::whole("max_tokens", fields.max_tokens)?),
            messages: fields::length("messages", fields.messages)?,
            tools: fields::length("tools", fields.tools)?,
            has_images: weight.images > 0,
            has_json_schema: [fields.response_format, fields.output_config, fields.output_format]
                .into_iter()
                .flatten()
                .any(|raw| memchr::memmem::find(raw.get().as_bytes(), b"\"json_schema\"").is_some()),
            n: fields::whole("n", fields.n)?.unwrap_or(1),
            service_tier: crate::usage::tier(fields::text("service_tier", fields.service_tier)?.as_deref()),
            prompt_bytes: weight.text_bytes + weight.images * IMAGE_BYTES,
            object_start: fields.object_start,
        })
    }

    /// Input tokens as estimated from bytes, four bytes a token. An estimate for limits, plans and gaps, never a price.
    #[must_use]
    pub fn estimated_input_tokens(&self) -> u64 {
        estimate_tokens(self.prompt_bytes)
    }

    /// Whether the client asked for the usage chunk of an OpenAI stream.
    #[must_use]
    pub fn asks_usage(&self) -> bool {
        self.stream_options.as_ref().and_then(|options| options.include_usage).unwrap_or(false)
    }
}

/// Without what the client wrote.
impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("endpoint", &self.endpoint)
            .field("stream", &self.stream)
            .field("messages", &self.messages)
            .field("prompt_bytes", &self.prompt_bytes)
            .finish_non_exhaustive()
    }
}

fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests;

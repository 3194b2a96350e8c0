//! A streamed answer passed on in its own dialect: bytes untouched, looked at in place.

mod anthropic;
mod full;
mod openai;
mod words;

pub(crate) use anthropic::AnthropicTap;
pub(crate) use full::inspect;
pub(crate) use openai::OpenAiTap;

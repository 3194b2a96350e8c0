//! Chat as every dialect means it: what is asked, what is answered, and the answer in pieces. Dialects translate to and
//! from these types and never to each other, so that a new dialect costs one reader and one writer.
//!
//! JSON that passes through unread (schemas, tool arguments) is kept as its text, key order and numbers untouched.

mod request;
mod response;

pub use request::{ChatRequest, Effort, Format, Media, Message, Part, Role, Thinking, Tool, ToolChoice};
pub use response::{ChatEvent, ChatResponse, Stop};

//! A simulated AI provider on a real loopback socket, for demos and tests. Everything it answers is made up, and says so.
//!
//! It speaks OpenAI's and Anthropic's wires, streamed and not, keeps an account of what it would bill, and can be told
//! by a [`Scene`] to fail in every way providers fail.

mod answer;
mod anthropic;
pub mod bill;
mod embedding;
mod frame;
mod openai;
pub mod persona;
mod prefix;
mod refusal;
mod reply;
pub mod scene;
mod schema;
pub mod seen;
mod serve;
mod steps;
pub mod tokens;

pub use bill::{Account, Billing, Ended, Entry};
pub use persona::{Persona, Profile};
pub use scene::{Ending, Framing, Refusal, Scene};
pub use seen::{Endpoint, Seen, Wire};
pub use serve::{Running, Sandbox, SandboxConfig, Script};
pub use tokens::Tokens;

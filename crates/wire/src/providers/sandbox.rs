//! The built-in upstream for demos and tests. It speaks the wire of the catalogue whose prices it is given, and all that
//! comes from it is labelled simulated.

use super::{Abilities, Provider, anthropic, openai};
use crate::Dialect;

/// The sandbox.
#[derive(Debug)]
pub(super) struct Sandbox;

impl Provider for Sandbox {
    fn kind(&self) -> &'static str {
        "sandbox"
    }

    fn base_url(&self) -> Option<&'static str> {
        None
    }

    fn catalogue(&self) -> Option<&'static str> {
        Some("openai")
    }

    fn dialect(&self, catalogue: &str) -> Dialect {
        if catalogue == "anthropic" { Dialect::Anthropic } else { Dialect::OpenAi }
    }

    fn needs_key(&self) -> bool {
        false
    }

    fn simulated(&self) -> bool {
        true
    }

    fn abilities(&self, dialect: Dialect, model: &str) -> Abilities {
        match dialect {
            Dialect::Anthropic => anthropic::abilities(model),
            Dialect::OpenAi => openai::abilities(model),
        }
    }
}

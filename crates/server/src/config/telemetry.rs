//! `[telemetry]`: what is logged, and how it looks.

use super::section::Section;

/// How log lines look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// For people on a terminal, for programs otherwise.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// What is logged, and how it looks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Telemetry {
    /// A filter such as `info` or `info,gateway=debug`.
    pub log: String,
    /// How lines look.
    pub format: Format,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { log: "info".to_owned(), format: Format::Auto }
    }
}

/// Reads the section.
pub fn read(mut section: Section<'_>) -> Telemetry {
    let default = Telemetry::default();
    let is_level = |word: &str| word == "off" || word.parse::<tracing::Level>().is_ok();
    let filter = |text: &str| match text.split(',').all(|part| is_level(part.rsplit('=').next().unwrap_or(part).trim()))
    {
        true => Ok(text.to_owned()),
        false => Err("write a level (error, warn, info, debug, trace) or `info,gateway=debug`".to_owned()),
    };
    let log = section.text("log", filter).map_or(default.log, |found| found.value);
    let words = [("auto", Format::Auto), ("human", Format::Human), ("json", Format::Json)];
    let format = section.word("format", &words).unwrap_or_default();
    section.finish();
    Telemetry { log, format }
}

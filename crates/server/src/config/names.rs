//! Names in the configuration: required or not, and what they refer to.

use super::section::Section;
use domain::ModelRef;
use domain::names::NameError;

/// Takes a name that must be there.
pub fn required<T>(
    section: &mut Section<'_>,
    key: &'static str,
    fix: &str,
    parse: fn(&str) -> Result<T, NameError>,
) -> Option<T> {
    let found = optional(section, key, parse);
    if found.is_none() && !section.was_given(key) {
        section.problem(&section.at, key, None, format!("is missing; {fix}"));
    }
    found
}

/// Takes a name that may be there.
pub fn optional<T>(section: &mut Section<'_>, key: &'static str, parse: fn(&str) -> Result<T, NameError>) -> Option<T> {
    section.text(key, |text| parse(text).map_err(|error| error.to_string())).map(|found| found.value)
}

/// Reads `provider/model`.
pub fn model(text: &str) -> Result<ModelRef, String> {
    text.parse().map_err(|error| format!("{error}; such as \"openai/gpt-5.4\""))
}

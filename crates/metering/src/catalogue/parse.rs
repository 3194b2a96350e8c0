//! Reading the catalogue's lines. Prices are decimal texts and become whole pico-dollars a token, or an error.

use super::{Catalogue, Entry, Mode, ModelFacts};
use crate::{ClassRates, RateTier};
use domain::{ModelName, PicoSum, ProviderName, Timestamp, Token};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a catalogue is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A line is not what it should be.
    #[error("catalogue line {line}: {problem}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A price is no decimal, or finer than a pico-dollar a token.
    #[error(
        "catalogue line {line}, {column} of {model}: `{value}` is not a price in US dollars a million tokens with at most 6 decimals"
    )]
    Price {
        /// Counted from 1.
        line: usize,
        /// Whose price.
        model: String,
        /// Which one, such as `usd.input`.
        column: String,
        /// As it stands there.
        value: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    date: String,
    effective_from: String,
    unit: String,
    source: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Prices {
    input: Option<String>,
    cache_read: Option<String>,
    cache_write_5m: Option<String>,
    cache_write_1h: Option<String>,
    output: Option<String>,
    reasoning: Option<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Ability {
    Tools,
    Vision,
    Reasoning,
    PromptCaching,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    catalogue: ProviderName,
    model: ModelName,
    mode: Mode,
    #[serde(default)]
    usd: Prices,
    #[serde(default)]
    usd_batch: Prices,
    #[serde(default)]
    usd_above_200k: Prices,
    max_input_tokens: Option<u64>,
    max_output_tokens: Option<u64>,
    #[serde(default)]
    can: Vec<Ability>,
    deprecated: Option<jiff::civil::Date>,
}

impl Catalogue {
    /// Reads a catalogue: a first line about the whole, then one line a model.
    ///
    /// # Errors
    /// A line that is not JSON of the known fields, a model that stands twice, a price that is not exact.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
        let (_, first) = lines.next().unwrap_or((1, ""));
        let header: Header = json(1, first)?;
        let effective_from = Timestamp::parse(&header.effective_from)
            .map_err(|_| line_error(1, "`effective_from` is not an RFC 3339 moment"))?;
        if header.unit != "US$ per million tokens" {
            return Err(line_error(1, "`unit` is not `US$ per million tokens`"));
        }
        let mut models: BTreeMap<ProviderName, BTreeMap<ModelName, Entry>> = BTreeMap::new();
        for (number, text) in lines {
            let line: Line = json(number, text)?;
            let entry = Entry { tiers: tiers(number, &line)?, facts: facts(&line) };
            let name = format!("{}/{} stands twice", line.catalogue, line.model);
            if models.entry(line.catalogue).or_default().insert(line.model, entry).is_some() {
                return Err(line_error(number, &name));
            }
        }
        Ok(Self { date: header.date, effective_from, source: header.source, models })
    }
}

fn line_error(line: usize, problem: &str) -> CatalogueError {
    CatalogueError::Line { line, problem: problem.to_owned() }
}

fn json<'a, T: Deserialize<'a>>(line: usize, text: &'a str) -> Result<T, CatalogueError> {
    serde_json::from_str(text).map_err(|error| line_error(line, &error.to_string()))
}

fn facts(line: &Line) -> ModelFacts {
    ModelFacts {
        mode: line.mode,
        max_input_tokens: line.max_input_tokens,
        max_output_tokens: line.max_output_tokens,
        tools: line.can.contains(&Ability::Tools),
        vision: line.can.contains(&Ability::Vision),
        reasoning: line.can.contains(&Ability::Reasoning),
        prompt_caching: line.can.contains(&Ability::PromptCaching),
        deprecation_date: line.deprecated,
    }
}

/// The standard tier first; a model with a price in any tier has it, even where it is empty.
fn tiers(number: usize, line: &Line) -> Result<Vec<RateTier>, CatalogueError> {
    let read = |group: &str, prices: &Prices| rates(number, line, group, prices);
    let standard = read("usd", &line.usd)?;
    let batch = read("usd_batch", &line.usd_batch)?;
    let above = read("usd_above_200k", &line.usd_above_200k)?;
    let none = ClassRates::default();
    let mut tiers = Vec::new();
    if standard != none || batch != none || above != none {
        tiers.push(RateTier { service_tier: None, above_input_tokens: 0, rates: standard });
    }
    if above != none {
        tiers.push(RateTier { service_tier: None, above_input_tokens: 200_000, rates: above });
    }
    if batch != none {
        let service_tier = Token::new("batch").map_err(|error| line_error(number, &error.to_string()))?;
        tiers.push(RateTier { service_tier: Some(service_tier), above_input_tokens: 0, rates: batch });
    }
    Ok(tiers)
}

fn rates(number: usize, line: &Line, group: &str, prices: &Prices) -> Result<ClassRates, CatalogueError> {
    let rate = |class: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => pico_per_token(text).map(Some).ok_or_else(|| CatalogueError::Price {
            line: number,
            model: format!("{}/{}", line.catalogue, line.model),
            column: format!("{group}.{class}"),
            value: text.chars().take(40).collect(),
        }),
    };
    Ok(ClassRates {
        input: rate("input", &prices.input)?,
        cache_read: rate("cache_read", &prices.cache_read)?,
        cache_write_5m: rate("cache_write_5m", &prices.cache_write_5m)?,
        cache_write_1h: rate("cache_write_1h", &prices.cache_write_1h)?,
        output: rate("output", &prices.output)?,
        reasoning: rate("reasoning", &prices.reasoning)?,
    })
}

/// Dollars a million tokens as pico-dollars a token: times a million. `None` for what is no whole number of them.
pub(super) fn pico_per_token(usd_per_mtok: &str) -> Option<i64> {
    let PicoSum(pico_per_mtok) = usd_per_mtok.parse().ok()?;
    let exact = pico_per_mtok >= 0 && pico_per_mtok % 1_000_000 == 0;
    if exact { i64::try_from(pico_per_mtok / 1_000_000).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        r#"{"date":"2026-11","effective_from":"2026-01-01T00:00:00Z","unit":"US$ per million tokens","source":"test"}"#;

    fn error(line: &str) -> String {
        Catalogue::parse(&format!("{HEADER}\n{line}\n")).expect_err("bad").to_string()
    }

    #[test]
    fn a_million_tokens_in_dollars_is_a_token_in_millionths() {
        assert_eq!(pico_per_token("2.5"), Some(2_500_000));
        assert_eq!(pico_per_token("0.000001"), Some(1));
        assert_eq!(pico_per_token("0"), Some(0));
        for bad in ["0.0000001", "-1", "1e3", "", "NaN"] {
            assert_eq!(pico_per_token(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_bad_line_is_named_with_its_column() {
        let fine = error(r#"{"catalogue":"a","model":"m","mode":"chat","usd_batch":{"output":"0.0000001"}}"#);
        assert!(fine.contains("line 2, usd_batch.output of a/m: `0.0000001`"), "{fine}");
        let twice = r#"{"catalogue":"a","model":"m","mode":"chat"}"#;
        assert!(error(&format!("{twice}\n{twice}")).contains("line 3: a/m stands twice"));
        assert!(error(r#"{"catalogue":"a","model":"m","mode":"chat","usd":{"inptu":"1"}}"#).contains("inptu"));
        assert!(Catalogue::parse("").is_err());
    }
}

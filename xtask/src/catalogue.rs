//! `xtask catalogue <csv>`: turns a table of list prices and limits into the catalogue that `metering` compiles in.
//!
//! Texts of prices are copied, never computed, so that nothing is rounded on the way; an empty cell leaves its field out.

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Where the catalogue lies, from the root of the workspace.
const TARGET: &str = "crates/metering/catalogue/models.jsonl";

/// The month the prices are of.
const DATE: &str = "2026-11";

/// From when they hold in the ledger. The table has no history, so one date stands for all: the start of its year.
const EFFECTIVE_FROM: &str = "2026-01-01T00:00:00Z";

/// Who gathered the figures.
const SOURCE: &str = "the price map that LiteLLM publishes (MIT licence), package 1.106, as of 2026-11";

/// The table's columns, in order.
const COLUMNS: [&str; 20] = [
    "provider",
    "model",
    "mode",
    "input_usd_per_mtok",
    "cache_read_usd_per_mtok",
    "cache_write_5m_usd_per_mtok",
    "cache_write_1h_usd_per_mtok",
    "output_usd_per_mtok",
    "reasoning_usd_per_mtok",
    "batch_input_usd_per_mtok",
    "batch_output_usd_per_mtok",
    "input_above_200k_usd_per_mtok",
    "output_above_200k_usd_per_mtok",
    "max_input_tokens",
    "max_output_tokens",
    "tools",
    "vision",
    "reasoning",
    "prompt_caching",
    "deprecation_date",
];

/// The catalogue's first line.
#[derive(Serialize)]
struct Header {
    date: &'static str,
    effective_from: &'static str,
    unit: &'static str,
    source: &'static str,
}

/// Prices of one tier; empty ones stay out of the file.
type Prices<'a> = BTreeMap<&'static str, &'a str>;

/// One line: a model of a catalogue.
#[derive(Serialize)]
struct Line<'a> {
    catalogue: &'a str,
    model: &'a str,
    mode: &'a str,
    #[serde(skip_serializing_if = "Prices::is_empty")]
    usd: Prices<'a>,
    #[serde(skip_serializing_if = "Prices::is_empty")]
    usd_batch: Prices<'a>,
    #[serde(skip_serializing_if = "Prices::is_empty")]
    usd_above_200k: Prices<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_input_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    can: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecated: Option<&'a str>,
}

/// Reads the table and writes the catalogue.
pub fn run(arguments: &[String]) -> Result<()> {
    let [csv] = arguments else { bail!("give one table: cargo run -p xtask -- catalogue <csv>") };
    let text = std::fs::read_to_string(csv).with_context(|| format!("reading {csv}"))?;
    let catalogue = convert(&text).with_context(|| format!("converting {csv}"))?;
    std::fs::write(TARGET, catalogue).with_context(|| format!("writing {TARGET}; run from the workspace's root"))
}

/// The catalogue of a table, its lines sorted, so that the same table always gives the same bytes.
pub fn convert(csv: &str) -> Result<String> {
    ensure!(!csv.contains('"'), "the table has quoted cells, which this reader does not know");
    let mut rows = csv.lines();
    let header: Vec<&str> = rows.next().unwrap_or_default().split(',').collect();
    ensure!(header == COLUMNS, "the columns are {header:?}, not {COLUMNS:?}");
    let mut lines = BTreeMap::new();
    for (index, row) in rows.enumerate() {
        let at = index + 2;
        let cells: Vec<&str> = row.split(',').collect();
        ensure!(cells.len() == COLUMNS.len(), "row {at} has {} cells, not {}", cells.len(), COLUMNS.len());
        let by_name: HashMap<&str, &str> = COLUMNS.into_iter().zip(cells).collect();
        let line = line(&by_name).with_context(|| format!("row {at}"))?;
        let key = (line.catalogue.to_owned(), line.model.to_owned());
        let name = format!("{}/{}", key.0, key.1);
        ensure!(lines.insert(key, serde_json::to_string(&line)?).is_none(), "row {at}: {name} stands twice");
    }
    let header = Header { date: DATE, effective_from: EFFECTIVE_FROM, unit: "US$ per million tokens", source: SOURCE };
    let mut text = serde_json::to_string(&header)?;
    for line in lines.values() {
        text.push('\n');
        text.push_str(line);
    }
    text.push('\n');
    Ok(text)
}

fn line<'a>(cells: &HashMap<&str, &'a str>) -> Result<Line<'a>> {
    let cell = |column: &str| cells.get(column).copied().unwrap_or_default();
    let prices = |columns: &[(&'static str, &str)]| -> Result<Prices<'a>> {
        let filled = columns.iter().filter(|(_, column)| !cell(column).is_empty());
        filled.map(|(name, column)| Ok((*name, price(column, cell(column))?))).collect()
    };
    let count = |column: &str| -> Result<Option<u64>> {
        let text = cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).with_context(|| format!("column {column}: `{text}` is not a count"))
    };
    let mut can = Vec::new();
    for column in ["tools", "vision", "reasoning", "prompt_caching"] {
        match cell(column) {
            "1" => can.push(column),
            "0" => {}
            other => bail!("column {column}: `{other}` is neither 0 nor 1"),
        }
    }
    Ok(Line {
        catalogue: cell("provider"),
        model: cell("model"),
        mode: cell("mode"),
        usd: prices(&[
            ("input", "input_usd_per_mtok"),
            ("cache_read", "cache_read_usd_per_mtok"),
            ("cache_write_5m", "cache_write_5m_usd_per_mtok"),
            ("cache_write_1h", "cache_write_1h_usd_per_mtok"),
            ("output", "output_usd_per_mtok"),
            ("reasoning", "reasoning_usd_per_mtok"),
        ])?,
        usd_batch: prices(&[("input", "batch_input_usd_per_mtok"), ("output", "batch_output_usd_per_mtok")])?,
        usd_above_200k: prices(&[
            ("input", "input_above_200k_usd_per_mtok"),
            ("output", "output_above_200k_usd_per_mtok"),
        ])?,
        max_input_tokens: count("max_input_tokens")?,
        max_output_tokens: count("max_output_tokens")?,
        can,
        deprecated: Some(cell("deprecation_date")).filter(|date| !date.is_empty()),
    })
}

/// A price's text, if it is a plain decimal of at most six places: finer is less than a pico-dollar a token.
fn price<'a>(column: &str, text: &'a str) -> Result<&'a str> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    ensure!(digits(whole) && digits(fraction), "column {column}: `{text}` is not a decimal price");
    ensure!(fraction.trim_end_matches('0').len() <= 6, "column {column}: `{text}` is finer than a pico-dollar a token");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(row: &str) -> String {
        format!("{}\n{row}\n", COLUMNS.join(","))
    }

    #[test]
    fn empty_cells_stay_out_and_zeros_stay_in() {
        let text = convert(&table("voyage,v-4,embedding,0.06,,,,0,,,,,,32000,,0,0,0,0,")).expect("valid");
        let line = text.lines().nth(1).expect("a line");
        assert_eq!(
            line,
            r#"{"catalogue":"voyage","model":"v-4","mode":"embedding","usd":{"input":"0.06","output":"0"},"max_input_tokens":32000}"#
        );
    }

    #[test]
    fn a_bad_cell_is_named_by_row_and_column() {
        for (row, part) in [
            ("a,m,chat,0.0000001,,,,1,,,,,,,,0,0,0,0,", "column input_usd_per_mtok: `0.0000001` is finer"),
            ("a,m,chat,1e-7,,,,1,,,,,,,,0,0,0,0,", "column input_usd_per_mtok: `1e-7` is not a decimal"),
            ("a,m,chat,1,,,,1,,,,,,many,,0,0,0,0,", "column max_input_tokens: `many`"),
            ("a,m,chat,1,,,,1,,,,,,,,yes,0,0,0,", "column tools: `yes`"),
            ("a,m,chat", "row 2 has 3 cells"),
        ] {
            let error = format!("{:#}", convert(&table(row)).expect_err("bad"));
            assert!(error.contains("row 2") && error.contains(part), "{error}");
        }
    }
}

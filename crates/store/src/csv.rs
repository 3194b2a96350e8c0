//! A row of the ledger as a line of a CSV file (RFC 4180), for spreadsheets and scripts: exact figures, the names of the API.
//!
//! What is not known is an empty cell. `attempts` is how many there were; drivers are left out.

use crate::error::Result;
use crate::row::usage_source;
use crate::words::word_of;
use domain::UsageEvent;
use metering::{Baseline, LedgerRow};
use std::fmt::{Display, Write};

/// The columns, by the names and in the order of the API's rows.
pub const COLUMNS: [&str; 43] = [
    "event_id",
    "tenant_id",
    "user_id",
    "session_id",
    "timestamp",
    "provider",
    "model",
    "request_type",
    "input_tokens",
    "output_tokens",
    "latency_ms",
    "succeeded",
    "error_code",
    "routing_strategy",
    "alternative_provider",
    "requested_model",
    "route",
    "baseline_provider",
    "baseline_model",
    "key_id",
    "streamed",
    "ttft_ms",
    "cache_read_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "reasoning_tokens",
    "usage_source",
    "service_tier",
    "routing_cost_usd",
    "cache_hit",
    "client_gone",
    "attempts",
    "client",
    "simulated",
    "cost_usd",
    "unpriced_reason",
    "overhead_usd",
    "price_id",
    "baseline_cost_usd",
    "baseline_price_id",
    "savings_usd",
    "savings_provenance",
    "no_estimate_reason",
];

/// Adds the line of headings.
pub fn head(out: &mut String) {
    let mut line = Line::begin(out);
    COLUMNS.iter().for_each(|name| line.text(name));
    line.end();
}

/// Adds a row's line.
///
/// # Errors
/// `Failed` where a reason has no word: a defect.
pub fn line(out: &mut String, row: &LedgerRow) -> Result<()> {
    let (event, rating) = (&row.event, &row.rating);
    // Named one by one, so that a field that is added must find its place here.
    let UsageEvent {
        event_id,
        tenant_id,
        user_id,
        session_id,
        timestamp,
        provider,
        model,
        request_type,
        usage,
        latency_ms,
        succeeded,
        error_code,
        routing_strategy,
        alternative_provider,
        requested_model,
        route,
        baseline,
        key_id,
        streamed,
        ttft_ms,
        usage_source: source,
        service_tier,
        routing_cost,
        cache_hit,
        client_gone,
        attempts,
        client,
        simulated,
    } = event;
    let (baseline_price_id, provenance, no_estimate) = match &rating.baseline {
        Baseline::Known { price_id, provenance, .. } => (Some(price_id.0), Some(word_of(provenance)?), None),
        Baseline::Unknown(reason) => (None, None, Some(word_of(reason)?)),
    };
    let unpriced = rating.cost.err().map(|reason| word_of(&reason)).transpose()?;
    let mut line = Line::begin(out);
    line.plain(event_id);
    line.plain(tenant_id);
    line.known(user_id.as_ref());
    line.known(session_id.as_ref());
    line.plain(timestamp);
    line.text(provider.as_str());
    line.text(model.as_str());
    line.plain(request_type.as_str());
    line.plain(usage.input_total());
    line.plain(usage.output);
    line.plain(latency_ms);
    line.plain(succeeded);
    line.known_text(error_code.as_ref());
    line.known_text(routing_strategy.as_ref());
    line.known_text(alternative_provider.as_ref());
    line.known_text(requested_model.as_ref().map(ToString::to_string));
    line.known_text(route.as_ref());
    line.known_text(baseline.as_ref().map(|of| &of.provider));
    line.known_text(baseline.as_ref().map(|of| &of.model));
    line.known(key_id.as_ref());
    line.known(streamed.as_ref());
    line.known(ttft_ms.as_ref());
    line.plain(usage.cache_read);
    line.plain(usage.cache_write_5m);
    line.plain(usage.cache_write_1h);
    line.plain(usage.reasoning);
    line.plain(usage_source(*source));
    line.known_text(service_tier.as_ref());
    line.known(*routing_cost);
    line.plain(cache_hit);
    line.plain(client_gone);
    line.plain(attempts.len());
    line.known_text(client.as_ref());
    line.plain(simulated);
    line.known(rating.cost.ok());
    line.known(unpriced);
    line.plain(rating.overhead);
    line.known(rating.price_id.map(|id| id.0));
    line.known(row.baseline_cost());
    line.known(baseline_price_id);
    line.known(rating.savings);
    line.known(provenance);
    line.known(no_estimate);
    line.end();
    Ok(())
}

/// A line as it grows.
struct Line<'a> {
    out: &'a mut String,
    cells: usize,
}

impl<'a> Line<'a> {
    fn begin(out: &'a mut String) -> Self {
        Self { out, cells: 0 }
    }

    fn end(self) {
        debug_assert_eq!(self.cells, COLUMNS.len(), "a cell for each column");
        self.out.push_str("\r\n");
    }

    fn next(&mut self) -> &mut String {
        if self.cells > 0 {
            self.out.push(',');
        }
        self.cells += 1;
        self.out
    }

    /// A value of an alphabet that needs no quotes and is no formula: numbers, ids, moments, words of ours.
    fn plain(&mut self, value: impl Display) {
        // Writing to a string does not fail.
        let _ = write!(self.next(), "{value}");
    }

    /// The same, or an empty cell.
    fn known(&mut self, value: Option<impl Display>) {
        match value {
            Some(value) => self.plain(value),
            None => {
                self.next();
            }
        }
    }

    /// A text that came from outside.
    fn text(&mut self, text: &str) {
        cell(self.next(), text);
    }

    /// The same, or an empty cell.
    fn known_text(&mut self, text: Option<impl AsRef<str>>) {
        self.text(text.as_ref().map_or("", AsRef::as_ref));
    }
}

/// Adds a text as a cell. One that a spreadsheet would take for a formula and run gets an apostrophe before it.
fn cell(out: &mut String, text: &str) {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text) { "'" } else { "" };
    if !text.contains([',', '"', '\r', '\n']) {
        out.push_str(guard);
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(guard);
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Whether a text is digits with at most one point among them and at most a minus before them.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    match magnitude.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(magnitude),
    }
}

/// Reads a file back: its lines of cells.
///
/// # Panics
/// Where the text is not what RFC 4180 has.
#[cfg(any(test, feature = "contract"))]
#[must_use]
pub fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let mut end = quoted.find('"').expect("a quote that is closed");
                while quoted[end + 1..].starts_with('"') {
                    end += 2 + quoted[end + 2..].find('"').expect("a quote that is closed");
                }
                (quoted[..end].replace("\"\"", "\""), &quoted[end + 1..])
            }
            None => {
                let end = rest.find([',', '\r']).expect("a line that ends");
                assert!(!rest[..end].contains(['"', '\n']), "a cell that needs quotes has none");
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        line.push(cell);
        rest = match after.strip_prefix(',') {
            Some(next) => next,
            None => {
                lines.push(std::mem::take(&mut line));
                after.strip_prefix("\r\n").expect("a comma or the end of the line")
            }
        };
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use metering::rate;
    use proptest::prelude::*;
    use test_support::arbitrary::any_event;
    use test_support::{event, price_book};

    proptest! {
        #[test]
        fn any_text_comes_back_and_is_no_formula(texts in prop::collection::vec("[=+@\t\r\n,\"' a0.-]{0,6}|\\PC*", 1..5)) {
            let mut file = String::new();
            for (at, text) in texts.iter().enumerate() {
                if at > 0 {
                    file.push(',');
                }
                cell(&mut file, text);
            }
            file.push_str("\r\n");
            let lines = parse(&file);
            prop_assert_eq!(lines.len(), 1);
            prop_assert_eq!(lines[0].len(), texts.len());
            for (found, text) in lines[0].iter().zip(&texts) {
                prop_assert_eq!(found.strip_prefix('\'').filter(|_| found != text).unwrap_or(found), text);
                let runs = found.starts_with(['=', '+', '-', '@', '\t', '\r']);
                prop_assert!(!runs || found.parse::<f64>().is_ok(), "{}", found);
            }
        }

        #[test]
        fn any_row_is_one_line_with_its_figures(event in any_event()) {
            let book = price_book();
            let row = LedgerRow { rating: rate(&event, &book), event };
            let mut file = String::new();
            head(&mut file);
            line(&mut file, &row).expect("writes");
            let lines = parse(&file);
            prop_assert_eq!(lines.len(), 2);
            prop_assert_eq!(&lines[0][..], &COLUMNS[..]);
            prop_assert_eq!(lines[1].len(), COLUMNS.len());
            let of = |name: &str| lines[1][COLUMNS.iter().position(|column| *column == name).expect("a column")].as_str();
            prop_assert_eq!(of("cost_usd"), row.rating.cost.map(|cost| cost.to_string()).unwrap_or_default());
            prop_assert_eq!(of("savings_usd"), row.rating.savings.map(|saved| saved.to_string()).unwrap_or_default());
            prop_assert_eq!(of("cost_usd").is_empty(), !of("unpriced_reason").is_empty());
            prop_assert_eq!(of("timestamp"), row.event.timestamp.to_string());
            prop_assert_eq!(of("attempts"), row.event.attempts.len().to_string());
        }
    }

    #[test]
    fn a_name_that_looks_like_a_formula_is_guarded_and_a_loss_is_not() {
        let mut guarded = String::new();
        for text in ["=1+1", "+cmd", "-x", "@sum", "-0.5", "-12", "+1", "-.5", "-"] {
            cell(&mut guarded, text);
            guarded.push(' ');
        }
        assert_eq!(guarded, "'=1+1 '+cmd '-x '@sum -0.5 -12 '+1 '-.5 '- ");
        let mut event = event(1);
        event.model = "-2+3".parse().expect("a model may be called so");
        let mut file = String::new();
        line(&mut file, &LedgerRow { rating: rate(&event, &price_book()), event }).expect("writes");
        assert_eq!(parse(&file)[0][6], "'-2+3");
    }
}

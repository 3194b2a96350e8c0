//! Spans of time and sizes as people write them: `250ms`, `60s`, `90d`, `64MiB`.

use std::time::Duration;

const TIMES: &[(&str, u64)] = &[("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];
const SIZES: &[(&str, u64)] = &[
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
    ("B", 1),
];

/// Splits `60s` into 60 and the factor of `s`.
fn measure(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit.trim_start())?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

fn show(amount: u64, units: &[(&str, u64)]) -> String {
    let fits = |(_, factor): &&(&str, u64)| amount >= *factor && amount.is_multiple_of(*factor);
    let (name, factor) = units.iter().find(fits).or(units.last()).copied().unwrap_or(("", 1));
    format!("{}{name}", amount / factor)
}

/// Reads a span of time.
pub fn duration(text: &str) -> Result<Duration, String> {
    measure(text, TIMES)
        .map(Duration::from_millis)
        .ok_or_else(|| "write a time such as \"250ms\", \"60s\", \"5m\", \"2h\" or \"90d\"".to_owned())
}

/// Reads a size in bytes.
pub fn bytes(text: &str) -> Result<u64, String> {
    measure(text, SIZES).ok_or_else(|| "write a size such as \"64MiB\", \"64MB\" or \"4GiB\"".to_owned())
}

/// Writes a span of time.
pub fn show_duration(span: Duration) -> String {
    show(u64::try_from(span.as_millis()).unwrap_or(u64::MAX), TIMES)
}

/// Writes a size in bytes.
pub fn show_bytes(size: u64) -> String {
    show(size, SIZES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_sizes_survive_print_and_parse() {
        for text in ["250ms", "60s", "5m", "36h", "90d"] {
            let span = duration(text).expect("a time");
            assert_eq!(duration(&show_duration(span)), Ok(span));
        }
        assert_eq!((bytes("64MiB"), bytes("64 MB"), bytes("12B")), (Ok(64 << 20), Ok(64_000_000), Ok(12)));
        assert_eq!((show_bytes(64 << 20), show_duration(Duration::from_secs(120))), ("64MiB".into(), "2m".into()));
    }

    #[test]
    fn what_is_no_span_or_size_is_refused() {
        for text in ["", "60", "s", "-1s", "1.5s", "1 week", "99999999999999999999s", "18446744073709551615d"] {
            assert!(duration(text).is_err(), "{text}");
        }
        for text in ["64", "64mb", "MB"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }
}

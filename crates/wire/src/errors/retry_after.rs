//! How long a provider asks to be left alone.

use domain::Timestamp;
use http::HeaderMap;

/// No wait is taken longer than this: a header can be wrong, and a day without a provider is worse than one more refusal.
const MAX_WAIT_MS: u64 = 3_600_000;

/// The wait in milliseconds: `retry-after-ms`, else `retry-after` (seconds or a date), else the reset of an exhausted
/// limit, OpenAI's (`x-ratelimit-reset-*`, a duration) or Anthropic's (`anthropic-ratelimit-*-reset`, a moment). Moments
/// are measured from the answer's own `date`, the provider's clock: no other clock is needed, and none can be skewed.
pub(super) fn millis(headers: &HeaderMap) -> Option<u64> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let number = |name: &str| text(name).and_then(|value| value.parse::<f64>().ok());
    let sent = text("date").and_then(http_date);
    let openai = |what: &str| {
        let exhausted = text(&format!("x-ratelimit-remaining-{what}")) == Some("0");
        text(&format!("x-ratelimit-reset-{what}")).filter(|_| exhausted).and_then(duration_ms)
    };
    let anthropic = |what: &str| {
        let exhausted = text(&format!("anthropic-ratelimit-{what}-remaining")) == Some("0");
        let reset = text(&format!("anthropic-ratelimit-{what}-reset")).filter(|_| exhausted)?;
        Some(between_ms(sent?, Timestamp::parse(reset).ok()?))
    };
    number("retry-after-ms")
        .or_else(|| number("retry-after").map(|seconds| seconds * 1_000.0))
        .or_else(|| Some(between_ms(sent?, http_date(text("retry-after")?)?)))
        .or_else(|| {
            let resets = ["requests", "tokens"].map(openai).into_iter();
            let resets = resets.chain(["requests", "tokens", "input-tokens", "output-tokens"].map(anthropic));
            resets.flatten().reduce(f64::max)
        })
        .filter(|millis| millis.is_finite() && *millis >= 0.0)
        .map(whole_ms)
}

#[allow(clippy::cast_precision_loss, reason = "a wait of more than 2^52 ms is cut to an hour")]
fn between_ms(from: Timestamp, to: Timestamp) -> f64 {
    to.as_millis().saturating_sub(from.as_millis()).max(0) as f64
}

/// A date as HTTP writes it: `Wed, 21 Oct 2026 07:28:00 GMT` (RFC 9110, IMF-fixdate).
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_once(", ")?.1.split(' ');
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day}T{time}Z")).ok()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "finite, not negative, and capped")]
fn whole_ms(millis: f64) -> u64 {
    (millis.ceil() as u64).min(MAX_WAIT_MS)
}

/// OpenAI's durations: `120ms`, `1s`, `6m0s`, `1h2m3.5s`.
fn duration_ms(text: &str) -> Option<f64> {
    let (mut total, mut rest) = (0.0, text.trim());
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest[..digits].parse().ok()?;
        let letters = rest[digits..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - digits);
        let unit = match &rest[digits..digits + letters] {
            "ms" => 1.0,
            "s" => 1_000.0,
            "m" => 60_000.0,
            "h" => 3_600_000.0,
            _ => return None,
        };
        total += value * unit;
        rest = &rest[digits + letters..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(pairs: &[(&'static str, &str)]) -> Option<u64> {
        let headers = pairs.iter().map(|(name, value)| {
            (http::HeaderName::from_static(name), value.parse::<http::HeaderValue>().expect("header"))
        });
        millis(&headers.collect())
    }

    #[test]
    fn every_form_of_wait_is_read() {
        assert_eq!(wait(&[("retry-after-ms", "12.5"), ("retry-after", "9")]), Some(13));
        assert_eq!(wait(&[("retry-after", "1.5")]), Some(1_500));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")]), None);
        let date = ("date", "Wed, 21 Oct 2026 07:27:00 GMT");
        assert_eq!(wait(&[date, ("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")]), Some(60_000));
        assert_eq!(wait(&[date, ("retry-after", "Wed, 21 Oct 2026 07:26:00 GMT")]), Some(0));
        assert_eq!(wait(&[date, ("retry-after", "Wednesday")]), None);
        let reset = ("anthropic-ratelimit-input-tokens-reset", "2026-10-21T07:27:30Z");
        assert_eq!(wait(&[date, reset, ("anthropic-ratelimit-input-tokens-remaining", "0")]), Some(30_000));
        assert_eq!(wait(&[date, reset, ("anthropic-ratelimit-input-tokens-remaining", "9")]), None);
        assert_eq!(wait(&[reset, ("anthropic-ratelimit-input-tokens-remaining", "0")]), None);
        assert_eq!(wait(&[("retry-after", "-3")]), None);
        assert_eq!(wait(&[("retry-after", "1e300")]), Some(MAX_WAIT_MS));
        assert_eq!(
            wait(&[("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "6m0s")]),
            Some(360_000)
        );
        assert_eq!(wait(&[("x-ratelimit-remaining-requests", "4"), ("x-ratelimit-reset-requests", "6m0s")]), None);
        assert_eq!(wait(&[("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "120ms")]), Some(120));
        assert_eq!(wait(&[("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "soon")]), None);
        assert_eq!(wait(&[]), None);
    }
}

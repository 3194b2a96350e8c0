//! What a gateway reports of its breakers: JSON of known words, read with the names' own checks.

use crate::health::{BreakerState, BreakerStatus, Breakers};
use domain::{ErrorCode, ModelName, ProviderName, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Entry {
    provider: ProviderName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<ModelName>,
    state: Word,
    since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<ErrorCode>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Closed,
    HalfOpen,
    Open,
}

/// The report of these breakers.
pub(crate) fn write(breakers: &Breakers) -> String {
    let entries: Vec<Entry> = breakers
        .iter()
        .map(|((provider, model), status)| Entry {
            provider: provider.clone(),
            model: model.clone(),
            state: match status.state {
                BreakerState::Closed => Word::Closed,
                BreakerState::HalfOpen => Word::HalfOpen,
                BreakerState::Open => Word::Open,
            },
            since: status.since,
            reason: status.reason.clone(),
        })
        .collect();
    // Names and numbers always have a form in JSON; an empty report would say the same as none.
    serde_json::to_string(&entries).unwrap_or_default()
}

/// The breakers of a report. What is not understood, such as a state that a newer version knows, is left out.
pub(crate) fn read(report: &[u8]) -> Breakers {
    let entries: Vec<serde_json::Value> = serde_json::from_slice(report).unwrap_or_default();
    let known = entries.into_iter().filter_map(|entry| serde_json::from_value::<Entry>(entry).ok());
    known
        .map(|entry| {
            let state = match entry.state {
                Word::Closed => BreakerState::Closed,
                Word::HalfOpen => BreakerState::HalfOpen,
                Word::Open => BreakerState::Open,
            };
            ((entry.provider, entry.model), BreakerStatus { state, since: entry.since, reason: entry.reason })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breakers() -> Breakers {
        let provider = ProviderName::new("openai").expect("valid");
        let model = ModelName::new("gpt-5.4").ok();
        let status = |state, reason: Option<&str>| BreakerStatus {
            state,
            since: Timestamp::from_millis(7),
            reason: reason.and_then(|code| ErrorCode::new(code).ok()),
        };
        Breakers::from([
            ((provider.clone(), None), status(BreakerState::Closed, None)),
            ((provider, model), status(BreakerState::HalfOpen, Some("overloaded"))),
        ])
    }

    #[test]
    fn reports_read_back_and_are_plain() {
        let written = write(&breakers());
        assert_eq!(
            written,
            r#"[{"provider":"openai","state":"closed","since":7},{"provider":"openai","model":"gpt-5.4","state":"half_open","since":7,"reason":"overloaded"}]"#
        );
        assert_eq!(read(written.as_bytes()), breakers());
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_the_rest_stays() {
        let mixed =
            br#"[{"provider":"openai","state":"closed","since":7,"new":1},{"provider":"a b","state":"open","since":1},
                        {"provider":"x","state":"draining","since":1},3]"#;
        assert_eq!(read(mixed).len(), 1);
        for garbage in [&b""[..], b"{}", b"[", b"\xff"] {
            assert!(read(garbage).is_empty());
        }
    }
}

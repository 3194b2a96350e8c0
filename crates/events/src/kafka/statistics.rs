//! What we take from the figures that a client tells each second: whether a broker is there, and where partitions end.

use serde::Deserialize;
use std::collections::HashMap;

/// The figures we look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Figures {
    /// Whether a connection to any broker stands.
    pub(super) is_up: bool,
    /// The end of each partition of a topic that is known: the offset that its next record gets.
    pub(super) ends: Vec<(i32, u64)>,
}

#[derive(Deserialize)]
struct Told<'a> {
    #[serde(borrow, default)]
    brokers: HashMap<&'a str, Broker<'a>>,
    #[serde(borrow, default)]
    topics: HashMap<&'a str, Topic>,
}

#[derive(Deserialize)]
struct Broker<'a> {
    state: &'a str,
}

#[derive(Deserialize, Default)]
struct Topic {
    #[serde(default)]
    partitions: HashMap<i32, Partition>,
}

#[derive(Deserialize)]
struct Partition {
    /// The end for readers of committed records; below 0 while it is not known.
    #[serde(default = "unknown")]
    ls_offset: i64,
}

const fn unknown() -> i64 {
    -1
}

/// Reads the figures; `None` when they are not what we know.
pub(super) fn read(json: &[u8], topic: &str) -> Option<Figures> {
    let told: Told<'_> = serde_json::from_slice(json).ok()?;
    let partitions = told.topics.get(topic).map(|topic| &topic.partitions);
    let ends = partitions.into_iter().flatten();
    Some(Figures {
        is_up: told.brokers.values().any(|broker| broker.state == "UP"),
        ends: ends.filter_map(|(number, told)| Some((*number, u64::try_from(told.ls_offset).ok()?))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_states_are_found_among_the_rest() {
        let json =
            br#"{"name":"x","brokers":{"a:1/0":{"name":"a:1/0","state":"DOWN","toppars":{}},"b:1/1":{"state":"UP"}},
            "topics":{"t":{"topic":"t","partitions":{"0":{"partition":0,"hi_offset":9,"ls_offset":7},
            "-1":{"partition":-1,"ls_offset":-1001},"3":{"ls_offset":0}}}},"cgrp":{}}"#;
        let mut figures = read(json, "t").expect("reads");
        figures.ends.sort_unstable();
        assert_eq!(figures, Figures { is_up: true, ends: vec![(0, 7), (3, 0)] });
        assert_eq!(read(json, "u").expect("reads").ends, []);
        assert_eq!(read(b"{", "t"), None);
    }
}

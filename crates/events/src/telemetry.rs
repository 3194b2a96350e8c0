//! Every metric of this crate, by name. None carries a tenant or anything a caller wrote.

/// Whether a connection to Kafka stands, by client (`shipper`, `worker`).
pub const BROKER_UP: &str = "tollkeeper_kafka_up";
/// Records that Kafka's retention deleted before they were stored: spans, not records, since nobody knows how many.
pub const EXPIRED: &str = "tollkeeper_kafka_expired_spans_total";

/// Every metric of this crate.
pub const ALL: &[&str] = &[BROKER_UP, EXPIRED];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ours_and_each_stands_once() {
        let mut names = ALL.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.starts_with("tollkeeper_")));
    }
}

//! Every metric of this crate, by name. None carries a tenant or anything a caller wrote.

/// Usage events that Kafka has acknowledged, with everything that follows from them.
pub const SHIPPED: &str = "tollkeeper_shipper_events_total";
/// Usage events written since the start that Kafka has not acknowledged.
pub const SHIP_LAG_EVENTS: &str = "tollkeeper_shipper_lag_events";
/// Bytes of journal that Kafka has not acknowledged.
pub const SHIP_LAG_BYTES: &str = "tollkeeper_shipper_lag_bytes";
/// Age of the oldest event on its way to Kafka, since its request was admitted; 0 when none is.
pub const SHIP_LAG_SECONDS: &str = "tollkeeper_shipper_lag_seconds";
/// Times that sending failed and began again with what was not acknowledged.
pub const SHIP_FAILURES: &str = "tollkeeper_shipper_failures_total";
/// Messages that Kafka does not take for what they are, by part (`usage`, `derived`, `note`). A usage event is replaced by
/// a note that becomes a dead letter.
pub const SHIP_REFUSED: &str = "tollkeeper_shipper_refused_messages_total";
/// Damaged spans of the journal, which cannot be sent.
pub const SHIP_DAMAGED: &str = "tollkeeper_shipper_damaged_spans_total";
/// Whether a connection to Kafka stands, by client (`shipper`, `worker`).
pub const BROKER_UP: &str = "tollkeeper_kafka_up";
/// Records that Kafka's retention deleted before they were stored: spans, not records, since nobody knows how many.
pub const EXPIRED: &str = "tollkeeper_kafka_expired_spans_total";

/// Every metric of this crate.
pub const ALL: &[&str] = &[
    SHIPPED,
    SHIP_LAG_EVENTS,
    SHIP_LAG_BYTES,
    SHIP_LAG_SECONDS,
    SHIP_FAILURES,
    SHIP_REFUSED,
    SHIP_DAMAGED,
    BROKER_UP,
    EXPIRED,
];

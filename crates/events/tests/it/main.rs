//! The logs on what they are made of: files, and a real Kafka.

mod journal;
#[cfg(feature = "kafka")]
mod kafka;

//! The event log of a cluster, on Apache Kafka.
//!
//! A gateway writes its local journal first; the [`Shipper`] sends from there and frees what Kafka has acknowledged, so a
//! broker that is away costs disk and nothing else. Workers read as one consumer group through [`KafkaFeed`]; where each
//! partition stands is told by the store, in the transaction that writes its rows, and not by Kafka.

mod board;
mod check;
mod client;
mod collector;
mod feed;
#[cfg(any(test, feature = "contract"))]
pub mod foreign;
mod member;
mod problem;
mod settings;
mod shared;
mod shipper;
mod statistics;
mod topics;

pub use check::{Found, check};
pub use feed::KafkaFeed;
pub use problem::KafkaProblem;
pub use settings::{ClientCertificate, KafkaSettings, Mechanism, Sasl, Tls, UrlError};
pub use shipper::Shipper;
#[cfg(any(test, feature = "contract"))]
pub use topics::remove_topics;
pub use topics::{TopicChange, ensure_topics};

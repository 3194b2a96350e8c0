//! What can be wrong with Kafka as we find it, each with its fix.

use super::client::Heard;
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode as Code;

/// What is wrong with Kafka, and what to do. Holds no password.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KafkaProblem {
    /// The client does not take a setting.
    #[error("Kafka's client does not take its setting {setting}; correct what [events] gives for it")]
    Setting {
        /// By the client's own name, without its value.
        setting: String,
    },
    /// The client cannot be made: a certificate that does not load, for example.
    #[error("Kafka's client cannot be set up: {says}; correct the file or the setting that is named there")]
    Unusable {
        /// In the client's words.
        says: String,
    },
    /// Nobody answers.
    #[error(
        "no Kafka broker of {brokers} can be reached: {says}; check [events] url, the network, and that the brokers run"
    )]
    Unreachable {
        /// Who was asked.
        brokers: String,
        /// In the client's words.
        says: String,
    },
    /// Brokers end the connection before anything was asked.
    #[error(
        "the Kafka brokers of {brokers} end the connection at once: this port may want TLS or SASL where [events] gives \
         none, or none where it does; set `tls` and `sasl` in [events] as the brokers' listener has them"
    )]
    HangsUp {
        /// Who was asked.
        brokers: String,
    },
    /// The encrypted connection fails.
    #[error(
        "TLS with the Kafka brokers of {brokers} fails: {says}; check that the port speaks TLS, that [events] ca_file \
         holds the authority that signed the brokers' certificate, and that the certificate names the host in the url"
    )]
    Tls {
        /// Who was asked.
        brokers: String,
        /// In the client's words.
        says: String,
    },
    /// The name or the password is refused.
    #[error("the Kafka brokers of {brokers} refuse the login: {says}; check `sasl`, `user` and `password` in [events]")]
    Login {
        /// Who was asked.
        brokers: String,
        /// In the client's words.
        says: String,
    },
    /// A topic is not there.
    #[error(
        "the Kafka topic {topic} does not exist; run `tollkeeper migrate`, or make it with {partitions} partitions"
    )]
    MissingTopic {
        /// Which.
        topic: String,
        /// How many partitions it should have.
        partitions: u32,
    },
    /// A topic has fewer partitions than are expected.
    #[error(
        "the Kafka topic {topic} has {found} partitions, fewer than [events] partitions, which is {wanted}; run \
         `tollkeeper migrate` to add them, or lower the setting"
    )]
    FewPartitions {
        /// Which.
        topic: String,
        /// How many it has.
        found: u32,
        /// How many are expected.
        wanted: u32,
    },
    /// A topic takes smaller messages than an event can be.
    #[error(
        "the Kafka topic {topic} takes messages of {max_bytes} bytes at most, and an event may have {needed_bytes}; \
         raise its max.message.bytes"
    )]
    SmallMessages {
        /// Which.
        topic: String,
        /// What it takes.
        max_bytes: u64,
        /// What an event may need.
        needed_bytes: u64,
    },
    /// The login may not do what is needed.
    #[error("the Kafka login may not {what}: {says}; grant it on the brokers")]
    NotAllowed {
        /// What was tried.
        what: String,
        /// In the broker's words.
        says: String,
    },
    /// The broker refuses something else.
    #[error("Kafka does not {what}: {says}")]
    Refused {
        /// What was tried.
        what: String,
        /// In the broker's words.
        says: String,
    },
}

impl KafkaProblem {
    /// Whether it may pass by itself: nobody answers now, or brokers that start or stop end our connections.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::HangsUp { .. })
    }

    /// The problem of a client that could not be made. The client's own words may hold a setting's value; they are told
    /// only where they cannot.
    pub(super) fn of_making(error: &KafkaError) -> Self {
        match error {
            KafkaError::ClientConfig(_, _, setting, _) => Self::Setting { setting: setting.clone() },
            KafkaError::ClientCreation(says) => Self::Unusable { says: says.clone() },
            other => Self::Unusable { says: other.to_string() },
        }
    }

    /// The problem of something that was tried and refused.
    pub(super) fn of_trying(what: impl Into<String>, code: Code) -> Self {
        let (what, says) = (what.into(), code.to_string());
        match code {
            Code::TopicAuthorizationFailed | Code::GroupAuthorizationFailed | Code::ClusterAuthorizationFailed => {
                Self::NotAllowed { what, says }
            }
            _ => Self::Refused { what, says },
        }
    }

    /// The problem behind what a client said while it tried to connect: the most telling of it.
    pub(super) fn of_connecting(brokers: &str, heard: &[Heard]) -> Self {
        let brokers = brokers.to_owned();
        let first = |wanted: Code, words: &str| {
            let tells = |heard: &&Heard| heard.0 == Some(wanted) || heard.1.contains(words);
            heard.iter().find(tells).map(|(_, says)| says.clone())
        };
        if let Some(says) = first(Code::Authentication, "SASL authentication error") {
            return Self::Login { brokers, says };
        }
        if let Some(says) = first(Code::SSL, "SSL handshake failed") {
            return Self::Tls { brokers, says };
        }
        if heard.iter().any(|(_, says)| HANGS_UP.iter().any(|words| says.contains(words))) {
            return Self::HangsUp { brokers };
        }
        let says = first(Code::Resolve, "Failed to resolve").or_else(|| first(Code::BrokerTransportFailure, "failed"));
        Self::Unreachable { brokers, says: says.unwrap_or_else(|| "nobody answers in time".to_owned()) }
    }
}

/// What the client says when a broker ends the connection in answer to its first question.
const HANGS_UP: &[&str] = &["security.protocol", "connection closed by peer", "Connection reset by peer"];

#[cfg(test)]
mod tests {
    use super::*;
    use rdkafka::types::RDKafkaConfRes;

    #[test]
    fn a_refused_setting_is_named_without_its_value() {
        let error = KafkaError::ClientConfig(
            RDKafkaConfRes::RD_KAFKA_CONF_INVALID,
            "Invalid value \"canary\"".into(),
            "sasl.password".into(),
            "canary".into(),
        );
        let problem = KafkaProblem::of_making(&error);
        assert!(problem.to_string().contains("sasl.password"));
        assert!(!format!("{problem} {problem:?}").contains("canary"));
    }

    #[test]
    fn the_most_telling_of_what_was_heard_is_the_problem() {
        let heard = |codes: &[Code]| codes.iter().map(|code| (Some(*code), format!("{code:?}"))).collect::<Vec<_>>();
        let of = |codes: &[Code]| KafkaProblem::of_connecting("a:1", &heard(codes));
        assert!(matches!(of(&[]), KafkaProblem::Unreachable { .. }));
        assert!(matches!(of(&[Code::AllBrokersDown, Code::SSL]), KafkaProblem::Tls { .. }));
        assert!(matches!(
            of(&[Code::BrokerTransportFailure, Code::AllBrokersDown, Code::Authentication]),
            KafkaProblem::Login { .. }
        ));
        let words = "Disconnected: verify that security.protocol is correctly configured".to_owned();
        let problem = KafkaProblem::of_connecting("a:1", &[(Some(Code::BrokerTransportFailure), words)]);
        assert!(matches!(problem, KafkaProblem::HangsUp { .. }));
    }
}

//! What every client of Kafka has: its connection, and librdkafka's words passed on to our log.

use super::problem::KafkaProblem;
use super::settings::{KafkaSettings, Tls};
use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode as Code;
use std::sync::{Mutex, PoisonError};

/// How often clients tell their figures: each telling is a few kilobytes of JSON.
const FIGURES_MS: &str = "1000";

/// The settings that every client of ours has.
pub(super) fn config(settings: &KafkaSettings) -> ClientConfig {
    let mut config = ClientConfig::new();
    config
        .set_log_level(RDKafkaLogLevel::Info)
        .set("bootstrap.servers", settings.addresses())
        .set("client.id", "tollkeeper")
        .set("socket.keepalive.enable", "true")
        .set("socket.connection.setup.timeout.ms", settings.answer_time.as_millis().max(1_000).to_string())
        // A broker that comes back is found within seconds, whoever was away longer.
        .set("reconnect.backoff.ms", "100")
        .set("reconnect.backoff.max.ms", "2000")
        // Partitions that are added are seen within a minute.
        .set("topic.metadata.refresh.interval.ms", "60000")
        .set("allow.auto.create.topics", "false");
    let protocol = match (&settings.tls, &settings.sasl) {
        (None, None) => "plaintext",
        (Some(_), None) => "ssl",
        (None, Some(_)) => "sasl_plaintext",
        (Some(_), Some(_)) => "sasl_ssl",
    };
    config.set("security.protocol", protocol);
    if let Some(tls) = &settings.tls {
        encrypt(&mut config, tls);
    }
    if let Some(sasl) = &settings.sasl {
        config
            .set("sasl.mechanism", sasl.mechanism.as_str())
            .set("sasl.username", sasl.user.as_str())
            .set("sasl.password", sasl.password.expose());
    }
    config
}

fn encrypt(config: &mut ClientConfig, tls: &Tls) {
    if let Some(path) = &tls.ca_file {
        config.set("ssl.ca.location", path.to_string_lossy());
    }
    if let Some(client) = &tls.client {
        config
            .set("ssl.certificate.location", client.certificate.to_string_lossy())
            .set("ssl.key.location", client.key.to_string_lossy());
        if let Some(password) = &client.key_password {
            config.set("ssl.key.password", password.expose());
        }
    }
}

/// Adds the telling of figures.
pub(super) fn with_figures(mut config: ClientConfig) -> ClientConfig {
    config.set("statistics.interval.ms", FIGURES_MS);
    config
}

/// What a client said while it tried to connect: an error's code, where it was one, and the words.
pub(super) type Heard = (Option<Code>, String);

/// A context that passes on words, and keeps them for whoever asks what is wrong. Some failures come as errors, some as
/// mere words.
#[derive(Default)]
pub(super) struct Ears {
    heard: Mutex<Vec<Heard>>,
}

/// Words kept at most: the first ones tell.
const MOST_HEARD: usize = 64;

impl Ears {
    /// What was heard so far.
    pub(super) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hear(&self, code: Option<Code>, words: &str) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() < MOST_HEARD {
            heard.push((code, words.to_owned()));
        }
    }
}

impl ClientContext for Ears {
    fn log(&self, _level: RDKafkaLogLevel, _facility: &str, words: &str) {
        self.hear(None, words);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        // That all brokers are down follows from why each is.
        if let Some(code) = error.rdkafka_error_code().filter(|code| *code != Code::AllBrokersDown) {
            self.hear(Some(code), reason);
        }
    }
}

impl rdkafka::consumer::ConsumerContext for Ears {}

/// Passes librdkafka's words on. It calls errors what it gets over by itself, such as a broker that restarts, so nothing
/// of it is an error here: what stops us is told by whom it stops.
pub(super) fn pass_on(level: RDKafkaLogLevel, facility: &str, words: &str) {
    match level {
        RDKafkaLogLevel::Emerg
        | RDKafkaLogLevel::Alert
        | RDKafkaLogLevel::Critical
        | RDKafkaLogLevel::Error
        | RDKafkaLogLevel::Warning => tracing::warn!(target: "events::kafka::librdkafka", facility, "{words}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => {
            tracing::debug!(target: "events::kafka::librdkafka", facility, "{words}");
        }
        RDKafkaLogLevel::Debug => tracing::trace!(target: "events::kafka::librdkafka", facility, "{words}"),
    }
}

/// Makes a client, and says what is wrong with its settings.
pub(super) fn make<C, T>(config: &ClientConfig, context: C) -> Result<T, KafkaProblem>
where
    C: ClientContext,
    T: rdkafka::config::FromClientConfigAndContext<C>,
{
    config.create_with_context(context).map_err(|error| KafkaProblem::of_making(&error))
}

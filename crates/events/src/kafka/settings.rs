//! How Kafka is reached.

use domain::Secret;
use std::path::PathBuf;
use std::time::Duration;

/// Where a broker listens when its address names no port.
const DEFAULT_PORT: u16 = 9092;

/// How Kafka is reached, and what is expected there.
#[derive(Clone, Debug)]
pub struct KafkaSettings {
    /// Some brokers, as `host:port`; the rest is learned from them.
    pub brokers: Vec<String>,
    /// The consumer group of the workers. Default `tollkeeper`.
    pub group: String,
    /// Put before every topic's name, so that several deployments share a cluster. Default nothing.
    pub prefix: String,
    /// Partitions of each topic: the most workers that can share the work. Default 12.
    pub partitions: u32,
    /// Copies of each partition that are made with a topic; `None` leaves it to the cluster's own default.
    pub replication: Option<u16>,
    /// Encrypted connections; `None` for plain ones.
    pub tls: Option<Tls>,
    /// Who we are; `None` where brokers do not ask.
    pub sasl: Option<Sasl>,
    /// How long a broker may take to answer a question. Default 10 s.
    pub answer_time: Duration,
    /// After how long without a sign of life a worker's partitions are given to others. Default 10 s; brokers refuse less
    /// than 6 s unless they are told otherwise.
    pub session_time: Duration,
    /// How long a worker may wait for the store to take its claims before the partitions are given to others. Default 5 min.
    pub poll_time: Duration,
    /// How long sending may go on after the shipper was told to stop. The rest stays in the journal. Default 5 s.
    pub flush_time: Duration,
}

/// Encrypted connections.
#[derive(Clone, Debug, Default)]
pub struct Tls {
    /// The certificates (PEM) by which brokers are known; `None` for the system's.
    pub ca_file: Option<PathBuf>,
    /// Our own certificate, where brokers ask for one.
    pub client: Option<ClientCertificate>,
}

/// Our own certificate.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    /// The certificate (PEM).
    pub certificate: PathBuf,
    /// Its key (PEM).
    pub key: PathBuf,
    /// What opens the key, where it is locked.
    pub key_password: Option<Secret>,
}

/// A name and a password.
#[derive(Clone, Debug)]
pub struct Sasl {
    /// How they are proved.
    pub mechanism: Mechanism,
    /// The name.
    pub user: String,
    /// The password.
    pub password: Secret,
}

/// How a password is proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mechanism {
    /// Sent as it is: only over TLS.
    Plain,
    /// Proved with SHA-256.
    ScramSha256,
    /// Proved with SHA-512.
    ScramSha512,
}

impl Mechanism {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::ScramSha256, Self::ScramSha512];

    /// Its name on the wire and in the config.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha512 => "SCRAM-SHA-512",
        }
    }

    /// The mechanism of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mechanism| mechanism.as_str().eq_ignore_ascii_case(name))
    }
}

/// What is wrong with an address. None of them repeats it: it may hold a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UrlError {
    /// Another scheme.
    #[error("a Kafka address begins with kafka://, as in kafka://host:9092,host:9092")]
    Scheme,
    /// A name or password in it.
    #[error(
        "a Kafka address holds no user and no password, since addresses are shown; give them as settings of their own"
    )]
    Credentials,
    /// Something behind the brokers.
    #[error("a Kafka address ends with its brokers: kafka://host:9092,host:9092, with nothing behind them")]
    Tail,
    /// No brokers, or an empty one.
    #[error("a Kafka address names its brokers: kafka://host:9092,host:9092")]
    NoBroker,
    /// A broker without a usable host or port.
    #[error(
        "broker {0} of the Kafka address, counted from 1, is no host or host:port; a port is 1 to 65535, an IPv6 \
         address stands in brackets"
    )]
    Broker(usize),
}

impl KafkaSettings {
    /// The defaults, with the brokers of an address like `kafka://host:9092,host:9092`.
    ///
    /// # Errors
    /// What is wrong with the address, and how it should look.
    pub fn from_url(url: &str) -> Result<Self, UrlError> {
        let list = url.strip_prefix("kafka://").ok_or(UrlError::Scheme)?;
        let list = list.strip_suffix('/').unwrap_or(list);
        if list.contains('@') {
            return Err(UrlError::Credentials);
        }
        if list.contains(['/', '?', '#']) {
            return Err(UrlError::Tail);
        }
        let brokers = list.split(',').map(str::trim);
        let brokers: Result<_, _> = (1..).zip(brokers).map(|(place, text)| broker(place, text)).collect();
        Ok(Self {
            brokers: brokers?,
            group: "tollkeeper".into(),
            prefix: String::new(),
            partitions: 12,
            replication: None,
            tls: None,
            sasl: None,
            answer_time: Duration::from_secs(10),
            session_time: Duration::from_secs(10),
            poll_time: Duration::from_secs(300),
            flush_time: Duration::from_secs(5),
        })
    }

    /// The brokers as one text, to be shown and for the client.
    #[must_use]
    pub fn addresses(&self) -> String {
        self.brokers.join(",")
    }

    /// The full name of a topic.
    #[must_use]
    pub fn topic(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn broker(place: usize, text: &str) -> Result<String, UrlError> {
    let bad = UrlError::Broker(place);
    if text.is_empty() {
        return Err(UrlError::NoBroker);
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or(bad)?;
            address.parse::<std::net::Ipv6Addr>().map_err(|_| bad)?;
            (&text[..address.len() + 2], port.strip_prefix(':').or_else(|| port.is_empty().then_some("")))
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, Some("")),
        },
    };
    let port = match port.ok_or(bad)? {
        "" if !text.ends_with(':') => DEFAULT_PORT,
        port => port.parse().ok().filter(|port| *port > 0).ok_or(bad)?,
    };
    let is_name = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if host.is_empty() || !(host.starts_with('[') || is_name(host)) {
        return Err(bad);
    }
    Ok(format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brokers_are_read_with_and_without_ports() {
        let read = |url: &str| KafkaSettings::from_url(url).expect("an address").brokers;
        assert_eq!(read("kafka://a:1"), ["a:1"]);
        assert_eq!(read("kafka://a,b-2.example.com:19092/"), ["a:9092", "b-2.example.com:19092"]);
        assert_eq!(read("kafka://127.0.0.1, [::1]:7,[::1]"), ["127.0.0.1:9092", "[::1]:7", "[::1]:9092"]);
    }

    #[test]
    fn a_wrong_address_is_refused_and_never_repeated() {
        for (url, wanted) in [
            ("http://a", UrlError::Scheme),
            ("kafka://user:canary@a:9092", UrlError::Credentials),
            ("kafka://a:9092/topic", UrlError::Tail),
            ("kafka://a:9092?x=canary", UrlError::Tail),
            ("kafka://", UrlError::NoBroker),
            ("kafka://a,,b", UrlError::NoBroker),
            ("kafka://a:9092,b:70000", UrlError::Broker(2)),
            ("kafka://a:", UrlError::Broker(1)),
            ("kafka://a:0", UrlError::Broker(1)),
            ("kafka://:9092", UrlError::Broker(1)),
            ("kafka://[::1", UrlError::Broker(1)),
            ("kafka://[::1]x", UrlError::Broker(1)),
            ("kafka://a canary:1", UrlError::Broker(1)),
        ] {
            let error = KafkaSettings::from_url(url).expect_err(url);
            assert_eq!(error, wanted, "{url}");
            assert!(!error.to_string().contains("canary"));
        }
    }

    #[test]
    fn no_secret_shows() {
        let mut settings = KafkaSettings::from_url("kafka://a").expect("an address");
        let password = Secret::new("canary");
        settings.sasl = Some(Sasl { mechanism: Mechanism::Plain, user: "u".into(), password: password.clone() });
        settings.tls = Some(Tls {
            ca_file: None,
            client: Some(ClientCertificate { certificate: "c".into(), key: "k".into(), key_password: Some(password) }),
        });
        assert!(!format!("{settings:?}").contains("canary"));
    }

    #[test]
    fn mechanisms_have_names_that_lead_back_to_them() {
        for mechanism in Mechanism::ALL {
            assert_eq!(Mechanism::from_name(&mechanism.as_str().to_lowercase()), Some(mechanism));
        }
    }
}

//! `[events]`: the log that carries what happened from gateways to workers.

use super::roles::Roles;
use super::secret::Outside;
use super::section::{Found, Section};
use super::{secret, url};
use domain::Secret;
use events::OnFull;
use std::path::PathBuf;
use std::time::Duration;

/// `[events]`.
#[derive(Clone, Debug)]
pub struct Events {
    /// The log between gateway and worker.
    pub log: Log,
    /// How long a written record may wait for the disk: what a power cut can take.
    pub flush_interval: Duration,
    /// Disk space for the journal.
    pub budget_bytes: u64,
    /// How long records that were counted are kept although space is short.
    pub retain: Duration,
    /// What to do when the space is used up.
    pub on_full: OnFull,
}

/// What lies between gateway and worker.
#[derive(Clone, Debug)]
pub enum Log {
    /// The journal in the data folder, in one process.
    Journal,
    /// Apache Kafka, behind each gateway's journal.
    Kafka(Kafka),
}

/// How Apache Kafka is reached.
#[derive(Clone, Debug)]
pub struct Kafka {
    /// `host:port`, one or more.
    pub brokers: Vec<String>,
    /// The consumer group of the workers.
    pub group: String,
    /// Partitions that the topic of usage events has at least.
    pub partitions: u32,
    /// Copies of each partition, for topics that `migrate` makes.
    pub replication: u32,
    /// Whether connections are encrypted.
    pub tls: bool,
    /// A file of certificates to trust, where the system's are not enough.
    pub ca_file: Option<PathBuf>,
    /// A certificate and its key to show, where brokers ask for one.
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// User, password and mechanism, where brokers ask for them.
    pub sasl: Option<Sasl>,
}

/// Who we are to the brokers.
#[derive(Clone, Debug)]
pub struct Sasl {
    /// `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`.
    pub mechanism: &'static str,
    /// The user.
    pub user: String,
    /// Its password.
    pub password: Secret,
}

/// Reads `[events]`.
pub fn read(mut section: Section<'_>, outside: &Outside<'_>, roles: &Found<Roles>) -> Events {
    let brokers = url::read(&mut section, "url", outside, |url| match url.expose() {
        "journal:" => Ok(None),
        text => brokers(text).map(Some),
    });
    // An address that is wrong was meant for Kafka: what stands beside it is read all the same.
    let meant = section.was_given("url") && brokers.is_none();
    let kafka = brokers.map_or_else(|| meant.then(Vec::new), |found| found.value);
    if kafka.is_none() && roles.value.gateway != roles.value.worker {
        let says = format!(
            "a journal: event log needs gateway and worker in one process, and {} is not here; add it to --role, or \
             write the address of Kafka",
            if roles.value.gateway { "worker" } else { "gateway" }
        );
        section.problem(&roles.at, "url", Some("\"journal:\"".to_owned()), says);
    }
    let second = Duration::from_secs(1);
    let flush_interval = section.duration("flush_interval", second / 1000, second * 60).unwrap_or(second / 10);
    let budget_bytes = section.bytes("budget", 64 << 20, 1 << 50).unwrap_or(4 << 30);
    let retain = section.duration("retain", Duration::ZERO, second * 86_400 * 3650).unwrap_or_default();
    let on_full = section.word("on_full", &[("refuse", OnFull::Refuse), ("drop", OnFull::Drop)]).unwrap_or_default();
    let log = match kafka {
        None => Log::Journal,
        Some(brokers) => Log::Kafka(read_kafka(&mut section, brokers, outside)),
    };
    section.finish();
    Events { log, flush_interval, budget_bytes, retain, on_full }
}

fn read_kafka(section: &mut Section<'_>, brokers: Vec<String>, outside: &Outside<'_>) -> Kafka {
    let path = |text: &str| match text {
        "" => Err("write a file's path".to_owned()),
        _ => Ok(PathBuf::from(text)),
    };
    let group = section.text("group", |text| match text {
        "" => Err("write a name, such as \"tollkeeper\"".to_owned()),
        _ => Ok(text.to_owned()),
    });
    let partitions = section.whole("partitions", 1, 10_000).unwrap_or(12);
    let replication = section.whole("replication", 1, 100).unwrap_or(1);
    let tls = section.flag("tls").unwrap_or(false);
    let mut file = |key| section.text(key, path).map(|found| found.value);
    let (ca_file, certificate, key) = (file("ca_file"), file("certificate"), file("certificate_key"));
    let certificate = match (certificate, key) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => {
            let at = section.at.clone();
            section.problem(&at, "certificate", None, "write `certificate` and `certificate_key`, or neither");
            None
        }
    };
    let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Kafka {
        brokers,
        group: group.map_or_else(|| "tollkeeper".to_owned(), |found| found.value),
        partitions: narrow(partitions),
        replication: narrow(replication),
        tls,
        ca_file,
        certificate,
        sasl: read_sasl(section, outside),
    }
}

fn read_sasl(section: &mut Section<'_>, outside: &Outside<'_>) -> Option<Sasl> {
    let words = [("plain", "PLAIN"), ("scram-sha-256", "SCRAM-SHA-256"), ("scram-sha-512", "SCRAM-SHA-512")];
    let mechanism = section.word("sasl", &words);
    let user = section.text("user", |text| match text {
        "" => Err("write the user's name".to_owned()),
        _ => Ok(text.to_owned()),
    });
    let password = section.raw("password").and_then(|value| match secret::read(&value, outside) {
        Ok(password) => Some(password),
        Err(says) => {
            section.problem(&value.at, "password", None, says);
            None
        }
    });
    let given = ["sasl", "user", "password"].map(|key| section.was_given(key));
    if given.contains(&true) && given.contains(&false) {
        let at = section.at.clone();
        section.problem(&at, "sasl", None, "write `sasl`, `user` and `password` together, or none of them");
    }
    Some(Sasl { mechanism: mechanism?, user: user?.value, password: password? })
}

/// Reads `kafka://host:port,host:port`.
fn brokers(text: &str) -> Result<Vec<String>, String> {
    let wrong = || {
        "this is no event log that this build knows; write \"journal:\" or \"kafka://host:9092,host:9092\"".to_owned()
    };
    let list = text.strip_prefix("kafka://").ok_or_else(wrong)?.trim_end_matches('/');
    if list.contains('@') {
        return Err("a user and password do not belong in the address; write `sasl`, `user` and `password`".to_owned());
    }
    let brokers: Vec<String> = list.split(',').map(|broker| broker.trim().to_owned()).collect();
    let good = |broker: &String| {
        broker.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
    };
    if brokers.iter().all(good) { Ok(brokers) } else { Err("write each broker as host:port".to_owned()) }
}

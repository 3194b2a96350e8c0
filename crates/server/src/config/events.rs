//! `[events]`: the log that carries what happened from gateways to workers.

use super::roles::Roles;
use super::secret::Outside;
use super::section::{Found, Section};
use super::{secret, url};
use events::OnFull;
use events::kafka::{ClientCertificate, KafkaSettings, Mechanism, Sasl, Tls};
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
    Kafka(Box<KafkaSettings>),
}

/// Reads `[events]`.
pub fn read(mut section: Section<'_>, outside: &Outside<'_>, roles: &Found<Roles>) -> Events {
    let given = url::read(&mut section, "url", outside, |url| match url.expose() {
        "journal:" => Ok(None),
        text => kafka(text).map(Some),
    });
    let is_journal = match &given {
        Some(found) => found.value.is_none(),
        // An address that is wrong was meant for Kafka: what stands beside it is read all the same.
        None => !section.was_given("url"),
    };
    if is_journal && roles.value.gateway != roles.value.worker {
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
    let kafka = if is_journal { None } else { read_kafka(&mut section, given.and_then(|found| found.value), outside) };
    let log = kafka.map_or(Log::Journal, |kafka| Log::Kafka(Box::new(kafka)));
    section.finish();
    Events { log, flush_interval, budget_bytes, retain, on_full }
}

fn read_kafka(section: &mut Section<'_>, found: Option<KafkaSettings>, outside: &Outside<'_>) -> Option<KafkaSettings> {
    let path = |text: &str| match text {
        "" => Err("write a file's path".to_owned()),
        _ => Ok(PathBuf::from(text)),
    };
    let group = section.text("group", name);
    let prefix = section.text("topic_prefix", |text| Ok(text.to_owned()));
    let partitions = section.whole("partitions", 1, 10_000).and_then(|number| u32::try_from(number).ok());
    let replication = section.whole("replication", 1, 100).and_then(|number| u16::try_from(number).ok());
    let tls = section.flag("tls").unwrap_or(false);
    let mut file = |key| section.text(key, path).map(|found| found.value);
    let (ca_file, certificate, key) = (file("ca_file"), file("certificate"), file("certificate_key"));
    let client = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(ClientCertificate { certificate, key, key_password: None }),
        (None, None) => None,
        _ => {
            let at = section.at.clone();
            section.problem(&at, "certificate", None, "write `certificate` and `certificate_key`, or neither");
            None
        }
    };
    if !tls && (ca_file.is_some() || client.is_some()) {
        let at = section.at.clone();
        section.problem(&at, "tls", None, "certificates are used with `tls = true` only");
    }
    let sasl = read_sasl(section, outside);
    let found = found?;
    Some(KafkaSettings {
        group: group.map_or(found.group, |found| found.value),
        prefix: prefix.map_or(found.prefix, |found| found.value),
        partitions: partitions.unwrap_or(found.partitions),
        replication: replication.or(found.replication),
        tls: tls.then_some(Tls { ca_file, client }),
        sasl,
        ..found
    })
}

fn read_sasl(section: &mut Section<'_>, outside: &Outside<'_>) -> Option<Sasl> {
    let mechanism = section.text("sasl", |text| {
        Mechanism::from_name(text).ok_or_else(|| {
            let known = Mechanism::ALL.map(|mechanism| mechanism.as_str().to_lowercase());
            format!("write one of {}", known.join(", "))
        })
    });
    let user = section.text("user", name);
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
    Some(Sasl { mechanism: mechanism?.value, user: user?.value, password: password? })
}

fn name(text: &str) -> Result<String, String> {
    match text {
        "" => Err("write a name".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

/// Reads `kafka://host:port,host:port`.
fn kafka(text: &str) -> Result<KafkaSettings, String> {
    if !text.starts_with("kafka://") {
        return Err(
            "this is no event log that this build knows; write \"journal:\" or \"kafka://host:9092,host:9092\""
                .to_owned(),
        );
    }
    KafkaSettings::from_url(text).map_err(|problem| problem.to_string())
}

//! `[store]`, `[events]`, `[cache]`: three URLs that take Tollkeeper from a laptop to a cluster.

use super::roles::Roles;
use super::section::{Found, Section};
use events::OnFull;
use std::time::Duration;

/// `[events]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Events {
    /// How long a written record may wait for the disk: what a power cut can take.
    pub flush_interval: Duration,
    /// Disk space for the journal.
    pub budget_bytes: u64,
    /// How long records that were counted are kept although space is short.
    pub retain: Duration,
    /// What to do when the space is used up.
    pub on_full: OnFull,
}

/// One of the three URLs: its default, and what later builds take.
struct Url {
    default: &'static str,
    later: &'static [&'static str],
    noun: &'static str,
}

const STORE: Url = Url { default: "sqlite:", later: &["postgres://", "postgresql://"], noun: "store" };
const EVENTS: Url = Url { default: "journal:", later: &["kafka://"], noun: "event log" };
const CACHE: Url = Url { default: "memory:", later: &["redis://", "rediss://"], noun: "cache" };

/// Reads `[store]`.
pub fn store(section: Section<'_>, roles: &Found<Roles>) {
    let mut section = section;
    url(&mut section, &STORE);
    if roles.value != Roles::ALL {
        let says = format!(
            "a sqlite: store is one file for one process, and {} would run in another; run all roles here",
            roles.value.missing()
        );
        section.problem(&roles.at, "url", Some(format!("{:?}", STORE.default)), says);
    }
    section.finish();
}

/// Reads `[events]`.
pub fn events(section: Section<'_>, roles: &Found<Roles>) -> Events {
    let mut section = section;
    url(&mut section, &EVENTS);
    if roles.value.gateway != roles.value.worker {
        let says = format!(
            "a journal: event log needs gateway and worker in one process, and {} is not here; add it to --role",
            if roles.value.gateway { "worker" } else { "gateway" }
        );
        section.problem(&roles.at, "url", Some(format!("{:?}", EVENTS.default)), says);
    }
    let second = Duration::from_secs(1);
    let flush_interval = section.duration("flush_interval", second / 1000, second * 60).unwrap_or(second / 10);
    let budget_bytes = section.bytes("budget", 64 << 20, 1 << 50).unwrap_or(4 << 30);
    let retain = section.duration("retain", Duration::ZERO, second * 86_400 * 3650).unwrap_or_default();
    let on_full = section.word("on_full", &[("refuse", OnFull::Refuse), ("drop", OnFull::Drop)]).unwrap_or_default();
    section.finish();
    Events { flush_interval, budget_bytes, retain, on_full }
}

/// Reads `[cache]`.
pub fn cache(section: Section<'_>) {
    let mut section = section;
    url(&mut section, &CACHE);
    section.finish();
}

/// Reads a URL that can only be the default in this build.
fn url(section: &mut Section<'_>, kind: &Url) {
    let parse = |text: &str| {
        if text == kind.default {
            return Ok(());
        }
        let later = kind.later.iter().find(|scheme| text.starts_with(*scheme));
        Err(match later {
            Some(scheme) => {
                format!("this build has no {scheme} {} yet; write {:?} or leave the key out", kind.noun, kind.default)
            }
            None => format!("this is no {} that this build knows; write {:?}", kind.noun, kind.default),
        })
    };
    section.text("url", parse);
}

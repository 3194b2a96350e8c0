//! `[store]`: where the ledger is kept.

use super::roles::Roles;
use super::secret::Outside;
use super::section::{Found, Section};
use super::url;
use domain::Secret;

/// `[store]`.
#[derive(Clone, Debug)]
pub enum Store {
    /// A file in the data folder.
    Sqlite,
    /// A PostgreSQL database.
    Postgres(Postgres),
}

/// A PostgreSQL database and the logins to it.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// The runtime login.
    pub url: Secret,
    /// The worker's own login, where it has one.
    pub worker_url: Option<Secret>,
    /// The login that owns the tables: for `tollkeeper migrate` only.
    pub owner_url: Option<Secret>,
    /// A replica that answers the API's questions for figures.
    pub replica_url: Option<Secret>,
    /// Connections of this process at most, for each login.
    pub connections: u32,
}

impl Postgres {
    /// As the store takes it, for a process that does the worker's work or not.
    #[must_use]
    pub fn settings(&self, worker: bool) -> store_postgres::Settings {
        store_postgres::Settings {
            worker_url: self.worker_url.clone(),
            replica_url: self.replica_url.clone(),
            worker,
            connections: self.connections,
            worker_connections: self.connections,
            ..store_postgres::Settings::new(self.url.clone())
        }
    }
}

const SCHEMES: &[&str] = &["postgres://", "postgresql://"];

/// Reads `[store]`.
pub fn read(mut section: Section<'_>, outside: &Outside<'_>, roles: &Found<Roles>) -> Store {
    let main = url::read(&mut section, "url", outside, |url| {
        if url.expose() == "sqlite:" {
            return Ok(None);
        }
        postgres(url).map(Some).map_err(|_| {
            "this is no store that this build knows; write \"sqlite:\" or \"postgres://user@host/database\"".to_owned()
        })
    });
    let mut other = |key| url::read(&mut section, key, outside, postgres);
    let (worker, owner, replica) = (other("worker_url"), other("owner_url"), other("replica_url"));
    let connections = section.whole("connections", 2, 500).unwrap_or(10);
    // An address that is wrong was meant for PostgreSQL: what stands beside it is no problem of its own.
    let meant = section.was_given("url") && main.is_none();
    let given = main.map_or_else(|| meant.then(|| Secret::new("")), |found| found.value);
    let Some(url) = given else {
        for (key, found) in [("worker_url", &worker), ("owner_url", &owner), ("replica_url", &replica)] {
            if let Some(found) = found {
                section.problem(&found.at, key, None, "it goes with a postgres:// address in `url`");
            }
        }
        if roles.value != Roles::ALL {
            let says = format!(
                "a sqlite: store is one file for one process, and {} would run in another; run all roles here, or \
                 write the address of a PostgreSQL database",
                roles.value.missing()
            );
            section.problem(&roles.at, "url", Some("\"sqlite:\"".to_owned()), says);
        }
        section.finish();
        return Store::Sqlite;
    };
    section.finish();
    let value = |found: Option<Found<Secret>>| found.map(|found| found.value);
    Store::Postgres(Postgres {
        url,
        worker_url: value(worker),
        owner_url: value(owner),
        replica_url: value(replica),
        connections: u32::try_from(connections).unwrap_or(u32::MAX),
    })
}

fn postgres(url: Secret) -> Result<Secret, String> {
    if url::is_one_of(&url, SCHEMES) {
        return Ok(url);
    }
    Err("write the address of a PostgreSQL database, such as \"postgres://user@host/database\"".to_owned())
}

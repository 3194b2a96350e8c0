//! Where the databases are and how many connections they get. URLs hold passwords, so they are secrets.

use domain::Secret;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::time::Duration;
use store::StoreError;
use store::error::Result;

/// What a URL may carry behind its `?`.
const KNOWN: [&str; 11] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "port",
    "dbname",
    "user",
    "application_name",
    "options",
];

/// Statements that a connection keeps prepared. Questions differ by which filters they have, so there are a few more
/// than methods.
const STATEMENTS: usize = 256;

/// What can be set; all but the URL has defaults.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The runtime login, `postgres://user:password@host:port/database`.
    pub url: Secret,
    /// A login of its own for the worker's side, so that the first one need not be able to become the worker.
    pub worker_url: Option<Secret>,
    /// A read replica that answers questions for figures; the primary answers while it cannot be reached. Such answers
    /// are as old as the replica is behind.
    pub replica_url: Option<Secret>,
    /// Whether this process does the worker's work: then its login must be able to take that role.
    pub worker: bool,
    /// Connections for questions and the directory.
    pub connections: u32,
    /// Connections for batches and jobs.
    pub worker_connections: u32,
    /// How long a caller waits for a connection.
    pub acquire_timeout: Duration,
    /// How long one statement of a question may take.
    pub question_timeout: Duration,
    /// How long one statement of the worker may take.
    pub work_timeout: Duration,
    /// How long any statement waits for a lock.
    pub lock_timeout: Duration,
}

impl Settings {
    /// Everything by default, with one login.
    #[must_use]
    pub fn new(url: Secret) -> Self {
        Self {
            url,
            worker_url: None,
            replica_url: None,
            worker: true,
            connections: 8,
            worker_connections: 6,
            acquire_timeout: Duration::from_secs(5),
            question_timeout: Duration::from_secs(15),
            work_timeout: Duration::from_secs(120),
            lock_timeout: Duration::from_secs(10),
        }
    }

    /// The login that does the worker's work.
    pub(crate) fn worker_login(&self) -> &Secret {
        self.worker_url.as_ref().unwrap_or(&self.url)
    }
}

/// A URL as the driver takes it.
///
/// # Errors
/// `Failed`, naming the part at fault and never the URL.
pub(crate) fn options(url: &Secret) -> Result<PgConnectOptions> {
    let text = url.expose();
    let bad = |what: &str| StoreError::Failed(format!("the PostgreSQL URL {what}; write it as {SHAPE}"));
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(bad("does not begin with postgres://"));
    }
    // The driver would log an unknown parameter with its value, which may be a misspelt password.
    let query = text.split_once('?').map_or("", |(_, query)| query);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let key = pair.split_once('=').map_or(pair, |(key, _)| key);
        if !KNOWN.contains(&key) && !key.starts_with("options[") {
            return Err(bad("has a parameter that is not known (the known ones are sslmode, sslrootcert, host, …)"));
        }
    }
    let options: PgConnectOptions = text.parse().map_err(|_| bad("cannot be read"))?;
    let options = options.statement_cache_capacity(STATEMENTS).disable_statement_logging();
    Ok(if options.get_application_name().is_none() { options.application_name("tollkeeper") } else { options })
}

/// How a URL is written.
pub(crate) const SHAPE: &str = "postgres://user:password@host:5432/database?sslmode=require";

/// Where a URL leads, to be shown: host, port and database, no password.
pub(crate) fn place(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or_else(|| options.get_username());
    let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    format!("{host}:{}/{database}", options.get_port())
}

/// The word of an encryption mode, as a URL has it.
pub(crate) fn ssl_word(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_a_password() {
        let url = "postgres://tollkeeper_app:canary@db.example:5433/ledger";
        let settings = Settings { worker_url: Some(Secret::new(url)), ..Settings::new(Secret::new(url)) };
        assert!(!format!("{settings:?}").contains("canary"));
        assert_eq!(place(&options(&settings.url).expect("is a URL")), "db.example:5433/ledger");
        for bad in ["mysql://x:canary@y/z", "postgres://x:canary@y/z?pasword=canary", "postgres://x:canary@y:port/z"] {
            let error = options(&Secret::new(bad)).expect_err("is bad").to_string();
            assert!(!error.contains("canary") && error.contains(SHAPE), "{error}");
        }
    }
}

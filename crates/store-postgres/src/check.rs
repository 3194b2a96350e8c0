//! What `tollkeeper check` says of the databases, and why a start is refused: each finding with its fix, none with a password.

use crate::failure::code_of;
use crate::migrations;
use crate::settings::{self, SHAPE, Settings, place, ssl_word};
use crate::startup::{Need, judge, look};
use domain::Secret;
use sqlx::error::DatabaseError;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::time::Duration;
use store::StoreError;

/// Something that is not right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The key of `[store]` at fault: `url`, `worker_url` or `replica_url`.
    pub key: &'static str,
    /// What it is, as a word for programs: `bad_url`, `unreachable`, `wrong_password`, `wrong_database`, `tls`,
    /// `not_allowed`, `busy`, `old_server`, `superuser`, `bypassrls`, `owner`, `no_role`, `not_member`, `inherits`,
    /// `pending`, `newer`, `failed`.
    pub code: &'static str,
    /// What is wrong and what to do about it.
    pub says: String,
}

impl From<Finding> for StoreError {
    fn from(finding: Finding) -> Self {
        let says = format!("[store] {}: {}", finding.key, finding.says);
        match finding.code {
            "newer" => Self::Newer(says),
            "unreachable" | "busy" => Self::Unavailable(says),
            _ => Self::Failed(says),
        }
    }
}

/// Looks at every database that the settings name; empty where all is right.
pub async fn check(settings: &Settings) -> Vec<Finding> {
    let worker = settings.worker && settings.worker_url.is_none();
    let mut found = one("url", &settings.url, Need { worker }, settings.acquire_timeout).await;
    if let Some(url) = settings.worker_url.as_ref().filter(|_| settings.worker) {
        found.extend(one("worker_url", url, Need { worker: true }, settings.acquire_timeout).await);
    }
    if let Some(url) = &settings.replica_url {
        found.extend(one("replica_url", url, Need { worker: false }, settings.acquire_timeout).await);
    }
    found
}

async fn one(key: &'static str, url: &Secret, need: Need, patience: Duration) -> Vec<Finding> {
    let finding = |code, says| Finding { key, code, says };
    let options = match settings::options(url) {
        Ok(options) => options,
        Err(error) => return vec![finding("bad_url", words(error))],
    };
    let mut connection = match tokio::time::timeout(patience, options.connect()).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(error)) => {
            let (code, says) = refused(&error, &options);
            return vec![finding(code, says)];
        }
        Err(_) => {
            let says = format!("{} did not answer in {} s: {REACH}", place(&options), patience.as_secs());
            return vec![finding("unreachable", says)];
        }
    };
    let found = match tokio::time::timeout(patience, questions(&mut connection, need)).await {
        Ok(found) => found,
        Err(_) => vec![("busy", format!("{} answers too slowly: see what it is busy with", place(&options)))],
    };
    // A connection that cannot be closed in time is dropped, which closes it too.
    let _ = tokio::time::timeout(patience, connection.close()).await;
    found.into_iter().map(|(code, says)| finding(code, says)).collect()
}

async fn questions(connection: &mut PgConnection, need: Need) -> Vec<(&'static str, String)> {
    let login = match look(connection).await {
        Ok(login) => login,
        Err(error) => return vec![("failed", words(error))],
    };
    let mut found: Vec<_> = judge(&login, need).into_iter().map(|fault| (fault.code, fault.says)).collect();
    if let Err(error) = migrations::accept(connection).await {
        let newer = matches!(error, StoreError::Newer(_));
        let says = words(error);
        let code = match newer {
            true => "newer",
            false if says.contains("run `tollkeeper migrate`") => "pending",
            false => "failed",
        };
        // What a missing migration lacks, such as roles, is the migration's to make: it comes first.
        found.insert(0, (code, says));
    }
    found
}

const REACH: &str = "check the host and port of the URL, and that PostgreSQL listens there";

/// Why a connection did not come about.
fn refused(error: &sqlx::Error, options: &PgConnectOptions) -> (&'static str, String) {
    let place = place(options);
    let login = options.get_username();
    let mode = ssl_word(options.get_ssl_mode());
    let message = error.as_database_error().map(DatabaseError::message).unwrap_or_default();
    let code = code_of(error).unwrap_or_default();
    match (code.as_str(), error) {
        ("28P01", _) => {
            ("wrong_password", format!("{place} refuses the password of {login}: correct it in the URL ({SHAPE})"))
        }
        ("28000", _) if message.contains("no encryption") || message.contains("SSL off") => (
            "tls",
            format!("{place} takes {login} only with TLS, and the URL says sslmode={mode}: write sslmode=require"),
        ),
        ("28000", _) => (
            "not_allowed",
            format!("{place} does not let {login} in: the login may not exist, or pg_hba.conf has no line for it"),
        ),
        ("42501", _) => {
            ("not_allowed", format!("{login} may not connect to {place}: GRANT CONNECT ON DATABASE … TO {login}"))
        }
        ("3D000", _) => {
            ("wrong_database", format!("{place} does not exist: CREATE DATABASE, or correct the URL's path"))
        }
        ("53300" | "57P03", _) => ("busy", format!("{place} takes no connection now ({message}): try again")),
        (_, sqlx::Error::Tls(cause)) => (
            "tls",
            format!(
                "{place}: TLS with sslmode={mode} failed ({cause}): set the mode and sslrootcert that the server has"
            ),
        ),
        (_, sqlx::Error::Io(cause)) => ("unreachable", format!("{place} cannot be reached ({cause}): {REACH}")),
        _ => ("failed", format!("{place}: {}", describe(error))),
    }
}

/// What a store's error says, without what kind it is.
fn words(error: StoreError) -> String {
    match error {
        StoreError::Failed(text) | StoreError::Newer(text) => text,
        other => other.to_string(),
    }
}

/// Any other error, in the words that errors of this store have.
fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(cause) => cause.message().to_owned(),
        sqlx::Error::Protocol(_) => "what answers there is no PostgreSQL server".to_owned(),
        error => error.to_string(),
    }
}

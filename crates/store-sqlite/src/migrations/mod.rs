//! The schema's versions, in order. A file that was released is never changed; the next one follows it.

use crate::failure::failed;
use domain::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use std::path::Path;
use store::StoreError;
use store::error::Result;

/// One step of the schema.
struct Migration {
    name: &'static str,
    sql: &'static str,
}

/// Every step; the version of a database is how many of them it has.
const ALL: &[Migration] = &[
    Migration { name: "0001_ledger", sql: include_str!("0001_ledger.sql") },
    Migration { name: "0002_directory", sql: include_str!("0002_directory.sql") },
    Migration { name: "0003_claims_and_jobs", sql: include_str!("0003_claims_and_jobs.sql") },
    Migration { name: "0005_platform_cost", sql: include_str!("0005_platform_cost.sql") },
];

/// The version this program reads and writes.
#[must_use]
pub fn version() -> usize {
    ALL.len()
}

/// Brings a database to this program's version, each step in a transaction of its own; answers how many were taken.
///
/// # Errors
/// `Newer` for a database of a later version, `Failed` for one whose steps are not the ones we know.
pub(crate) fn run(connection: &mut Connection, path: &Path, now: Timestamp) -> Result<usize> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
    let found = found as usize;
    if found > ALL.len() {
        return Err(StoreError::Newer(format!(
            "{} has schema version {found}, this program knows versions up to {}: start the newer program that wrote it, \
             or point [store] url at another file",
            path.display(),
            ALL.len()
        )));
    }
    if found == 0 {
        refuse_foreign(connection, path)?;
    }
    connection
        .execute_batch(
            "CREATE TABLE IF NOT EXISTS schema_migrations (
                version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL
            ) STRICT",
        )
        .map_err(failed)?;
    for (version, migration) in (1..).zip(ALL).take(found) {
        check(connection, path, version, migration)?;
    }
    for (version, migration) in (1..).zip(ALL).skip(found) {
        apply(connection, version, migration, now)?;
    }
    Ok(ALL.len() - found)
}

/// A file with tables and no version is somebody else's.
fn refuse_foreign(connection: &Connection, path: &Path) -> Result<()> {
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name NOT IN ('schema_migrations')", [], |row| row.get(0))
        .map_err(failed)?;
    if tables == 0 {
        return Ok(());
    }
    Err(StoreError::Failed(format!(
        "{} is a database of another program: point [store] url at another file",
        path.display()
    )))
}

fn apply(connection: &mut Connection, version: u32, migration: &Migration, now: Timestamp) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    transaction.execute_batch(migration.sql).map_err(failed)?;
    transaction
        .execute(
            "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
            params![version, migration.name, checksum(migration.sql), now.as_millis()],
        )
        .map_err(failed)?;
    transaction.pragma_update(None, "user_version", version).map_err(failed)?;
    transaction.commit().map_err(failed)
}

fn check(connection: &Connection, path: &Path, version: u32, migration: &Migration) -> Result<()> {
    let stored: String = connection
        .query_row("SELECT checksum FROM schema_migrations WHERE version = ?", [version], |row| row.get(0))
        .map_err(failed)?;
    if stored == checksum(migration.sql) {
        return Ok(());
    }
    Err(StoreError::Failed(format!(
        "{}: schema step {} differs from the one that was applied: it was written by a build that was never released; \
         move the file away or start that build",
        path.display(),
        migration.name
    )))
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrate(connection: &mut Connection) -> Result<usize> {
        run(connection, Path::new("test.db"), Timestamp::from_millis(0))
    }

    #[test]
    fn steps_are_taken_once() {
        let mut connection = Connection::open_in_memory().expect("opens");
        assert_eq!(migrate(&mut connection).expect("migrates"), ALL.len());
        assert_eq!(migrate(&mut connection).expect("is up to date"), 0);
    }

    #[test]
    fn a_newer_file_is_refused_with_its_version_and_the_fix() {
        let mut connection = Connection::open_in_memory().expect("opens");
        connection.pragma_update(None, "user_version", 99).expect("sets");
        let error = migrate(&mut connection).expect_err("is newer");
        assert!(
            matches!(&error, StoreError::Newer(text) if text.contains("version 99") && text.contains("[store] url"))
        );
    }

    #[test]
    fn a_changed_step_and_a_foreign_file_are_refused() {
        let mut connection = Connection::open_in_memory().expect("opens");
        migrate(&mut connection).expect("migrates");
        connection.execute("UPDATE schema_migrations SET checksum = 'x' WHERE version = 1", []).expect("changes");
        assert!(migrate(&mut connection).expect_err("differs").to_string().contains("0001_ledger"));

        let mut foreign = Connection::open_in_memory().expect("opens");
        foreign.execute_batch("CREATE TABLE holiday_photos (id)").expect("creates");
        assert!(migrate(&mut foreign).expect_err("is foreign").to_string().contains("another program"));
    }

    #[test]
    fn an_overflow_is_an_error_and_never_a_float() {
        let mut connection = Connection::open_in_memory().expect("opens");
        migrate(&mut connection).expect("migrates");
        connection
            .execute("INSERT INTO consumer_offsets (partition, next_offset) VALUES ('p', ?)", [i64::MAX])
            .expect("inserts");
        for step in ["next_offset + 1", "-next_offset - 10"] {
            let sql = format!("UPDATE consumer_offsets SET next_offset = {step}");
            let error = failed(connection.execute(&sql, []).expect_err("leaves the range"));
            assert!(matches!(error, StoreError::Refused(_)), "{error}");
        }
    }
}

//! The schema's versions, in order. A file that was released is never changed; the next one follows it.
//!
//! A step that only adds is taken while older programs run (expand); one that takes something away names the oldest program
//! that can live with it (contract), and older ones are refused from then on.

use crate::cells::{At, Cells};
use crate::failure::failed;
use crate::{grants, rows, settings};
use domain::{Secret, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection};
use store::StoreError;
use store::error::Result;

/// One step of the schema.
struct Migration {
    name: &'static str,
    sql: &'static str,
    /// The lowest version that a program must know to run on a database that has this step.
    oldest_program: usize,
}

/// Every step; the version of a database is how many of them it has.
const ALL: &[Migration] = &[
    Migration { name: "0001_directory", sql: include_str!("0001_directory.sql"), oldest_program: 1 },
    Migration { name: "0002_ledger", sql: include_str!("0002_ledger.sql"), oldest_program: 2 },
    Migration { name: "0003_isolation", sql: include_str!("0003_isolation.sql"), oldest_program: 3 },
    Migration { name: "0004_partitions", sql: include_str!("0004_partitions.sql"), oldest_program: 4 },
    Migration { name: "0005_watch", sql: include_str!("0005_watch.sql"), oldest_program: 4 },
    Migration { name: "0007_platform_cost", sql: include_str!("0007_platform_cost.sql"), oldest_program: 4 },
];

/// How long a migrator waits for another, and a step for a lock.
const BOUNDS: &str = "SET lock_timeout = '30s'; SET statement_timeout = '1h'; SET timezone = 'UTC'; \
    SET search_path = public";

/// The version this program reads and writes.
#[must_use]
pub fn version() -> usize {
    ALL.len()
}

/// A step that a database has.
struct Taken {
    version: usize,
    name: String,
    checksum: String,
    oldest_program: usize,
}

/// How a database stands to this program.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Standing {
    /// Every step that this program knows is there, and it may run on what else is.
    Ready,
    /// So many steps are to be taken.
    Pending(usize),
}

/// Compares a database's steps with the ones we know.
fn stand(taken: &[Taken], known: usize) -> Result<Standing> {
    for (step, migration) in taken.iter().zip(&ALL[..known]) {
        if step.name != migration.name || step.checksum != checksum(migration.sql) {
            return Err(StoreError::Failed(format!(
                "schema step {} differs from the one that was applied: the database was written by a build that was never \
                 released; point [store] url at another database or start that build",
                migration.name
            )));
        }
    }
    let found = taken.last().map_or(0, |step| step.version);
    let oldest = taken.iter().map(|step| step.oldest_program).max().unwrap_or(0);
    if oldest > known {
        return Err(StoreError::Newer(format!(
            "the database has schema version {found} and takes programs that know version {oldest}, this program knows \
             versions up to {known}: start a newer program, or point [store] url at another database"
        )));
    }
    Ok(if found < known { Standing::Pending(known - found) } else { Standing::Ready })
}

/// Whether this program may run on the database.
///
/// # Errors
/// `Newer`; `Failed` for a database that is to be migrated first, or whose steps are not the ones we know.
pub(crate) async fn accept(connection: &mut PgConnection) -> Result<()> {
    match stand(&taken(connection).await?, ALL.len())? {
        Standing::Ready => Ok(()),
        Standing::Pending(steps) => Err(StoreError::Failed(format!(
            "the database lacks {steps} of this program's schema steps: run `tollkeeper migrate`"
        ))),
    }
}

async fn taken(connection: &mut PgConnection) -> Result<Vec<Taken>> {
    let there = sqlx::query_scalar::<_, bool>("SELECT to_regclass('public.schema_migrations') IS NOT NULL");
    if !there.fetch_one(&mut *connection).await.map_err(failed)? {
        return Ok(Vec::new());
    }
    let query = sqlx::query("SELECT version, name, checksum, oldest_program FROM schema_migrations ORDER BY version");
    rows::all(connection, query, |row| {
        let mut cells = Cells::new(row);
        let number = |value: i32| usize::try_from(value).unwrap_or(0);
        Ok(Taken {
            version: number(cells.plain()?),
            name: cells.plain()?,
            checksum: cells.plain()?,
            oldest_program: number(cells.plain()?),
        })
    })
    .await
}

/// Brings a database to this program's version as its owner, and lets the runtime logins take their roles; answers how
/// many steps were taken. Several may call it at once: one migrates, the others wait.
///
/// # Errors
/// `Newer` for a database of a later version; `Failed`, naming the fix, where the owner lacks a right or a login is missing.
pub async fn migrate(owner: &Secret, logins: &Logins<'_>, now: Timestamp) -> Result<usize> {
    let options = settings::options(owner)?;
    let mut connection = PgConnection::connect_with(&options).await.map_err(failed)?;
    let done = run(&mut connection, logins, now).await;
    // Closing frees the lock, whatever happened.
    let _ = connection.close().await;
    done
}

/// The runtime logins that a migration lets take the roles.
#[derive(Clone, Copy, Debug)]
pub struct Logins<'a> {
    /// The login of questions and the directory.
    pub url: &'a Secret,
    /// The login of the worker's side, where it is another.
    pub worker_url: Option<&'a Secret>,
}

async fn run(connection: &mut PgConnection, logins: &Logins<'_>, now: Timestamp) -> Result<usize> {
    sqlx::raw_sql(BOUNDS).execute(&mut *connection).await.map_err(failed)?;
    sqlx::raw_sql("SELECT pg_advisory_lock(5503, 1)").execute(&mut *connection).await.map_err(|error| {
        if crate::failure::is_locked(&error) {
            return StoreError::Failed("another migration has run for 30 s: wait for it, then run this again".into());
        }
        failed(error)
    })?;
    let found = taken(connection).await?;
    let steps = match stand(&found, ALL.len())? {
        Standing::Ready => 0,
        Standing::Pending(steps) => steps,
    };
    if found.is_empty() {
        refuse_foreign(connection).await?;
    }
    grants::roles(connection).await?;
    for (version, migration) in (1..).zip(ALL).skip(ALL.len() - steps) {
        apply(connection, version, migration, now).await?;
    }
    grants::logins(connection, logins).await?;
    Ok(steps)
}

/// A schema with tables and no version is somebody else's.
async fn refuse_foreign(connection: &mut PgConnection) -> Result<()> {
    let tables = sqlx::query_scalar::<_, i64>(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')",
    );
    if tables.fetch_one(&mut *connection).await.map_err(failed)? == 0 {
        return Ok(());
    }
    Err(StoreError::Failed(
        "the database has tables of another program: make one for Tollkeeper and point [store] url at it".into(),
    ))
}

async fn apply(connection: &mut PgConnection, version: i32, migration: &Migration, now: Timestamp) -> Result<()> {
    let mut transaction = connection.begin().await.map_err(failed)?;
    let versions = "CREATE TABLE IF NOT EXISTS schema_migrations (
        version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL,
        oldest_program integer NOT NULL)";
    for text in [versions, migration.sql] {
        sqlx::raw_sql(text)
            .execute(&mut *transaction)
            .await
            .map_err(|error| grants::of_owner(error, migration.name))?;
    }
    let oldest = i32::try_from(migration.oldest_program).unwrap_or(i32::MAX);
    let query = sqlx::query(
        "INSERT INTO schema_migrations (version, name, checksum, applied_at, oldest_program) VALUES ($1, $2, $3, $4, $5)",
    );
    let query = query.bind(version).bind(migration.name).bind(checksum(migration.sql)).bind(At(now)).bind(oldest);
    rows::change(&mut transaction, query).await?;
    transaction.commit().await.map_err(failed)
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Taken> {
        let step = |(version, migration): (usize, &Migration)| Taken {
            version,
            name: migration.name.into(),
            checksum: checksum(migration.sql),
            oldest_program: migration.oldest_program,
        };
        (1..).zip(ALL).map(step).collect()
    }

    #[test]
    fn a_database_is_ready_pending_newer_or_changed() {
        let known = ALL.len();
        assert_eq!(stand(&all(), known).expect("is ours"), Standing::Ready);
        assert_eq!(stand(&all()[..1], known).expect("is ours"), Standing::Pending(known - 1));
        assert_eq!(stand(&[], known).expect("is empty"), Standing::Pending(known));

        let later = |oldest_program| {
            let step = Taken { version: known + 1, name: "later".into(), checksum: "x".into(), oldest_program };
            all().into_iter().chain([step]).collect::<Vec<_>>()
        };
        assert_eq!(stand(&later(known), known).expect("only adds"), Standing::Ready);
        let error = stand(&later(known + 1), known).expect_err("takes something away");
        assert!(matches!(&error, StoreError::Newer(text) if text.contains("newer program")), "{error}");

        let mut changed = all();
        changed[0].checksum = "x".into();
        let error = stand(&changed, known).expect_err("was changed");
        assert!(error.to_string().contains(ALL[0].name), "{error}");
    }
}

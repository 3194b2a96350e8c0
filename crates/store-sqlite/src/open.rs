//! Opening the file, and the two ways into it: `read` and `write`.

use crate::failure::failed;
use crate::lane::Lane;
use crate::migrations;
use domain::Clock;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::Arc;
use store::StoreError;
use store::error::Result;

/// Pages of write-ahead log after which it is brought into the file: 32 MiB. A batch of many tenants changes over a
/// thousand pages, most of them the same as the batch before; SQLite's default of 1,000 would sync after each.
const CHECKPOINT_PAGES: u32 = 8_192;

/// What can be set; the defaults suit a small machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Connections that read, each with a thread.
    pub readers: usize,
    /// Jobs that may wait for the writer, and as many for the readers, before a caller waits itself.
    pub queue: usize,
    /// Memory of the writer's page cache, in KiB.
    pub writer_cache_kib: u32,
    /// Memory of each reader's page cache, in KiB.
    pub reader_cache_kib: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { readers: 2, queue: 256, writer_cache_kib: 4 * 1024, reader_cache_kib: 1024 }
    }
}

/// The store in one SQLite file. Cheap to share behind an `Arc`; dropping it ends its threads after queued work.
pub struct SqliteStore {
    readers: Lane,
    writer: Lane,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// `Newer` for a file of a later version; `Failed` with path and fix where the file cannot be used.
    pub fn open(path: impl AsRef<Path>, clock: Arc<dyn Clock>) -> Result<Self> {
        Self::open_with(path, clock, Settings::default())
    }

    /// The same with settings.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_with(path: impl AsRef<Path>, clock: Arc<dyn Clock>, settings: Settings) -> Result<Self> {
        let path = path.as_ref();
        let mut writer = connect(path, settings.writer_cache_kib, true)?;
        migrations::run(&mut writer, path, clock.now())?;
        // One process has the file at a time, so whoever held a job is gone.
        writer.execute("UPDATE jobs SET owner = NULL, held_until = NULL", []).map_err(failed)?;
        let readers = (0..settings.readers.max(1))
            .map(|_| connect(path, settings.reader_cache_kib, false))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            readers: Lane::start("readers", readers, settings.queue.max(1))?,
            writer: Lane::start("writer", vec![writer], settings.queue.max(1))?,
        })
    }

    /// Runs `work` in one read transaction, so that all it reads is of one moment.
    pub(crate) async fn read<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.readers
            .run(move |connection| {
                let transaction = connection.transaction().map_err(failed)?;
                work(&transaction)
            })
            .await
    }

    /// Runs `work` in one write transaction: commits when it succeeds, changes nothing when it fails.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.writer
            .run(move |connection| {
                let transaction =
                    connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
                let outcome = work(&transaction)?;
                transaction.commit().map_err(failed)?;
                Ok(outcome)
            })
            .await
    }
}

fn connect(path: &Path, cache_kib: u32, writes: bool) -> Result<Connection> {
    let unusable = |error: rusqlite::Error| match failed(error) {
        StoreError::Failed(text) => StoreError::Failed(format!(
            "{}: {text}; check that the folder exists, is writable and that the file is a Tollkeeper database",
            path.display()
        )),
        other => other,
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(unusable)?;
    connection.set_prepared_statement_cache_capacity(64);
    // NORMAL loses no row: a commit that a power cut takes back takes its offset back too (same transaction), and the
    // consumer reads those events from the journal again.
    connection
        .execute_batch(&format!(
            "PRAGMA busy_timeout = 10000;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             PRAGMA foreign_keys = ON;
             PRAGMA mmap_size = 0;
             PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
             PRAGMA trusted_schema = OFF;
             PRAGMA cache_size = -{cache_kib};
             PRAGMA query_only = {};",
            if writes { "OFF" } else { "ON" }
        ))
        .map_err(unusable)?;
    Ok(connection)
}

//! Stores in folders of their own, and a look at all of their tables.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use store::contract::{Looked, Opened};
use store_sqlite::SqliteStore;
use test_support::{FakeClock, at};

/// The tables that follow from the log, with their columns; when a dead letter was filed does not.
const TABLES: &[(&str, &str)] = &[
    ("tenants", "*"),
    ("usage_metrics", "*"),
    ("usage_rollup_quarter", "*"),
    ("analytics_daily", "*"),
    ("analytics_weekly", "*"),
    ("analytics_monthly", "*"),
    ("provider_performance", "*"),
    ("dirty_hours", "*"),
    ("consumer_offsets", "partition, next_offset"),
    ("dead_letters", "partition, log_offset, reason, field, tenant_id, event_id, known"),
];

/// Opens the store in a file.
pub fn open(path: &Path) -> SqliteStore {
    let clock = FakeClock::at(at("2026-11-23T12:00:00Z"));
    SqliteStore::open(path, Arc::new(clock)).expect("opens")
}

/// Every row of every table that replay must give again.
pub fn dump(path: &Path) -> String {
    let connection = Connection::open(path).expect("opens");
    let mut text = String::new();
    for (table, columns) in TABLES {
        writeln!(text, "# {table}").expect("writes");
        let mut statement = connection.prepare(&format!("SELECT {columns} FROM {table}")).expect("a table");
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("reads");
        let mut lines = Vec::new();
        while let Some(row) = rows.next().expect("reads") {
            let mut line = String::new();
            for at in 0..width {
                match row.get_ref(at).expect("a column") {
                    ValueRef::Null => line.push('-'),
                    ValueRef::Integer(value) => write!(line, "{value}").expect("writes"),
                    ValueRef::Real(value) => panic!("a float in {table}: {value}"),
                    ValueRef::Text(text) => line.push_str(std::str::from_utf8(text).expect("UTF-8")),
                    ValueRef::Blob(bytes) => bytes.iter().for_each(|byte| write!(line, "{byte:02x}").expect("writes")),
                }
                line.push('|');
            }
            lines.push(line);
        }
        lines.sort();
        text.push_str(&lines.join("\n"));
        text.push('\n');
    }
    text
}

/// An empty store in a folder that goes with it.
pub fn fresh() -> Opened {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tollkeeper.db");
    let store = Arc::new(open(&path));
    let look = move || -> Looked {
        let path = path.clone();
        Box::pin(async move { dump(&path) })
    };
    Opened { store, look: Box::new(look), keep: Box::new(folder) }
}

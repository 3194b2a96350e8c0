//! The driver's errors as the store's: what can be tried again, what never will succeed, what is full.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use store::StoreError;

/// Turns a driver error into the store's. The driver's texts name tables and columns, never a value.
pub(crate) fn failed(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(cause, text) => {
            let text = text.clone().unwrap_or_else(|| cause.to_string());
            match cause.code {
                ErrorCode::DiskFull => StoreError::Full(text),
                ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch => {
                    StoreError::Refused(text)
                }
                _ => StoreError::Failed(text),
            }
        }
        rusqlite::Error::QueryReturnedNoRows => StoreError::NotFound("row"),
        _ => StoreError::Failed(error.to_string()),
    }
}

/// Whether an error says that a unique key is taken.
pub(crate) fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(cause, _)
        if matches!(cause.extended_code, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY))
}

/// Whether an error says that the row a foreign key points to is missing.
pub(crate) fn is_orphan(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(cause, _)
        if cause.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn a_full_disk_is_told_from_data_that_is_refused() {
        let connection = Connection::open_in_memory().expect("opens");
        connection.execute_batch("CREATE TABLE t (n INTEGER NOT NULL UNIQUE, b BLOB) STRICT").expect("creates");
        connection.execute_batch("PRAGMA max_page_count = 20").expect("limits");
        let full = connection.execute("INSERT INTO t VALUES (1, zeroblob(1000000))", []).expect_err("has no room");
        assert!(matches!(failed(full), StoreError::Full(_)));
        connection.execute("INSERT INTO t VALUES (1, NULL)", []).expect("has room");
        let taken = connection.execute("INSERT INTO t VALUES (1, NULL)", []).expect_err("is there");
        assert!(is_taken(&taken));
        for bad in ["INSERT INTO t VALUES (NULL, NULL)", "INSERT INTO t VALUES ('canary', NULL)"] {
            let error = failed(connection.execute(bad, []).expect_err("breaks a rule"));
            assert!(matches!(&error, StoreError::Refused(text) if !text.contains("canary")), "{error}");
        }
        let locked = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None);
        assert!(matches!(failed(locked), StoreError::Failed(_)), "worth another try");
    }
}

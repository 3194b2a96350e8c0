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

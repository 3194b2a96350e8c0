//! The driver's errors as the store's: what can be tried again, what never will succeed, what is full.

use sqlx::error::DatabaseError;
use store::StoreError;

/// A sum or value that leaves 64 bits.
const OUT_OF_RANGE: &str = "22003";

/// A statement that took too long, or was cancelled by hand.
const CANCELLED: &str = "57014";

/// A broken check.
const CHECK: &str = "23514";

/// What is said of two transactions that stood in each other's way.
const COLLISION: &str = "another transaction stood in the way; the same again will do";

/// What is said of a row that no partition takes.
const NO_DAY: &str = "a row's day has no partition";

/// Turns a driver error into the store's. Texts of the classes that quote data are left out: what is said names the
/// column or rule.
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(cause) => of_server(&*cause),
        sqlx::Error::RowNotFound => StoreError::NotFound("row"),
        sqlx::Error::PoolTimedOut => StoreError::Unavailable(
            "no connection to PostgreSQL became free in time: it is down, or [store] connections is too small".into(),
        ),
        sqlx::Error::Encode(_) => StoreError::Refused("a value has no form in PostgreSQL".into()),
        sqlx::Error::Io(cause) => StoreError::Unavailable(format!("PostgreSQL cannot be reached: {cause}")),
        sqlx::Error::PoolClosed => StoreError::Unavailable("the connections to PostgreSQL are closed".into()),
        // Names a column and types, never a value.
        sqlx::Error::ColumnDecode { index, .. } => {
            StoreError::Failed(format!("column {index} holds a value that no version writes: the table is damaged"))
        }
        sqlx::Error::Configuration(_) => StoreError::Failed("the PostgreSQL URL cannot be used".into()),
        error => StoreError::Failed(error.to_string()),
    }
}

fn of_server(cause: &dyn DatabaseError) -> StoreError {
    let code = cause.code().unwrap_or_default().into_owned();
    let rule = cause.constraint().map_or(String::new(), |name| format!(" ({name})"));
    match code.get(..2) {
        Some("22") if code == OUT_OF_RANGE => {
            StoreError::Refused("a figure or a sum leaves the range of a column".into())
        }
        Some("22") => StoreError::Refused(format!("a value has no form in its column ({code})")),
        // A deadlock, of which the server ended one side, or a snapshot that was overtaken.
        Some("40") => StoreError::Failed(COLLISION.into()),
        // The code of a check without a name: no partition takes the row.
        Some("23") if code == CHECK && cause.constraint().is_none() => StoreError::Failed(NO_DAY.into()),
        Some("23") => StoreError::Refused(format!("a row breaks a rule of the schema{rule} ({code})")),
        // The server starts, stops, recovers, or has no connection left.
        Some("08" | "57") if code != CANCELLED => StoreError::Unavailable(format!("{} ({code})", cause.message())),
        Some("53") if code == "53300" => StoreError::Unavailable("PostgreSQL has no connection left".into()),
        Some("53") if code == "53100" => StoreError::Full("PostgreSQL has no room on its disk".into()),
        Some("42") if code == "42501" => StoreError::Failed(format!(
            "PostgreSQL does not allow it: {}; run `tollkeeper migrate`, which grants what is needed",
            cause.message()
        )),
        _ => StoreError::Failed(format!("{} ({code})", cause.message())),
    }
}

/// Whether an error says that a unique key is taken.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    code_of(error).is_some_and(|code| code == "23505")
}

/// Whether an error says that the row a foreign key points to is missing.
pub(crate) fn is_orphan(error: &sqlx::Error) -> bool {
    code_of(error).is_some_and(|code| code == "23503")
}

/// Whether a row lies in a day that has no partition.
pub(crate) fn is_without_day(error: &StoreError) -> bool {
    matches!(error, StoreError::Failed(text) if text == NO_DAY)
}

/// Whether two transactions stood in each other's way, so that the same again will do.
pub(crate) fn is_collision(error: &StoreError) -> bool {
    matches!(error, StoreError::Failed(text) if text == COLLISION)
}

/// Whether a lock was not free in time.
pub(crate) fn is_locked(error: &sqlx::Error) -> bool {
    code_of(error).is_some_and(|code| code == "55P03")
}

/// The server's code of an error.
pub(crate) fn code_of(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(DatabaseError::code).map(std::borrow::Cow::into_owned)
}

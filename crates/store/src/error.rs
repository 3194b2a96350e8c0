//! What a store can answer instead of data.

/// Why a store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing by that id, or not in this tenant: the two are never told apart.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// It collides with something that exists.
    #[error("{0}")]
    Conflict(String),
    /// The data itself cannot be stored: a value out of range, or one that breaks a rule of the schema. Trying again
    /// changes nothing; the text names the field, never a caller's text.
    #[error("refused: {0}")]
    Refused(String),
    /// The data was written by a newer version.
    #[error("{0}")]
    Newer(String),
    /// The disk is full or the budget used up.
    #[error("the store's disk is full: {0}")]
    Full(String),
    /// Another batch has moved the offset: this consumer is not the current one.
    #[error("the consumer's offset moved to {found} while {expected} was expected")]
    OffsetMoved {
        /// What the caller thought.
        expected: u64,
        /// What is stored.
        found: u64,
    },
    /// Rows were rated with prices that are no longer the newest.
    #[error("the rows were rated with version {rated_with} of the prices, and {newest} is the newest")]
    Stale {
        /// The version they were rated with.
        rated_with: u64,
        /// The version to rate with.
        newest: u64,
    },
    /// Another consumer has claimed the partition: this one must stop writing to it.
    #[error("another consumer has claimed partition {partition}; this one leaves it")]
    Fenced {
        /// Which.
        partition: String,
    },
    /// The database cannot be reached, or has no connection free: it may be there again in a moment.
    #[error("the store cannot be reached: {0}")]
    Unavailable(String),
    /// The database failed; the text is the driver's and holds no row content.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// What every method of a repository answers.
pub type Result<T> = std::result::Result<T, StoreError>;

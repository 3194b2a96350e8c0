//! Running a query and reading all of its rows, in a bounded time: the server bounds what it does, this bounds the wait for
//! a server that is no longer there.

use crate::failure::failed;
use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{AssertSqlSafe, PgConnection, Postgres};
use std::time::Duration;
use store::error::Result;

/// A statement with what is bound to it.
pub(crate) type Query<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

/// How long an answer is waited for: longer than the server may work on any statement.
pub(crate) const PATIENCE: Duration = Duration::from_secs(150);

/// How long the server may work on one statement at the most.
pub(crate) const LONGEST: Duration = Duration::from_secs(140);

/// A statement whose text is put together by this crate, never from a caller's text.
pub(crate) fn sql<'q>(text: String) -> Query<'q> {
    sqlx::query(AssertSqlSafe(text))
}

/// Waits for an answer, but not for good.
pub(crate) async fn bounded<T>(answer: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    let late = || std::io::Error::new(std::io::ErrorKind::TimedOut, "no answer in time");
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or_else(|_| Err(sqlx::Error::Io(late())))
}

/// Every row of a query, read by `read`.
pub(crate) async fn all<T>(
    connection: &mut PgConnection,
    query: Query<'_>,
    read: impl Fn(&PgRow) -> Result<T> + Send,
) -> Result<Vec<T>> {
    let rows = bounded(query.fetch_all(connection)).await.map_err(failed)?;
    rows.iter().map(read).collect()
}

/// Hands every row of a query to `take` as it comes, so that memory does not grow with them.
pub(crate) async fn each(
    connection: &mut PgConnection,
    query: Query<'_>,
    mut take: impl FnMut(&PgRow) -> Result<()> + Send,
) -> Result<()> {
    let mut rows = query.fetch(connection);
    while let Some(row) = bounded(rows.try_next()).await.map_err(failed)? {
        take(&row)?;
    }
    Ok(())
}

/// The first row of a query, if it has one.
pub(crate) async fn first<T>(
    connection: &mut PgConnection,
    query: Query<'_>,
    read: impl Fn(&PgRow) -> Result<T> + Send,
) -> Result<Option<T>> {
    bounded(query.fetch_optional(connection)).await.map_err(failed)?.as_ref().map(read).transpose()
}

/// The one row of a query, for a caller who looks at its error.
pub(crate) async fn one(connection: &mut PgConnection, query: Query<'_>) -> sqlx::Result<PgRow> {
    bounded(query.fetch_one(connection)).await
}

/// Changes rows; answers how many.
pub(crate) async fn change(connection: &mut PgConnection, query: Query<'_>) -> Result<u64> {
    run(connection, query).await.map_err(failed)
}

/// The same for a caller who looks at its error.
pub(crate) async fn run(connection: &mut PgConnection, query: Query<'_>) -> sqlx::Result<u64> {
    Ok(bounded(query.execute(connection)).await?.rows_affected())
}

//! Running a query and reading all of its rows.

use crate::failure::failed;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{AssertSqlSafe, PgConnection, Postgres};
use store::error::Result;

/// A statement with what is bound to it.
pub(crate) type Query<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

/// A statement whose text is put together by this crate, never from a caller's text.
pub(crate) fn sql<'q>(text: String) -> Query<'q> {
    sqlx::query(AssertSqlSafe(text))
}

/// Every row of a query, read by `read`.
pub(crate) async fn all<T>(
    connection: &mut PgConnection,
    query: Query<'_>,
    read: impl Fn(&PgRow) -> Result<T> + Send,
) -> Result<Vec<T>> {
    let rows = query.fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(read).collect()
}

/// The first row of a query, if it has one.
pub(crate) async fn first<T>(
    connection: &mut PgConnection,
    query: Query<'_>,
    read: impl Fn(&PgRow) -> Result<T> + Send,
) -> Result<Option<T>> {
    query.fetch_optional(connection).await.map_err(failed)?.as_ref().map(read).transpose()
}

/// Changes rows; answers how many.
pub(crate) async fn change(connection: &mut PgConnection, query: Query<'_>) -> Result<u64> {
    Ok(query.execute(connection).await.map_err(failed)?.rows_affected())
}

//! One transaction under one role. What was not committed is rolled back, also when its future is dropped in the middle
//! of a statement, and nothing is ever set outside a transaction: so a connection goes back to its pool as it came.

use crate::failure::failed;
use crate::rows::bounded;
use domain::TenantId;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres};
use std::ops::{Deref, DerefMut};
use std::time::Duration;
use store::StoreError;
use store::error::Result;

/// How long a rollback may take before its connection is given up.
const ROLLBACK: Duration = Duration::from_secs(30);

/// On whose behalf a transaction runs; each is a role in the database, with policies of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// One tenant: its own rows.
    Api(TenantId),
    /// The worker: every tenant's rows, in the ledger's tables; who the tenants are, and which of them have alert
    /// rules or exports.
    Worker,
    /// The operator: every row, in the directory's tables only.
    Operator,
}

/// What a transaction sees and may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Reads, all of one moment.
    Read,
    /// Writes; each statement sees what was committed before it.
    Write,
}

impl Role {
    /// The role's name in the database.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Api(_) => "tollkeeper_api",
            Self::Worker => "tollkeeper_worker",
            Self::Operator => "tollkeeper_operator",
        }
    }

    /// The statements that begin a transaction of this role: sent as one message, so that they cost one round trip.
    fn begin(self, mode: Mode) -> String {
        let begin = match mode {
            Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Mode::Write => "BEGIN",
        };
        let role = format!("{begin}; SET LOCAL ROLE {}", self.name());
        match self {
            // An id has only hexadecimal digits and dashes.
            Self::Api(tenant) => format!("{role}; SELECT set_config('app.current_tenant_id', '{tenant}', true)"),
            Self::Worker | Self::Operator => role,
        }
    }
}

/// An open transaction.
pub(crate) struct Session {
    connection: Option<PoolConnection<Postgres>>,
}

impl Session {
    /// Begins one; `and` are further statements to send along, such as a lock.
    pub(crate) async fn begin(pool: &PgPool, role: Role, mode: Mode, and: &str) -> Result<Self> {
        let connection = pool.acquire().await.map_err(failed)?;
        // From here on a drop rolls back, also while the first statement is on its way.
        let mut session = Self { connection: Some(connection) };
        let text = format!("{}{and}", role.begin(mode));
        bounded(sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut *session)).await.map_err(failed)?;
        Ok(session)
    }

    /// Makes it last.
    pub(crate) async fn commit(mut self) -> Result<()> {
        bounded(sqlx::raw_sql("COMMIT").execute(&mut *self)).await.map_err(failed)?;
        self.connection = None;
        Ok(())
    }

    /// Undoes it, before whatever comes next.
    pub(crate) async fn rollback(mut self) {
        if let Some(connection) = self.connection.take() {
            undo(connection).await;
        }
    }
}

impl Deref for Session {
    type Target = PgConnection;
    #[allow(clippy::expect_used, reason = "only commit and drop take the connection, and both consume the session")]
    fn deref(&self) -> &PgConnection {
        self.connection.as_deref().expect("is open until it is consumed")
    }
}

impl DerefMut for Session {
    #[allow(clippy::expect_used, reason = "only commit and drop take the connection, and both consume the session")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.connection.as_deref_mut().expect("is open until it is consumed")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        match tokio::runtime::Handle::try_current() {
            // The connection keeps its place in the pool until the statement it was left in has ended.
            Ok(runtime) => drop(runtime.spawn(undo(connection))),
            Err(_) => connection.close_on_drop(),
        }
    }
}

/// Rolls back; a connection that does not manage that is closed.
async fn undo(mut connection: PoolConnection<Postgres>) {
    let rolled_back = tokio::time::timeout(ROLLBACK, sqlx::raw_sql("ROLLBACK").execute(&mut *connection)).await;
    if !matches!(rolled_back, Ok(Ok(_))) {
        connection.close_on_drop();
    }
}

/// What to say where a process has no right to work on many tenants.
pub(crate) fn no_worker() -> StoreError {
    StoreError::Failed(
        "this process was not opened for the worker's side: give [store] url a login that is a member of \
         tollkeeper_worker, or set [store] worker_url"
            .into(),
    )
}

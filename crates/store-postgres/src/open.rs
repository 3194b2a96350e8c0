//! Opening the store: pools, checks, and the ways in, one a role.

use crate::check::check;
use crate::replica::Replica;
use crate::rows::LONGEST;
use crate::session::{Mode, Role, Session, no_worker};
use crate::settings::{self, Settings};
use domain::{Secret, TenantId};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use store::TenantScope;
use store::error::Result;

/// How long a transaction may stand open without doing anything before the server ends it.
const IDLE: Duration = Duration::from_secs(60);

/// The store on PostgreSQL. Cheap to share behind an `Arc`.
pub struct PgStore {
    api: PgPool,
    worker: Option<PgPool>,
    replica: Option<Replica>,
    /// What was seen in the database and never goes away, or is seen again when it did.
    pub(crate) seen: Seen,
}

/// What need not be asked again.
#[derive(Default)]
pub(crate) struct Seen {
    /// Tenants that exist; none is ever removed.
    tenants: RwLock<HashSet<TenantId>>,
    /// Days since 1970 whose partition was there.
    days: RwLock<HashSet<i64>>,
}

/// So many are remembered; beyond that, all are asked for again.
const MOST_SEEN: usize = 1_000_000;

impl Seen {
    /// Those of `tenants` that were not seen.
    pub(crate) fn new_tenants(&self, tenants: impl Iterator<Item = TenantId>) -> Vec<TenantId> {
        let known = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.filter(|tenant| !known.contains(tenant)).collect()
    }

    /// Remembers tenants.
    pub(crate) fn add_tenants(&self, tenants: &[TenantId]) {
        let mut known = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() + tenants.len() > MOST_SEEN {
            known.clear();
        }
        known.extend(tenants);
    }

    /// Those of `days` that were not seen.
    pub(crate) fn new_days(&self, days: impl Iterator<Item = i64>) -> Vec<i64> {
        let known = self.days.read().unwrap_or_else(PoisonError::into_inner);
        days.filter(|day| !known.contains(day)).collect()
    }

    /// Remembers days.
    pub(crate) fn add_days(&self, days: &[i64]) {
        self.days.write().unwrap_or_else(PoisonError::into_inner).extend(days);
    }

    /// Forgets every day, because one was gone.
    pub(crate) fn forget_days(&self) {
        self.days.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl PgStore {
    /// Looks at the databases as `check` does, and takes the settings where all is right.
    ///
    /// # Errors
    /// `Newer` for a database that a later program migrated; `Failed`, naming the fix, for whatever else is not right. A
    /// replica that is not there is no reason: the primary answers.
    pub async fn open(settings: Settings) -> Result<Self> {
        let found = check(&settings).await;
        if let Some(finding) = found.into_iter().find(|finding| finding.key != "replica_url") {
            return Err(finding.into());
        }
        Self::unchecked(settings)
    }

    /// Takes the settings without asking anybody, for a process that must start while its database is down. Whoever calls
    /// this lets [`check`] say that all is right before anything is read or written.
    ///
    /// # Errors
    /// `Failed` for a URL that cannot be used.
    pub fn unchecked(settings: Settings) -> Result<Self> {
        let questions = |url| pool(&settings, url, settings.connections, settings.question_timeout);
        let worker = match settings.worker {
            true => Some(pool(&settings, settings.worker_login(), settings.worker_connections, settings.work_timeout)?),
            false => None,
        };
        let replica = settings.replica_url.as_ref().map(questions).transpose()?.map(Replica::new);
        Ok(Self { api: questions(&settings.url)?, worker, replica, seen: Seen::default() })
    }

    /// Whether the database answers now.
    ///
    /// # Errors
    /// `Failed` where it does not.
    pub async fn ping(&self) -> Result<()> {
        Session::begin(&self.api, Role::Operator, Mode::Read, "").await?.commit().await
    }

    /// Closes every connection, once what runs on them has ended.
    pub async fn close(&self) {
        self.api.close().await;
        if let Some(worker) = &self.worker {
            worker.close().await;
        }
        if let Some(replica) = &self.replica {
            replica.pool.close().await;
        }
    }

    /// Reads what is a tenant's.
    pub(crate) async fn read(&self, scope: TenantScope) -> Result<Session> {
        Session::begin(&self.api, Role::Api(scope.tenant_id()), Mode::Read, "").await
    }

    /// Reads a tenant's figures, from the replica where there is one.
    pub(crate) async fn figures(&self, scope: TenantScope) -> Result<Session> {
        let role = Role::Api(scope.tenant_id());
        if let Some(replica) = &self.replica
            && let Some(session) = replica.begin(role).await
        {
            return Ok(session);
        }
        Session::begin(&self.api, role, Mode::Read, "").await
    }

    /// Changes what is a tenant's.
    pub(crate) async fn write(&self, tenant: TenantId) -> Result<Session> {
        Session::begin(&self.api, Role::Api(tenant), Mode::Write, "").await
    }

    /// The same for a change of everything that a tenant has, whose statements take longer.
    pub(crate) async fn write_all(&self, tenant: TenantId) -> Result<Session> {
        Session::begin(
            &self.api,
            Role::Api(tenant),
            Mode::Write,
            &format!("; SET LOCAL statement_timeout = '{}s'", LONGEST.as_secs()),
        )
        .await
    }

    /// Reads or changes the directory.
    pub(crate) async fn operator(&self, mode: Mode) -> Result<Session> {
        Session::begin(&self.api, Role::Operator, mode, "").await
    }

    /// Begins a transaction over the rows of many tenants. Only the ledger's side calls it: see `ledger/`, where the one
    /// caller is.
    pub(crate) async fn worker(&self, _proof: &crate::ledger::Side, mode: Mode, and: &str) -> Result<Session> {
        let pool = self.worker.as_ref().ok_or_else(no_worker)?;
        Session::begin(pool, Role::Worker, mode, and).await
    }
}

/// A pool that connects when it is first asked.
fn pool(settings: &Settings, url: &Secret, connections: u32, statement: Duration) -> Result<PgPool> {
    let options = with_bounds(settings::options(url)?, settings, statement);
    Ok(PgPoolOptions::new()
        .max_connections(connections.max(1))
        .acquire_timeout(settings.acquire_timeout)
        .connect_lazy_with(options))
}

/// Every wait on the server's side has a bound.
fn with_bounds(options: PgConnectOptions, settings: &Settings, statement: Duration) -> PgConnectOptions {
    let millis = |span: Duration| span.as_millis().to_string();
    options.options([
        ("statement_timeout", millis(statement.min(LONGEST))),
        ("lock_timeout", millis(settings.lock_timeout)),
        ("idle_in_transaction_session_timeout", millis(IDLE)),
        ("timezone", "UTC".to_owned()),
        ("search_path", "public".to_owned()),
        // Statements here run for milliseconds; compiling one takes longer than it could save.
        ("jit", "off".to_owned()),
    ])
}

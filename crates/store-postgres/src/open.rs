//! Opening the store: pools, checks, and the ways in, one a role.

use crate::session::{Mode, Role, Session, no_worker};
use crate::settings::{self, Settings};
use crate::startup;
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
    /// Whether the worker's pool has a login of its own.
    worker_login: bool,
    replica: Option<crate::replica::Replica>,
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
    /// Connects, and checks that the login is one that isolation holds against and that the schema is this program's.
    ///
    /// # Errors
    /// `Newer` for a database that a later program migrated; `Failed`, naming the fix, for whatever else is not right.
    pub async fn open(settings: Settings) -> Result<Self> {
        let store = Self::lazy(settings)?;
        store.verify().await?;
        Ok(store)
    }

    /// Whether the database is there, and the logins and the schema are as they must be.
    ///
    /// # Errors
    /// `Unavailable` where it cannot be reached now; else as [`PgStore::open`].
    pub async fn verify(&self) -> Result<()> {
        let own_worker = self.worker.as_ref().filter(|_| self.worker_login);
        let need = startup::Need { worker: self.worker.is_some() && own_worker.is_none() };
        startup::check(&self.api, need).await?;
        if let Some(worker) = own_worker {
            startup::check(worker, startup::Need { worker: true }).await?;
        }
        Ok(())
    }

    /// Gets ready to connect when it is first asked.
    ///
    /// # Errors
    /// `Failed` for an address that cannot be read.
    pub fn lazy(settings: Settings) -> Result<Self> {
        let api = pool(&settings, &settings.url, settings.connections, settings.question_timeout)?;
        let worker = if settings.worker {
            let login = settings.worker_login();
            Some(pool(&settings, login, settings.worker_connections, settings.work_timeout)?)
        } else {
            None
        };
        let replica = match &settings.replica_url {
            Some(url) => {
                let pool = pool(&settings, url, settings.connections, settings.question_timeout)?;
                Some(crate::replica::Replica::new(pool))
            }
            None => None,
        };
        let worker_login = settings.worker_url.is_some();
        Ok(Self { api, worker, worker_login, replica, seen: Seen::default() })
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
        ("statement_timeout", millis(statement)),
        ("lock_timeout", millis(settings.lock_timeout)),
        ("idle_in_transaction_session_timeout", millis(IDLE)),
        ("timezone", "UTC".to_owned()),
    ])
}

//! Databases of the tests' own on the real server: made from one migrated template, emptied and used again while the
//! process runs. What is left over is dropped by the next process, for a test program has no end of its own.

use domain::Secret;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use store::contract::{Looked, Opened};
use store_postgres::{Logins, PgStore, Settings, migrate};
use test_support::at;
use tokio::sync::OnceCell;

/// What the names of all of them begin with; the number of the test's process follows.
const PREFIX: &str = "tollkeeper_test_";

/// The tables that follow from the log, with their columns and who reads them; what tells when a letter was filed or how
/// often a mark was made does not follow from it.
const TABLES: &[(&str, &str, &str)] = &[
    ("tollkeeper_worker", "tenants", "*"),
    ("tollkeeper_worker", "usage_metrics", "*"),
    ("tollkeeper_worker", "usage_rollup_quarter", "*"),
    ("tollkeeper_worker", "analytics_daily", "*"),
    ("tollkeeper_worker", "analytics_weekly", "*"),
    ("tollkeeper_worker", "analytics_monthly", "*"),
    ("tollkeeper_worker", "rollup_pending", "tenant_id, hour"),
    ("tollkeeper_worker", "provider_performance", "*"),
    ("tollkeeper_worker", "dirty_hours", "tenant_id, hour"),
    ("tollkeeper_worker", "consumer_offsets", "partition, next_offset"),
    ("tollkeeper_operator", "dead_letters", "partition, log_offset, reason, field, tenant_id, event_id, known"),
];

fn from_environment(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run `make services`, then load target/services.env into the environment")
    })
}

/// A URL of the environment, with another database in it.
pub fn url(name: &str, database: &str) -> Secret {
    let given = from_environment(name);
    let (start, query) = given.split_once('?').map_or((given.as_str(), None), |(start, query)| (start, Some(query)));
    let (server, _) = start.rsplit_once('/').expect("names a database");
    Secret::new(match query {
        Some(query) => format!("{server}/{database}?{query}"),
        None => format!("{server}/{database}"),
    })
}

/// A connection with a login of the environment.
pub async fn connect(name: &str, database: &str) -> PgConnection {
    let options: PgConnectOptions = url(name, database).expose().parse().expect("is a URL");
    options.connect().await.expect("connects")
}

/// Runs statements.
pub async fn run(connection: &mut PgConnection, text: impl Into<String>) {
    let text = text.into();
    let done = sqlx::raw_sql(AssertSqlSafe(text.clone())).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// The owner's connection to the server, not to one of the tests' databases.
async fn server() -> PgConnection {
    let options: PgConnectOptions = from_environment("POSTGRES_OWNER_URL").parse().expect("is a URL");
    options.connect().await.expect("connects")
}

/// Migrates a database; answers how many steps were taken.
pub async fn migrated(database: &str) -> store::error::Result<usize> {
    let login = url("POSTGRES_URL", database);
    let logins = Logins { url: &login, worker_url: None };
    migrate(&url("POSTGRES_OWNER_URL", database), &logins, at("2026-11-23T12:00:00Z")).await
}

/// The settings for a database, with the runtime login.
pub fn settings(database: &str) -> Settings {
    Settings::new(url("POSTGRES_URL", database))
}

/// A database.
pub struct Database {
    pub name: String,
    /// Whether it is emptied and used again, or dropped.
    keep: bool,
}

/// Those that are free to be used again.
static FREE: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Empties every table, also those whose rows nobody may delete: the owner steps out of row-level security for that.
const EMPTY: &str = "DO $$
    DECLARE
        name text;
    BEGIN
        FOREACH name IN ARRAY ARRAY[
            'usage_metrics', 'usage_rollup_quarter', 'analytics_daily', 'analytics_weekly', 'analytics_monthly',
            'rollup_pending', 'provider_performance', 'dirty_hours', 'dead_letters', 'consumer_offsets', 'ledger_marks',
            'jobs', 'audit_log', 'usage_alert_history', 'usage_alerts', 'platform_costs', 'users', 'sessions', 'api_keys',
            'provider_cost_configs', 'providers', 'tenants'
        ] LOOP
            IF (SELECT relforcerowsecurity FROM pg_class WHERE oid = name::regclass) THEN
                EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
                EXECUTE format('DELETE FROM %I', name);
                EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
            ELSE
                EXECUTE format('DELETE FROM %I', name);
            END IF;
        END LOOP;
        ALTER TABLE provider_cost_configs ALTER COLUMN id RESTART;
    END $$";

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// An empty one.
    pub async fn empty() -> Self {
        Self::make("").await
    }

    /// A migrated one without any row.
    pub async fn fresh() -> Self {
        let free = FREE.lock().expect("is whole").pop();
        if let Some(name) = free {
            return Self { name, keep: true };
        }
        let mut made = Self::copy().await;
        made.keep = true;
        made
    }

    /// A migrated one that is dropped afterwards, for tests that change more than rows.
    pub async fn copy() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(|| async {
            drop_abandoned().await;
            // It stays until the process ends, and is dropped as abandoned by the next.
            let made = Self::empty().await;
            migrated(&made.name).await.expect("migrates");
            let name = made.name.clone();
            std::mem::forget(made);
            name
        });
        let template = template.await;
        Self::make(&format!("TEMPLATE {template}")).await
    }

    async fn make(options: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}_{number}", std::process::id());
        let mut server = server().await;
        run(&mut server, format!("CREATE DATABASE {name} {options}")).await;
        server.close().await.expect("closes");
        Self { name, keep: false }
    }

    /// The store on it.
    pub async fn open(&self) -> PgStore {
        PgStore::open(settings(&self.name)).await.expect("opens")
    }

    /// The store on it, as the contract suite takes it.
    pub async fn opened(self) -> Opened {
        let store = Arc::new(self.open().await);
        let options: PgConnectOptions = url("POSTGRES_URL", &self.name).expose().parse().expect("is a URL");
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options);
        let looking = pool.clone();
        let look = move || -> Looked {
            let pool = looking.clone();
            Box::pin(async move { dump(&pool).await })
        };
        let keep = Held { store: store.clone(), pool, _database: self };
        Opened { store, look: Box::new(look), keep: Box::new(keep) }
    }
}

/// A store and the database it is on; closed before the database goes.
struct Held {
    store: Arc<PgStore>,
    pool: PgPool,
    _database: Database,
}

impl Drop for Held {
    fn drop(&mut self) {
        let (store, pool) = (self.store.clone(), self.pool.clone());
        in_thread(async move {
            store.close().await;
            pool.close().await;
        });
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name.clone();
        // What a failing test leaves may be anything.
        let keep = self.keep && !std::thread::panicking();
        in_thread(async move {
            if keep {
                let mut owner = connect("POSTGRES_OWNER_URL", &name).await;
                run(&mut owner, EMPTY).await;
                FREE.lock().expect("is whole").push(name);
                return;
            }
            let mut server = server().await;
            // Connections that were just closed may still be on their way out.
            for _ in 0..50 {
                let text = format!("DROP DATABASE IF EXISTS {name}");
                if sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut server).await.is_ok() {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        });
    }
}

/// Runs to the end outside the test's runtime, which may be the one that waits.
fn in_thread(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(work);
    });
    thread.join().expect("ends");
}

/// Drops databases of test processes that are gone.
async fn drop_abandoned() {
    let mut server = server().await;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname::text FROM pg_database WHERE starts_with(datname::text, $1)")
            .bind(PREFIX)
            .fetch_all(&mut server)
            .await
            .expect("lists");
    for name in names {
        let process = name.trim_start_matches(PREFIX).split('_').next().unwrap_or_default();
        if !std::path::Path::new("/proc").join(process).exists() {
            // Another test process may be dropping it at the same moment.
            let _ = sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).execute(&mut server).await;
        }
    }
}

/// Every row of every table that replay must give again.
async fn dump(pool: &PgPool) -> String {
    let mut text = String::new();
    for (role, table, columns) in TABLES {
        let mut transaction = pool.begin().await.expect("begins");
        run(&mut transaction, format!("SET LOCAL ROLE {role}")).await;
        let query = format!("SELECT t::text FROM (SELECT {columns} FROM {table}) t ORDER BY 1");
        let lines: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&mut *transaction).await.expect("reads");
        transaction.commit().await.expect("ends");
        text.push_str(&format!("# {table}\n{}\n", lines.join("\n")));
    }
    text
}

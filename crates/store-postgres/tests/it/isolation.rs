//! Isolation as the database keeps it: wrong SQL under the production roles shows and changes nothing of another tenant; and
//! the same check fails once a policy is gone.

use crate::databases::{Database, connect, run, url};
use crate::planted::plant;
use domain::TenantId;
use sqlx::error::DatabaseError;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store_postgres::{Logins, PgStore, Settings, migrate};
use test_support::{at, tenant};

/// The tenant whose rows are there to be found, and the one who looks for them.
const OWNER: u64 = 1;
const THIEF: u64 = 2;

/// What a tenant may read: the tables with the column that says whose a row is.
const READABLE: [(&str, &str); 15] = [
    ("usage_metrics", "tenant_id"),
    ("usage_rollup_quarter", "tenant_id"),
    ("analytics_daily", "tenant_id"),
    ("analytics_weekly", "tenant_id"),
    ("analytics_monthly", "tenant_id"),
    ("rollup_pending", "tenant_id"),
    ("provider_performance", "tenant_id"),
    ("dirty_hours", "tenant_id"),
    ("dead_letters", "tenant_id"),
    ("users", "tenant_id"),
    ("api_keys", "tenant_id"),
    ("usage_alerts", "tenant_id"),
    ("usage_alert_history", "tenant_id"),
    ("platform_costs", "tenant_id"),
    ("tenants", "id"),
];

/// What no tenant may read at all.
const CLOSED: [&str; 7] =
    ["provider_cost_configs", "providers", "sessions", "audit_log", "jobs", "consumer_offsets", "ledger_marks"];

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(DatabaseError::code).unwrap_or_default().into_owned()
}

/// What came of a statement that is rolled back: how many rows it gave or changed, or the code of its error.
async fn outcome(connection: &mut PgConnection, begin: &str, text: &str) -> Result<u64, String> {
    run(connection, format!("BEGIN; {begin}")).await;
    let done = sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut *connection).await;
    run(connection, "ROLLBACK").await;
    done.map(|done| done.rows_affected()).map_err(|error| code(&error))
}

/// A transaction's beginning as production begins it, with `bound` as the tenant's id.
fn api(bound: &str) -> String {
    format!("SET LOCAL ROLE tollkeeper_api; SELECT set_config('app.current_tenant_id', '{bound}', true)")
}

const UNBOUND: &str = "SET LOCAL ROLE tollkeeper_api";

/// What showed or changed something of another tenant, or hid what is one's own.
async fn leaks(connection: &mut PgConnection) -> Vec<String> {
    let (owner, thief) = (tenant(OWNER), tenant(THIEF));
    let mut found = Vec::new();
    let mut expect = |held: bool, what: String| {
        if !held {
            found.push(what);
        }
    };
    for (table, whose) in READABLE {
        let all = format!("SELECT FROM {table}");
        expect(outcome(connection, UNBOUND, &all).await == Ok(0), format!("{table}: nothing bound"));
        expect(outcome(connection, &api(""), &all).await == Ok(0), format!("{table}: '' bound"));
        let bound = api(&thief.to_string());
        let foreign = format!("SELECT FROM {table} WHERE {whose} IS DISTINCT FROM '{thief}'");
        expect(outcome(connection, &bound, &foreign).await == Ok(0), format!("{table}: read without a tenant"));
        let named = format!("SELECT FROM {table} WHERE {whose} = '{owner}'");
        expect(outcome(connection, &bound, &named).await == Ok(0), format!("{table}: read by a guessed tenant"));
        let own = outcome(connection, &api(&owner.to_string()), &all).await;
        expect(own.as_ref().is_ok_and(|rows| *rows > 0), format!("{table}: one's own rows are hidden"));

        // What a tenant may not do fails, or finds nothing; giving a row of one's own away must fail.
        let nothing = |outcome: Result<u64, String>| outcome.is_err() || outcome == Ok(0);
        let deleted = outcome(connection, &bound, &format!("DELETE FROM {table} WHERE {whose} = '{owner}'")).await;
        expect(nothing(deleted), format!("{table}: deleted"));
        let taken = format!("UPDATE {table} SET {whose} = '{thief}' WHERE {whose} = '{owner}'");
        expect(nothing(outcome(connection, &bound, &taken).await), format!("{table}: taken over"));
        let given = outcome(connection, &bound, &format!("UPDATE {table} SET {whose} = '{owner}'")).await;
        expect(given == Err("42501".to_owned()), format!("{table}: given away"));
        let copied = format!("INSERT INTO {table} SELECT * FROM {table} WHERE {whose} = '{owner}'");
        expect(nothing(outcome(connection, &bound, &copied).await), format!("{table}: copied"));
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_sql_shows_no_tenant_another() {
    let database = Database::fresh().await;
    plant(&database).await;
    let mut login = connect("POSTGRES_URL", &database.name).await;
    assert_eq!(leaks(&mut login).await, Vec::<String>::new());
    login.close().await.expect("closes");
}

/// The negative control: a suite that cannot fail proves nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_fails_once_a_policy_is_gone() {
    let database = Database::copy().await;
    plant(&database).await;
    let mut login = connect("POSTGRES_URL", &database.name).await;
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    assert_eq!(leaks(&mut login).await, Vec::<String>::new());
    for (table, _) in READABLE {
        let about =
            |found: &[String], what: &str| found.iter().any(|leak| leak.starts_with(&format!("{table}: {what}")));
        run(&mut owner, format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")).await;
        let found = leaks(&mut login).await;
        assert!(about(&found, "nothing bound") && about(&found, "read without"), "{table} unguarded: {found:?}");
        run(&mut owner, format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")).await;

        run(&mut owner, format!("CREATE POLICY hole ON {table} TO tollkeeper_api USING (true)")).await;
        let found = leaks(&mut login).await;
        assert!(about(&found, "read without") && about(&found, "read by"), "{table} with a hole: {found:?}");
        run(&mut owner, format!("DROP POLICY hole ON {table}")).await;

        run(&mut owner, format!("ALTER POLICY tenant ON {table} RENAME TO kept")).await;
        assert_eq!(leaks(&mut login).await, Vec::<String>::new(), "a policy's name does not matter");
        run(&mut owner, format!("ALTER POLICY kept ON {table} TO tollkeeper_operator")).await;
        let found = leaks(&mut login).await;
        assert!(about(&found, "one's own"), "{table} without its policy: {found:?}");
        run(
            &mut owner,
            format!("ALTER POLICY kept ON {table} TO tollkeeper_api; ALTER POLICY kept ON {table} RENAME TO tenant"),
        )
        .await;
    }
    assert_eq!(leaks(&mut login).await, Vec::<String>::new());
    login.close().await.expect("closes");
    owner.close().await.expect("closes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_reaches_its_own_tables_only() {
    let database = Database::fresh().await;
    plant(&database).await;
    let mut login = connect("POSTGRES_URL", &database.name).await;
    let denied = Err("42501".to_owned());
    let bound = api(&tenant(OWNER).to_string());
    for table in CLOSED {
        assert_eq!(outcome(&mut login, &bound, &format!("SELECT FROM {table}")).await, denied, "a tenant, {table}");
    }
    // The login itself may do nothing.
    for (table, _) in READABLE {
        assert_eq!(
            outcome(&mut login, "SELECT 1", &format!("SELECT FROM {table}")).await,
            denied,
            "the login, {table}"
        );
    }
    let operator = "SET LOCAL ROLE tollkeeper_operator";
    for (table, _) in &READABLE[..8] {
        let outcome = outcome(&mut login, operator, &format!("SELECT FROM {table}")).await;
        assert_eq!(outcome, denied, "the operator, {table}");
    }
    let worker = "SET LOCAL ROLE tollkeeper_worker";
    for table in ["users", "api_keys", "sessions", "provider_cost_configs", "platform_costs", "audit_log", "jobs"] {
        let outcome = outcome(&mut login, worker, &format!("SELECT FROM {table}")).await;
        assert_eq!(outcome, denied, "the worker, {table}");
    }
    // Of rules the worker sees that there are some, and not what they say.
    for column in ["rule", "name", "state", "value", "memory"] {
        let outcome = outcome(&mut login, worker, &format!("SELECT {column} FROM usage_alerts")).await;
        assert_eq!(outcome, denied, "the worker, {column} of usage_alerts");
    }
    // A day of raw rows is reached through the whole table only: nobody has a right to it.
    let days: Vec<String> = sqlx::query_scalar(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'usage_metrics'::regclass",
    )
    .fetch_all(&mut login)
    .await
    .expect("lists");
    assert!(!days.is_empty());
    for day in days {
        for role in [&bound, worker, operator] {
            let outcome = outcome(&mut login, role, &format!("SELECT FROM {day}")).await;
            assert_eq!(outcome, denied, "{role}, {day}");
        }
    }
    // Only the worker's functions change days, and only where they are swept.
    for role in [&bound, operator] {
        let outcome = outcome(&mut login, role, "SELECT tollkeeper_drop_day(current_date)").await;
        assert_eq!(outcome, denied, "{role}");
    }
    let outcome = outcome(&mut login, worker, "SELECT tollkeeper_drop_day('2026-11-19')").await;
    assert_eq!(outcome, Err("55000".to_owned()), "its rows are not swept");
    login.close().await.expect("closes");
}

/// Also for a table that somebody adds later: whatever has a tenant is guarded, its owner included.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_with_a_tenant_is_guarded() {
    let database = Database::fresh().await;
    plant(&database).await;
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    let with_tenant: Vec<(String, bool, bool, String)> = sqlx::query_as(
        "SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity,
            coalesce((SELECT pg_get_expr(p.polqual, c.oid) FROM pg_policy p
                      WHERE p.polrelid = c.oid AND p.polname = 'tenant'
                        AND p.polroles = ARRAY['tollkeeper_api'::regrole::oid]), '')
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
           AND (c.relname = 'tenants'
                OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'))",
    )
    .fetch_all(&mut owner)
    .await
    .expect("lists");
    assert!(with_tenant.len() > READABLE.len());
    for (table, enabled, forced, policy) in with_tenant {
        assert!(enabled && forced, "{table} has no forced row-level security");
        let column = if table == "tenants" { "id" } else { "tenant_id" };
        let wanted = format!(
            "({column} = ( SELECT (NULLIF(current_setting('app.current_tenant_id'::text, true), ''::text))::uuid AS \"nullif\"))"
        );
        assert_eq!(policy, wanted, "{table}");
    }
    let seen: i64 =
        sqlx::query_scalar("SELECT count(*) FROM usage_metrics").fetch_one(&mut owner).await.expect("reads");
    assert_eq!(seen, 0, "the owner, too, sees no tenant's rows");
    owner.close().await.expect("closes");
}

/// With a login of its own for the worker, the one that answers questions cannot become the worker.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_login_cannot_become_the_worker() {
    let database = Database::copy().await;
    let name = format!("tollkeeper_test_{}_api", std::process::id());
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    run(
        &mut owner,
        format!("DROP ROLE IF EXISTS {name}; CREATE ROLE {name} LOGIN NOINHERIT PASSWORD 'only for this test'"),
    )
    .await;
    let given = url("POSTGRES_URL", &database.name);
    let (_, server) = given.expose().split_once('@').expect("names a login");
    let login = domain::Secret::new(format!("postgres://{name}:only%20for%20this%20test@{server}"));
    let logins = Logins { url: &login, worker_url: Some(&given) };
    migrate(&url("POSTGRES_OWNER_URL", &database.name), &logins, at("2026-11-23T12:00:00Z")).await.expect("migrates");

    let settings = Settings { worker_url: Some(given.clone()), ..Settings::new(login.clone()) };
    let store = PgStore::open(settings).await.expect("opens");
    crate::planted::fill(&store).await;
    store.close().await;

    let mut connection = PgConnection::connect(login.expose()).await.expect("connects");
    assert_eq!(leaks_of_one(&mut connection, tenant(THIEF)).await, Ok(0));
    for text in [
        "SET ROLE tollkeeper_worker",
        "SET LOCAL ROLE tollkeeper_worker",
        "SET SESSION AUTHORIZATION tollkeeper_app",
        "SELECT tollkeeper_make_days(ARRAY[current_date])",
    ] {
        for begin in ["SELECT 1".to_owned(), api(&tenant(THIEF).to_string())] {
            let outcome = outcome(&mut connection, &begin, text).await;
            assert_eq!(outcome, Err("42501".to_owned()), "{begin}; {text}");
        }
    }
    connection.close().await.expect("closes");

    let alone = PgStore::open(Settings::new(login.clone())).await.err().expect("does the worker's work");
    assert!(alone.to_string().contains("GRANT tollkeeper_worker"), "{alone}");
    let questions = PgStore::open(Settings { worker: false, ..Settings::new(login) }).await.expect("opens");
    let refused = store::LedgerRepo::roll_up(&questions, 1).await.expect_err("is not the worker");
    assert!(refused.to_string().contains("worker_url"), "{refused}");
    questions.close().await;
    run(&mut owner, format!("DROP ROLE {name}")).await;
    owner.close().await.expect("closes");
}

/// How many rows of other tenants one sees.
async fn leaks_of_one(connection: &mut PgConnection, thief: TenantId) -> Result<u64, String> {
    let foreign = format!("SELECT FROM usage_metrics WHERE tenant_id <> '{thief}'");
    outcome(connection, &api(&thief.to_string()), &foreign).await
}

/// What was bound goes with its transaction, however that ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_stays_bound_to_a_connection() {
    let database = Database::fresh().await;
    plant(&database).await;
    let mut login = connect("POSTGRES_URL", &database.name).await;
    for end in ["COMMIT", "ROLLBACK"] {
        run(&mut login, format!("BEGIN; {}", api(&tenant(OWNER).to_string()))).await;
        let own = sqlx::raw_sql("SELECT FROM usage_metrics").execute(&mut login).await.expect("reads");
        assert!(own.rows_affected() > 0);
        run(&mut login, end).await;
        let (role, bound): (String, Option<String>) =
            sqlx::query_as("SELECT current_role::text, current_setting('app.current_tenant_id', true)")
                .fetch_one(&mut login)
                .await
                .expect("reads");
        assert_eq!((role == "tollkeeper_api", bound.unwrap_or_default()), (false, String::new()), "{end}");
    }
    login.close().await.expect("closes");
}

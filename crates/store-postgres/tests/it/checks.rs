//! What `check` says of a database that is not right, and that a start is refused for the same reason.

use crate::databases::{Database, connect, run, settings, url};
use domain::Secret;
use sqlx::Connection;
use store::StoreError;
use store_postgres::{Finding, PgStore, Settings, check};

/// The findings' codes.
fn codes(found: &[Finding]) -> Vec<&str> {
    found.iter().map(|finding| finding.code).collect()
}

/// Checks one URL; no finding shows its password.
async fn of(url: &Secret) -> Vec<Finding> {
    let found = check(&Settings::new(url.clone())).await;
    let login = url.expose().split_once("://").and_then(|(_, rest)| rest.split_once('@')).map(|(login, _)| login);
    let password = login.and_then(|login| login.split_once(':')).map(|(_, password)| password);
    for finding in &found {
        assert!(password.is_none_or(|password| !finding.says.contains(password)), "{finding:?}");
    }
    found
}

/// A URL with a part of it replaced.
fn but(url: &Secret, from: &str, to: &str) -> Secret {
    assert!(url.expose().contains(from));
    Secret::new(url.expose().replacen(from, to, 1))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_wrong_url_is_named_with_its_fix() {
    let database = Database::fresh().await;
    let good = url("POSTGRES_URL", &database.name);
    assert_eq!(of(&good).await, []);

    let at = good.expose().find('@').expect("names a login");
    let (login, server) = good.expose().split_at(at);
    let user = login.rsplit_once(':').expect("has a password").0;
    let found = of(&Secret::new(format!("{user}:canary{server}"))).await;
    assert_eq!(codes(&found), ["wrong_password"], "{found:?}");
    assert!(found[0].says.contains("correct it in the URL"), "{found:?}");

    let found = of(&but(&good, &database.name, "no_such_database")).await;
    assert_eq!(codes(&found), ["wrong_database"], "{found:?}");

    // The port of a socket that is bound and does not listen, so nobody else can take it.
    let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = socket.local_addr().expect("has an address").port();
    drop(socket);
    let found = of(&Secret::new(format!("postgres://app:canary@127.0.0.1:{port}/ledger"))).await;
    assert_eq!(codes(&found), ["unreachable"], "{found:?}");
    assert!(found[0].says.contains(&format!("127.0.0.1:{port}")), "{found:?}");

    let found = of(&Secret::new(format!("{}?sslmode=require", good.expose()))).await;
    assert_eq!(codes(&found), ["tls"], "the tests' server has no TLS: {found:?}");

    let found = of(&Secret::new("mysql://app:canary@127.0.0.1/ledger")).await;
    assert_eq!(codes(&found), ["bad_url"], "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_never_answers_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let port = listener.local_addr().expect("has an address").port();
    let settings = Settings {
        acquire_timeout: std::time::Duration::from_millis(200),
        ..Settings::new(Secret::new(format!("postgres://app:canary@127.0.0.1:{port}/ledger")))
    };
    let found = check(&settings).await;
    assert_eq!(codes(&found), ["unreachable"], "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_and_a_login_that_inherits_are_refused() {
    let database = Database::fresh().await;
    let found = of(&url("POSTGRES_OWNER_URL", &database.name)).await;
    assert!(codes(&found).contains(&"owner"), "{found:?}");
    let error =
        PgStore::open(Settings::new(url("POSTGRES_OWNER_URL", &database.name))).await.err().expect("is the owner");
    assert!(error.to_string().contains("owns tables"), "{error}");

    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    let name = format!("tollkeeper_test_{}_inherits", std::process::id());
    run(&mut owner, format!("DROP ROLE IF EXISTS {name}; CREATE ROLE {name} LOGIN INHERIT PASSWORD 'for this test'"))
        .await;
    for role in ["tollkeeper_api", "tollkeeper_operator", "tollkeeper_worker"] {
        run(&mut owner, format!("GRANT {role} TO {name}")).await;
    }
    let good = url("POSTGRES_URL", &database.name);
    let (_, server) = good.expose().split_once('@').expect("names a login");
    let found = of(&Secret::new(format!("postgres://{name}:for%20this%20test@{server}"))).await;
    assert_eq!(codes(&found), ["inherits"], "{found:?}");
    assert!(found[0].says.contains("NOINHERIT"), "{found:?}");
    run(&mut owner, format!("DROP ROLE {name}")).await;
    owner.close().await.expect("closes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schema_that_is_not_this_programs_is_refused() {
    let empty = Database::empty().await;
    let found = of(&url("POSTGRES_URL", &empty.name)).await;
    assert_eq!(found.first().map(|finding| finding.code), Some("pending"), "{found:?}");
    let error = PgStore::open(settings(&empty.name)).await.err().expect("is empty");
    assert!(error.to_string().contains("run `tollkeeper migrate`"), "{error}");

    let database = Database::copy().await;
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    let later = "INSERT INTO schema_migrations (version, name, checksum, applied_at, oldest_program)
        VALUES (99, 'later', 'x', now(), ";
    // A later program added something that this one need not know.
    run(&mut owner, format!("{later} 4)")).await;
    assert_eq!(of(&url("POSTGRES_URL", &database.name)).await, []);
    run(&mut owner, "UPDATE schema_migrations SET oldest_program = 99 WHERE version = 99").await;
    assert_eq!(codes(&of(&url("POSTGRES_URL", &database.name)).await), ["newer"]);
    let error = PgStore::open(settings(&database.name)).await.err().expect("is newer");
    assert!(matches!(&error, StoreError::Newer(text) if text.contains("version 99")), "{error}");
    owner.close().await.expect("closes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_that_is_gone_is_found_and_stops_nothing() {
    let database = Database::fresh().await;
    let gone = Secret::new("postgres://app:canary@127.0.0.1:1/ledger");
    let settings = Settings { replica_url: Some(gone), ..settings(&database.name) };
    let found = check(&settings).await;
    assert_eq!(found.iter().map(|f| (f.key, f.code)).collect::<Vec<_>>(), [("replica_url", "unreachable")]);
    let store = PgStore::open(settings).await.expect("opens");
    crate::planted::fill(&store).await;
    let span = store::UsageRepo::span(&store, store::contract::sample::scope(1)).await.expect("the primary answers");
    assert!(span.is_some());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_answers_for_figures() {
    let (primary, replica) = (Database::fresh().await, Database::fresh().await);
    crate::planted::plant(&replica).await;
    // Two databases, so that it shows who answers.
    let replica_url = Some(url("POSTGRES_URL", &replica.name));
    let store = PgStore::open(Settings { replica_url, ..settings(&primary.name) }).await.expect("opens");
    let span = store::UsageRepo::span(&store, store::contract::sample::scope(1)).await.expect("the replica answers");
    assert!(span.is_some());
    let missing = store::TenantRepo::get(&store, test_support::tenant(1)).await;
    assert!(matches!(missing, Err(StoreError::NotFound(_))), "the directory is the primary's");
    store.close().await;
}

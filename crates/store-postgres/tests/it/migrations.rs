//! Migrations on a real server: once, twice at once, by a program that knows less.

use crate::databases::{Database, connect, migrated, run, url};
use domain::Secret;
use sqlx::Connection;
use store::StoreError;
use store_postgres::{Logins, migrate, migrations};
use test_support::at;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn steps_are_taken_once_however_many_migrate() {
    let database = Database::empty().await;
    let name = &database.name;
    let (one, two, three) = tokio::join!(migrated(name), migrated(name), migrated(name));
    let mut taken = [one, two, three].map(|done| done.expect("migrates"));
    taken.sort_unstable();
    assert_eq!(taken, [0, 0, migrations::version()], "one migrates, the others wait");
    assert_eq!(migrated(name).await.expect("is up to date"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_newer_or_foreign_is_refused() {
    let database = Database::copy().await;
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    let newest = migrations::version();
    let newer = format!("UPDATE schema_migrations SET oldest_program = 99, version = 99 WHERE version = {newest}");
    run(&mut owner, newer).await;
    let error = migrated(&database.name).await.expect_err("is newer");
    assert!(matches!(&error, StoreError::Newer(text) if text.contains("newer program")), "{error}");
    let back = format!("UPDATE schema_migrations SET oldest_program = 4, version = {newest} WHERE version = 99");
    run(&mut owner, back).await;
    assert_eq!(migrated(&database.name).await.expect("is as it was"), 0);
    run(&mut owner, "UPDATE schema_migrations SET checksum = 'x' WHERE version = 1").await;
    let error = migrated(&database.name).await.expect_err("was changed");
    assert!(error.to_string().contains("0001_directory"), "{error}");
    owner.close().await.expect("closes");

    let foreign = Database::empty().await;
    let mut owner = connect("POSTGRES_OWNER_URL", &foreign.name).await;
    run(&mut owner, "CREATE TABLE holiday_photos (id int)").await;
    let error = migrated(&foreign.name).await.expect_err("is another program's");
    assert!(error.to_string().contains("another program"), "{error}");
    owner.close().await.expect("closes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_is_missing_is_named_with_the_sql_to_make_it() {
    let database = Database::empty().await;
    let login = Secret::new("postgres://nobody_here:canary@127.0.0.1/ledger");
    let logins = Logins { url: &login, worker_url: None };
    let owner = url("POSTGRES_OWNER_URL", &database.name);
    let error = migrate(&owner, &logins, at("2026-11-23T12:00:00Z")).await.expect_err("is missing");
    let text = error.to_string();
    assert!(text.contains("CREATE ROLE nobody_here LOGIN NOINHERIT") && !text.contains("canary"), "{text}");
    assert_eq!(migrated(&database.name).await.expect("goes on with one that is there"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runtime_login_cannot_migrate() {
    let database = Database::empty().await;
    let login = url("POSTGRES_URL", &database.name);
    let logins = Logins { url: &login, worker_url: None };
    let error = migrate(&login, &logins, at("2026-11-23T12:00:00Z")).await.expect_err("is not the owner");
    assert!(error.to_string().contains("owner"), "{error}");
}

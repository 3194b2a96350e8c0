//! The roles of the server, and which runtime login may take which.

use crate::failure::failed;
use crate::migrations::Logins;
use crate::{rows, settings};
use domain::Secret;
use sqlx::error::DatabaseError;
use sqlx::{AssertSqlSafe, PgConnection};
use store::StoreError;
use store::error::Result;

/// Makes the roles, where they are missing.
const ROLES: &str = include_str!("migrations/roles.sql");

/// How often a change of the server's catalogue is tried: another database of the same server may be migrated at once.
const TRIES: usize = 5;

/// Makes the group roles.
///
/// # Errors
/// `Failed` with the SQL for a superuser, where the owner may not make roles.
pub(crate) async fn roles(connection: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(ROLES).execute(connection).await.map_err(|error| {
        if code(&error) == "42501" {
            return StoreError::Failed(
                "the owner may not make roles: let a superuser run CREATE ROLE tollkeeper_api NOLOGIN; CREATE ROLE \
                 tollkeeper_worker NOLOGIN; CREATE ROLE tollkeeper_operator NOLOGIN; then migrate again"
                    .into(),
            );
        }
        failed(error)
    })?;
    Ok(())
}

/// Lets the runtime logins take their roles, and connect.
///
/// # Errors
/// `Failed` with the SQL to run, where a login is missing or the owner may not grant.
pub(crate) async fn logins(connection: &mut PgConnection, logins: &Logins<'_>) -> Result<()> {
    let all = ["tollkeeper_api", "tollkeeper_operator", "tollkeeper_worker"];
    let own = if logins.worker_url.is_some() { &all[..2] } else { &all[..] };
    let pairs = [(Some(logins.url), own), (logins.worker_url, &all[..])];
    for (url, roles) in pairs.into_iter().filter_map(|(url, roles)| url.map(|url| (url, roles))) {
        let login = login_of(url)?;
        exists(connection, &login).await?;
        for role in roles {
            grant(connection, role, &login).await?;
        }
    }
    Ok(())
}

fn login_of(url: &Secret) -> Result<String> {
    Ok(settings::options(url)?.get_username().to_owned())
}

async fn exists(connection: &mut PgConnection, login: &str) -> Result<()> {
    let query = sqlx::query("SELECT FROM pg_roles WHERE rolname = $1").bind(login);
    if rows::first(connection, query, |_| Ok(())).await?.is_some() {
        return Ok(());
    }
    Err(StoreError::Failed(format!(
        "the runtime login {login} does not exist: CREATE ROLE {login} LOGIN NOINHERIT PASSWORD '…', then migrate again"
    )))
}

async fn grant(connection: &mut PgConnection, role: &str, login: &str) -> Result<()> {
    let query = sqlx::query("SELECT FROM pg_roles WHERE rolname = $2 AND pg_has_role($1, oid, 'MEMBER')");
    let query = query.bind(login).bind(role);
    if rows::first(connection, query, |_| Ok(())).await?.is_some() {
        return Ok(());
    }
    // From version 16 on a membership says itself whether rights are inherited; before, the login's NOINHERIT does.
    let newer: bool = sqlx::query_scalar("SELECT current_setting('server_version_num')::int >= 160000")
        .fetch_one(&mut *connection)
        .await
        .map_err(failed)?;
    let options = if newer { " WITH INHERIT FALSE, SET TRUE" } else { "" };
    let text = format!("GRANT {role} TO \"{}\"{options}", login.replace('"', "\"\""));
    for _ in 1..TRIES {
        match sqlx::raw_sql(AssertSqlSafe(text.clone())).execute(&mut *connection).await {
            Ok(_) => return Ok(()),
            // "tuple concurrently updated": somebody else grants at the same moment.
            Err(error) if code(&error) == "XX000" || code(&error) == "23505" => {}
            Err(error) if code(&error) == "42501" => {
                return Err(StoreError::Failed(format!("the owner may not grant {role}: let a superuser run {text}")));
            }
            Err(error) => return Err(failed(error)),
        }
    }
    Err(StoreError::Failed(format!("{text} collided with another migration {TRIES} times: migrate again")))
}

/// What to say where a step of the schema is refused.
pub(crate) fn of_owner(error: sqlx::Error, step: &str) -> StoreError {
    if code(&error) == "42501" {
        return StoreError::Failed(format!(
            "schema step {step}: {}: migrate as the owner of the database (ALTER DATABASE … OWNER TO …)",
            failed(error)
        ));
    }
    match failed(error) {
        StoreError::Failed(text) => StoreError::Failed(format!("schema step {step}: {text}")),
        other => other,
    }
}

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(DatabaseError::code).unwrap_or_default().into_owned()
}

//! What must hold before the store is used: the server's version, the login's rights, the schema's version. What was found
//! is read here; what follows from it is decided by pure functions.

use crate::rows;
use sqlx::PgConnection;
use store::StoreError;
use store::error::Result;

/// The oldest server, as `server_version_num` has it.
const OLDEST: i32 = 140_000;

/// What a login is needed for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Need {
    /// To work on the rows of many tenants.
    pub(crate) worker: bool,
}

/// What a login is and may do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Login {
    /// Its name.
    pub(crate) name: String,
    /// `server_version_num`.
    pub(crate) version: i32,
    /// Row-level security does not hold against it.
    pub(crate) superuser: bool,
    /// Nor here.
    pub(crate) bypasses: bool,
    /// It can become the owner of a table of ours.
    pub(crate) owner: bool,
    /// Roles of ours that exist.
    pub(crate) existing: Vec<String>,
    /// Roles of ours that it can take.
    pub(crate) member: Vec<String>,
    /// Roles of ours whose rights it has without taking them.
    pub(crate) inherits: Vec<String>,
}

/// A reason not to start, with its fix. Nothing in it is a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// A word for programs, such as `superuser`.
    pub(crate) code: &'static str,
    /// What is wrong and what to do.
    pub(crate) says: String,
}

/// What is wrong with a login; empty where nothing is.
pub(crate) fn judge(login: &Login, need: Need) -> Vec<Fault> {
    let name = &login.name;
    let mut faults = Vec::new();
    let mut fault = |code, says: String| faults.push(Fault { code, says });
    if login.version < OLDEST {
        let (major, minor) = (login.version / 10_000, login.version % 10_000);
        fault("old_server", format!("the server is PostgreSQL {major}.{minor}: 14 or newer is needed"));
    }
    let runtime = "run as a login made by CREATE ROLE tollkeeper_app LOGIN NOINHERIT PASSWORD '…', and name it to \
                   `tollkeeper migrate`";
    if login.superuser {
        let says =
            format!("the login {name} is a superuser, and row-level security does not hold against it: {runtime}");
        fault("superuser", says);
    } else if login.bypasses {
        fault("bypassrls", format!("the login {name} has BYPASSRLS: ALTER ROLE {name} NOBYPASSRLS, or {runtime}"));
    }
    if login.owner && !login.superuser {
        fault("owner", format!("the login {name} owns tables, or can become who does: {runtime}"));
    }
    if !login.superuser {
        let roles =
            ["tollkeeper_api", "tollkeeper_operator"].into_iter().chain(need.worker.then_some("tollkeeper_worker"));
        for role in roles {
            if !login.existing.iter().any(|found| found == role) {
                fault("no_role", format!("the role {role} does not exist: run `tollkeeper migrate`"));
            } else if !login.member.iter().any(|found| found == role) {
                let says = format!(
                    "the login {name} cannot take the role {role}: run `tollkeeper migrate`, or GRANT {role} TO {name}"
                );
                fault("not_member", says);
            }
        }
        if let Some(role) = login.inherits.first() {
            let how = if login.version >= 160_000 {
                format!("GRANT {role} TO {name} WITH INHERIT FALSE, SET TRUE")
            } else {
                format!("ALTER ROLE {name} NOINHERIT")
            };
            fault("inherits", format!("the login {name} has the rights of {role} without taking the role: {how}"));
        }
    }
    faults
}

/// Reads what a login is.
pub(crate) async fn look(connection: &mut PgConnection) -> Result<Login> {
    let query = sqlx::query(
        "SELECT current_setting('server_version_num')::int, session_user::text, r.rolsuper, r.rolbypassrls,
            EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                      AND c.relname IN ('schema_migrations', 'tenants', 'usage_metrics')
                      AND pg_has_role(session_user, c.relowner, 'MEMBER')),
            ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY ($1)),
            ARRAY(SELECT rolname::text FROM pg_roles
                  WHERE rolname = ANY ($1) AND pg_has_role(session_user, oid, 'MEMBER')),
            ARRAY(SELECT rolname::text FROM pg_roles
                  WHERE rolname = ANY ($1) AND pg_has_role(session_user, oid, 'USAGE'))
         FROM pg_roles r WHERE r.rolname = session_user",
    );
    let roles = ["tollkeeper_api", "tollkeeper_worker", "tollkeeper_operator"];
    let found = rows::first(connection, query.bind(&roles[..]), |row| {
        let mut cells = crate::cells::Cells::new(row);
        Ok(Login {
            version: cells.plain()?,
            name: cells.plain()?,
            superuser: cells.plain()?,
            bypasses: cells.plain()?,
            owner: cells.plain()?,
            existing: cells.plain()?,
            member: cells.plain()?,
            inherits: cells.plain()?,
        })
    })
    .await?;
    found.ok_or_else(|| StoreError::Failed("the login has no row in pg_roles".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Login {
        let roles = ["tollkeeper_api", "tollkeeper_worker", "tollkeeper_operator"].map(str::to_owned).to_vec();
        Login { name: "app".into(), version: 150_018, existing: roles.clone(), member: roles, ..Login::default() }
    }

    #[test]
    fn each_fault_of_a_login_is_named_with_its_fix() {
        let codes = |login: &Login, worker| judge(login, Need { worker }).iter().map(|f| f.code).collect::<Vec<_>>();
        assert_eq!(codes(&good(), true), Vec::<&str>::new());
        assert_eq!(codes(&Login { version: 130_014, ..good() }, true), ["old_server"]);
        assert_eq!(codes(&Login { superuser: true, owner: true, ..good() }, true), ["superuser"]);
        assert_eq!(codes(&Login { bypasses: true, ..good() }, true), ["bypassrls"]);
        assert_eq!(codes(&Login { owner: true, ..good() }, true), ["owner"]);
        let api_only = Login { member: good().member[..1].to_vec(), ..good() };
        assert_eq!(codes(&api_only, true), ["not_member", "not_member"]);
        let no_worker = Login { member: vec!["tollkeeper_api".into(), "tollkeeper_operator".into()], ..good() };
        assert_eq!(codes(&no_worker, false), Vec::<&str>::new(), "who only answers questions need not be the worker");
        assert_eq!(codes(&Login { existing: Vec::new(), member: Vec::new(), ..good() }, false), ["no_role", "no_role"]);
        let inherits = Login { inherits: vec!["tollkeeper_worker".into()], ..good() };
        assert_eq!(codes(&inherits, true), ["inherits"]);
        assert!(judge(&inherits, Need { worker: true })[0].says.contains("ALTER ROLE app NOINHERIT"));
    }
}

//! `tollkeeper key`: makes, lists and revokes API keys.

use super::admin::{Admin, cell, encoded};
use super::table::lay_out;
use crate::cli::KeyCommand;
use anyhow::Result;
use http::Method;
use serde_json::json;

/// Does what was asked. A new key stands alone on its line, so that a script can take it.
///
/// # Errors
/// The server's words.
#[allow(clippy::print_stderr, reason = "words beside the key, which alone stands on standard output")]
pub async fn run(admin: &Admin, command: KeyCommand) -> Result<()> {
    match command {
        KeyCommand::Create { name, tenant, user_id } => {
            let path = format!("/api/v1/admin/tenants/{}/keys", admin.tenant(&tenant).await?);
            let body = json!({"name": name, "user_id": user_id});
            let made = admin.ask(Method::POST, &path, Some(&body)).await?;
            eprintln!("key {} ({}) made; it is shown this once:", cell(&made["name"]), cell(&made["id"]));
            println!("{}", cell(&made["key"]));
        }
        KeyCommand::List { tenant } => {
            let path = format!("/api/v1/admin/tenants/{}/keys", admin.tenant(&tenant).await?);
            let keys = admin.list(&path).await?;
            let row = |key: &serde_json::Value| {
                ["id", "name", "prefix", "user_id", "created_at", "revoked_at"].map(|name| cell(&key[name])).to_vec()
            };
            let rows: Vec<_> = keys.iter().map(row).collect();
            println!("{}", lay_out(&["id", "name", "begins", "user", "created", "revoked"], &rows));
        }
        KeyCommand::Revoke { id, tenant } => {
            let path = format!("/api/v1/admin/tenants/{}/keys/{}", admin.tenant(&tenant).await?, encoded(&id));
            let revoked = admin.ask(Method::DELETE, &path, None).await?;
            println!("key {} revoked at {}", cell(&revoked["name"]), cell(&revoked["revoked_at"]));
        }
    }
    Ok(())
}

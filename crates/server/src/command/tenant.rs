//! `tollkeeper tenant`: makes and lists tenants.

use super::admin::{Admin, cell};
use super::table::lay_out;
use crate::cli::TenantCommand;
use anyhow::Result;
use http::Method;
use serde_json::json;

/// Does what was asked.
///
/// # Errors
/// The server's words.
pub async fn run(admin: &Admin, command: TenantCommand) -> Result<()> {
    match command {
        TenantCommand::Create { name, timezone } => {
            let body = json!({"name": name, "timezone": timezone});
            let made = admin.ask(Method::POST, "/api/v1/admin/tenants", Some(&body)).await?;
            println!("tenant {} made: {}", cell(&made["name"]), cell(&made["id"]));
        }
        TenantCommand::List => {
            let tenants = admin.list("/api/v1/admin/tenants").await?;
            let row = |tenant: &serde_json::Value| {
                ["id", "name", "timezone", "created_at", "closed_at"].map(|key| cell(&tenant[key])).to_vec()
            };
            let rows: Vec<_> = tenants.iter().map(row).collect();
            println!("{}", lay_out(&["id", "name", "timezone", "created", "closed"], &rows));
        }
    }
    Ok(())
}

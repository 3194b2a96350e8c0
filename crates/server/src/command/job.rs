//! `tollkeeper job`: what runs by the clock, and running it now.

use super::admin::{Admin, cell};
use super::table::lay_out;
use crate::cli::JobCommand;
use anyhow::Result;
use http::Method;

/// Does what was asked.
///
/// # Errors
/// The server's words.
pub async fn run(admin: &Admin, command: JobCommand) -> Result<()> {
    match command {
        JobCommand::List => {
            let jobs = admin.list("/api/v1/admin/jobs").await?;
            let columns = ["name", "begun_at", "succeeded_at", "ok", "changed", "held_until", "asked"];
            let rows: Vec<_> = jobs.iter().map(|job| columns.map(|key| cell(&job[key])).to_vec()).collect();
            let heads = ["job", "begun", "last success", "ok", "changed", "held until", "asked for"];
            println!("{}", lay_out(&heads, &rows));
        }
        JobCommand::Run { name } => {
            let path = format!("/api/v1/admin/jobs/{}/run", super::admin::encoded(&name));
            admin.ask(Method::POST, &path, None).await?;
            println!("{name} is due: a worker begins it within seconds; `tollkeeper job list` shows how it went");
        }
    }
    Ok(())
}

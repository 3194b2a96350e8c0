//! The routes of the gateways' configuration.

use crate::cells::Cells;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use rusqlite::params;
use store::error::Result;
use store::routes::{COLUMNS, ConfiguredRoute, RouteRepo};
use store::words::json_of;

#[async_trait]
impl RouteRepo for SqliteStore {
    async fn replace(&self, routes: &[ConfiguredRoute]) -> Result<()> {
        let routes = routes.to_vec();
        self.write(move |transaction| {
            rows::change(transaction, "DELETE FROM routes", [])?;
            let sql = format!("INSERT INTO routes ({COLUMNS}) VALUES (?, ?, ?, ?, ?)");
            for route in &routes {
                let values = params![
                    route.name.as_str(),
                    route.strategy,
                    json_of(&route.candidates)?,
                    route.baseline.as_ref().map(ToString::to_string),
                    route.seen_at.as_millis(),
                ];
                rows::change(transaction, &sql, values)?;
            }
            Ok(())
        })
        .await
    }

    async fn list(&self) -> Result<Vec<ConfiguredRoute>> {
        self.read(|transaction| {
            let sql = format!("SELECT {COLUMNS} FROM routes ORDER BY name");
            rows::all(transaction, &sql, [], |row| store::routes::read(&mut Cells::new(row)))
        })
        .await
    }
}

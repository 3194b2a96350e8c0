//! The routes of the gateways' configuration.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use store::error::Result;
use store::routes::{COLUMNS, ConfiguredRoute, RouteRepo};
use store::words::json_of;

#[async_trait]
impl RouteRepo for PgStore {
    async fn replace(&self, routes: &[ConfiguredRoute]) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        // One gateway after the other: else what two of them insert at once would collide, or stand there together.
        rows::change(&mut session, sqlx::query("LOCK TABLE routes IN EXCLUSIVE MODE")).await?;
        rows::change(&mut session, sqlx::query("DELETE FROM routes")).await?;
        for route in routes {
            let query = sql(format!("INSERT INTO routes ({COLUMNS}) VALUES ($1, $2, $3, $4, $5)"));
            let query = query
                .bind(route.name.as_str())
                .bind(&route.strategy)
                .bind(json_of(&route.candidates)?)
                .bind(route.baseline.as_ref().map(ToString::to_string))
                .bind(At(route.seen_at));
            rows::change(&mut session, query).await?;
        }
        session.commit().await
    }

    async fn list(&self) -> Result<Vec<ConfiguredRoute>> {
        let mut session = self.operator(Mode::Read).await?;
        let query = sql(format!("SELECT {COLUMNS} FROM routes ORDER BY name"));
        let found = rows::all(&mut session, query, |row| store::routes::read(&mut Cells::new(row))).await?;
        session.commit().await?;
        Ok(found)
    }
}

//! When providers were not served.

use crate::cells::Cells;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{ErrorCode, Timestamp};
use rusqlite::{Row, params};
use store::error::Result;
use store::outages::{COLUMNS, Outage, OutageQuery, OutageRepo, model_of};
use store::words::{json_of, limit_of, word_of};

fn read(row: &Row<'_>) -> Result<Outage> {
    store::outages::read(&mut Cells::new(row))
}

#[async_trait]
impl OutageRepo for SqliteStore {
    async fn put(&self, outages: &[Outage]) -> Result<()> {
        let outages = outages.to_vec();
        self.write(move |transaction| {
            let sql = format!("INSERT OR REPLACE INTO outages ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)");
            for outage in &outages {
                let values = params![
                    outage.provider.as_str(),
                    model_of(outage),
                    outage.began_at.as_millis(),
                    outage.ended_at.map(Timestamp::as_millis),
                    outage.reason.as_ref().map(ErrorCode::as_str),
                    word_of(&outage.last_state)?,
                    outage.seen_at.as_millis(),
                ];
                rows::change(transaction, &sql, values)?;
            }
            Ok(())
        })
        .await
    }

    async fn list(&self, query: &OutageQuery) -> Result<Vec<Outage>> {
        let query = query.clone();
        self.read(move |transaction| {
            let sql = format!(
                "SELECT {COLUMNS} FROM outages
                 WHERE began_at < ?2 AND (ended_at IS NULL OR ended_at > ?1)
                   AND (?3 = '[]' OR provider IN (SELECT value FROM json_each(?3)))
                 ORDER BY began_at DESC, provider, model LIMIT ?4"
            );
            let (from, to) = (query.from.as_millis(), query.to.as_millis());
            rows::all(transaction, &sql, params![from, to, json_of(&query.providers)?, limit_of(query.limit)], read)
        })
        .await
    }

    async fn sweep(&self, before: Timestamp) -> Result<usize> {
        self.write(move |transaction| {
            rows::change(transaction, "DELETE FROM outages WHERE ended_at < ?", [before.as_millis()])
        })
        .await
    }
}

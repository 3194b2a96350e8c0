//! When providers were not served.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use domain::{ErrorCode, ProviderName, Timestamp};
use sqlx::postgres::PgRow;
use store::error::Result;
use store::outages::{COLUMNS, Outage, OutageQuery, OutageRepo, model_of};
use store::words::{limit_of, word_of};

fn read(row: &PgRow) -> Result<Outage> {
    store::outages::read(&mut Cells::new(row))
}

#[async_trait]
impl OutageRepo for PgStore {
    async fn put(&self, outages: &[Outage]) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        for outage in outages {
            let query = sql(format!(
                "INSERT INTO outages ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (provider, model, began_at) DO UPDATE SET ended_at = excluded.ended_at,
                    reason = excluded.reason, last_state = excluded.last_state, seen_at = excluded.seen_at"
            ));
            let query = query
                .bind(outage.provider.as_str())
                .bind(model_of(outage))
                .bind(At(outage.began_at))
                .bind(outage.ended_at.map(At))
                .bind(outage.reason.as_ref().map(ErrorCode::as_str))
                .bind(word_of(&outage.last_state)?)
                .bind(At(outage.seen_at));
            rows::change(&mut session, query).await?;
        }
        session.commit().await
    }

    async fn list(&self, query: &OutageQuery) -> Result<Vec<Outage>> {
        let mut session = self.operator(Mode::Read).await?;
        let providers: Vec<&str> = query.providers.iter().map(ProviderName::as_str).collect();
        let text = sql(format!(
            "SELECT {COLUMNS} FROM outages
             WHERE began_at < $2 AND (ended_at IS NULL OR ended_at > $1)
               AND (cardinality($3::text[]) = 0 OR provider = ANY ($3))
             ORDER BY began_at DESC, provider, model LIMIT $4"
        ));
        let (from, to) = (At::bound(query.from), At::bound(query.to));
        let asked = text.bind(from).bind(to).bind(providers).bind(limit_of(query.limit));
        let found = rows::all(&mut session, asked, read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn sweep(&self, before: Timestamp) -> Result<usize> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("DELETE FROM outages WHERE ended_at < $1").bind(At::bound(before));
        let gone = rows::change(&mut session, query).await?;
        session.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}

//! The figures of one moment. Sockets of one tenant share one computation; a change makes it anew.

use super::messages::LiveUpdate;
use crate::analytics::parts;
use crate::errors::Problem;
use crate::question::Asked;
use crate::state::ApiState;
use cache::Metric;

/// The figures now, or as they were within the last second of the clock if nothing changed since.
pub(super) async fn now(state: &ApiState, asked: &Asked, seq: u64) -> Result<LiveUpdate, Problem> {
    let month = asked.named("mtd")?;
    let second = asked.now.floor_to(1_000).as_millis().to_string();
    let question = ["live".to_owned(), second];
    let json = parts::kept(state, asked, Metric::Live, &month, &question, || async {
        let today = asked.named("today")?;
        let (figures, _) = parts::headline(state, asked, &month).await?;
        let (of_today, _) = parts::headline(state, asked, &today).await?;
        let recent = parts::recent(state, asked).await?;
        let hours = today.widened_to_hours();
        Ok(LiveUpdate {
            seq: 0,
            as_of: asked.now.into(),
            period: month.shown(),
            coverage: figures.coverage,
            simulated: figures.simulated || of_today.simulated || recent.iter().any(|row| row.simulated),
            month: figures,
            today: of_today,
            providers: parts::provider_rows(state, asked, &hours, &[], false).await?,
            recent,
            alerts: parts::alerts_summary(state, asked).await?,
        })
    })
    .await?;
    let update: LiveUpdate = serde_json::from_str(&json).map_err(|_| Problem::internal())?;
    Ok(LiveUpdate { seq, ..update })
}

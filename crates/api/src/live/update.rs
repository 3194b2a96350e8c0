//! The figures of one moment. Sockets of one tenant share one computation; a change makes it anew.

use super::messages::LiveUpdate;
use crate::analytics::parts::{self, Wish};
use crate::analytics::providers::ProviderRow;
use crate::errors::Problem;
use crate::question::Asked;
use crate::state::ApiState;
use cache::Metric;
use store::Dimension;

/// The figures now, or as they were within the last second of the clock if nothing changed since.
pub(super) async fn now(state: &ApiState, asked: &Asked, seq: u64) -> Result<LiveUpdate, Problem> {
    let month = asked.named("mtd")?;
    let second = asked.now.floor_to(1_000).as_millis().to_string();
    let question = ["live".to_owned(), second];
    let json = parts::kept(state, asked, Metric::Live, &month, &question, || async {
        let today = asked.named("today")?;
        let hours = today.clone().widened_to_hours();
        let wishes = [Wish::of(&month), Wish::of(&today), Wish::of(&hours).by(Some(Dimension::ModelRef))];
        let ([of_month, of_today, model_refs], performance, recent, alerts) = tokio::try_join!(
            parts::points(state, asked, wishes),
            parts::model_performance(state, asked, &hours, None, &[]),
            parts::recent(state, asked),
            parts::alerts_summary(state, asked),
        )?;
        let (figures, _) = parts::headline(&month, &of_month);
        let (of_today, _) = parts::headline(&today, &of_today);
        let providers = parts::provider_rows(state, performance, &model_refs);
        Ok(LiveUpdate {
            seq: 0,
            as_of: asked.now.into(),
            period: month.shown(),
            coverage: figures.coverage,
            simulated: figures.simulated || of_today.simulated || recent.iter().any(|row| row.simulated),
            month: figures,
            today: of_today,
            // Models are told when they are asked for: a message says what moves.
            providers: providers.into_iter().map(|row| ProviderRow { models: Vec::new(), ..row }).collect(),
            recent,
            alerts,
        })
    })
    .await?;
    let update: LiveUpdate = serde_json::from_str(&json).map_err(|_| Problem::internal())?;
    Ok(LiveUpdate { seq, ..update })
}

//! Copies breaker states from the gateway's board to the view that the API reads: the two roles do not know each other.

use super::house::House;
use cache::health::{BreakerState, BreakerStatus};
use domain::{ErrorCode, ErrorKind, ModelName, ProviderName, Timestamp};
use gateway::Gateway;
use routing::health::{Block, HealthSnapshot, Standing, State};
use std::sync::Arc;
use std::time::Duration;

/// How old the view may be.
const EVERY: Duration = Duration::from_millis(500);

/// Copies for as long as it runs.
pub async fn mirror(gateway: Arc<Gateway>, house: Arc<House>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = house.clock.now();
        for health in gateway.health().all(now) {
            let provider = health.target.provider;
            file(&house, provider.clone(), None, health.credential, Some(ErrorKind::Unauthorized), now);
            let reason = reason(&health.snapshot);
            file(&house, provider, Some(health.target.model), health.state, reason, now);
        }
    }
}

/// Files a state that changed; one that did not keeps its moment.
fn file(
    house: &House,
    provider: ProviderName,
    model: Option<ModelName>,
    state: State,
    reason: Option<ErrorKind>,
    now: Timestamp,
) {
    let state = match state {
        State::Closed => BreakerState::Closed,
        State::HalfOpen => BreakerState::HalfOpen,
        State::Open => BreakerState::Open,
    };
    let known = house.board.read().breakers.get(&(provider.clone(), model.clone())).map(|status| status.state);
    if known == Some(state) {
        return;
    }
    let reason = reason.filter(|_| state != BreakerState::Closed).and_then(|kind| ErrorCode::new(kind.code()).ok());
    house.board.put(provider, model, BreakerStatus { state, since: now, reason });
}

/// Why a candidate may not be asked, in the words of `error_code`.
fn reason(snapshot: &HealthSnapshot) -> Option<ErrorKind> {
    match snapshot.standing {
        Standing::Blocked { block: Block::RateLimited, .. } => Some(ErrorKind::RateLimited),
        Standing::Blocked { block: Block::Credential, .. } => Some(ErrorKind::Unauthorized),
        Standing::Blocked { .. } | Standing::Probing => Some(ErrorKind::Unavailable),
        Standing::Ready => None,
    }
}

//! Copies breaker states from the gateway's board to the view that the API and other gateways read, and heeds what other
//! gateways found out: the roles do not know each other.

use super::house::House;
use cache::health::{BreakerState, BreakerStatus};
use domain::{ErrorCode, ErrorKind, ModelName, ModelRef, ProviderName, Timestamp};
use gateway::Gateway;
use routing::Dice;
use routing::health::{Block, HealthSnapshot, Standing, State};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// How old the view may be.
const EVERY: Duration = Duration::from_millis(500);

/// Copies for as long as it runs.
pub async fn mirror(gateway: Arc<Gateway>, house: Arc<House>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heeded: HashMap<ModelRef, Timestamp> = HashMap::new();
    loop {
        ticks.tick().await;
        let now = house.clock.now();
        heed(&gateway, &house, &mut heeded, now);
        let mut told = HashSet::new();
        for health in gateway.health().all(now) {
            let provider = health.target.provider;
            told.extend([(provider.clone(), None), (provider.clone(), Some(health.target.model.clone()))]);
            file(&house, provider.clone(), None, health.credential, Some(ErrorKind::Unauthorized), now);
            let reason = reason(&health.snapshot);
            // What was heard from others is theirs to say.
            let state = if health.first_hand { health.state } else { State::Closed };
            file(&house, provider, Some(health.target.model), state, reason, now);
        }
        house.shared.own_board.retain(|key| told.contains(key));
    }
}

/// Takes other gateways' word for each breaker that opened there since it was last heeded.
fn heed(gateway: &Gateway, house: &House, heeded: &mut HashMap<ModelRef, Timestamp>, now: Timestamp) {
    let others = house.shared.others.read();
    let open = others.breakers.iter().filter(|(_, status)| status.state == BreakerState::Open);
    let open: HashMap<ModelRef, Timestamp> = open
        .filter_map(|((provider, model), status)| {
            let target = ModelRef { provider: provider.clone(), model: model.clone()? };
            Some((target, status.since))
        })
        .collect();
    for (target, since) in &open {
        if heeded.get(target) != Some(since) {
            let changed = gateway.health().heed(target, now, &mut Dice::new(rand::random()));
            if let Some(change) = changed {
                tracing::warn!(%target, ?change, "another gateway found this model broken; it rests here too");
            }
        }
    }
    *heeded = open;
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
    let known =
        house.shared.own_board.read().breakers.get(&(provider.clone(), model.clone())).map(|status| status.state);
    if known == Some(state) {
        return;
    }
    let reason = reason.filter(|_| state != BreakerState::Closed).and_then(|kind| ErrorCode::new(kind.code()).ok());
    house.shared.own_board.put(provider, model, BreakerStatus { state, since: now, reason });
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

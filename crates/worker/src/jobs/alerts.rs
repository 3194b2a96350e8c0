//! Evaluates every enabled alert rule. Evaluating is metering's; here figures are fetched and outcomes filed.

use crate::Context;
use domain::{TenantId, Timestamp};
use metering::alert::{Memory, Rule, evaluate};
use store::StoreError;
use store::alerts::{AlertChange, AlertState, StoredAlert};
use store::scope::WorkerProof;
use store::watch::figures;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let now = context.now();
    let mut changed = 0;
    for tenant in context.store().ledger().watched_tenants().await? {
        let alerts = context.store().alerts().list(WorkerProof.scope(tenant)).await?;
        let mut told = false;
        for alert in alerts.into_iter().filter(|alert| alert.enabled) {
            told |= look(context, tenant, alert, now).await?;
        }
        if told {
            changed += 1;
            context.publish(&[tenant]);
        }
    }
    Ok(changed)
}

/// Evaluates one alert; says whether its state changed.
async fn look(context: &Context, tenant: TenantId, alert: StoredAlert, now: Timestamp) -> Result<bool, StoreError> {
    // Rules are checked when they come in. One that cannot be read was written by another version: it stays as it is.
    let Ok(rule) = serde_json::from_value::<Rule>(alert.rule.clone()) else {
        tracing::error!(alert = %alert.id, "an alert's rule cannot be read; it is not evaluated");
        return Ok(false);
    };
    let Ok(limits) = rule.limits() else {
        tracing::error!(alert = %alert.id, "an alert's rule is out of bounds; it is not evaluated");
        return Ok(false);
    };
    let memory = serde_json::from_value::<Memory>(alert.memory.clone()).unwrap_or_default();
    let figures = figures(context.store(), WorkerProof.scope(tenant), &rule, now).await?;
    let outcome = evaluate(&rule, limits, &figures, memory, now);
    let state = AlertState::from(outcome.memory.state);
    let moved = state != alert.state;
    let change = moved.then(|| AlertChange { at: now, from: alert.state, to: state, value: outcome.value.clone() });
    let evaluated = StoredAlert {
        state,
        state_since: if moved { now } else { alert.state_since },
        value: outcome.value,
        evaluated_at: Some(now),
        memory: serde_json::to_value(outcome.memory).unwrap_or_default(),
        ..alert
    };
    match context.store().alerts().record(WorkerProof.scope(tenant), &evaluated, change).await {
        Ok(()) => Ok(moved),
        // Its owner removed it meanwhile.
        Err(StoreError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

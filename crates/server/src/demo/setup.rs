//! What the demonstration's tenant has set up before one looks: what the platform costs it, and alert rules with what they did
//! in the made-up past.

use super::history::Written;
use super::keys::Keys;
use super::past::DAY_MS;
use crate::serve::house::House;
use anyhow::{Context as _, Result, bail};
use domain::{EventId, Timestamp};
use metering::alert::{Comparison, Metric, Preview, Rule, preview};
use metering::{PlatformCost, Zone};
use std::time::Duration;
use store::alerts::{AlertChange, AlertState, StoredAlert};
use store::{StoreError, TenantScope};

/// Notes that it was set up, so that what a person changes stays changed.
const NOTE: &str = "demo-setup";
/// How far back the rules were made, where the past reaches that far.
const RULES_DAYS: i64 = 30;
/// How long the worker may take to count the made-up past.
const PATIENCE: Duration = Duration::from_secs(1_800);
const EVERY: Duration = Duration::from_millis(500);
/// The working day that the bounds and costs in dollars are made for; another day has them in proportion.
const PER_DAY: f64 = 6_000.0;

/// Sets it up as soon as the past is counted, unless an earlier start did.
///
/// # Errors
/// The store or the data folder fails, or the past is not counted in time.
pub async fn run(house: &House, keys: &Keys, past: Written) -> Result<()> {
    let note = house.data.join(NOTE);
    if note.exists() {
        return Ok(());
    }
    let scope = keys.scope(house)?;
    counted(house, scope, past.last).await?;
    let now = house.clock.now();
    let begin = |days: i64| now.floor_to(DAY_MS).plus_millis(-days * DAY_MS);
    let since = begin(i64::from(past.days));
    let repo = house.store.platform_cost();
    if repo.get(scope).await.context("reading the platform's cost")?.is_free() {
        repo.put(scope, platform_cost(since, past.per_day)?).await.context("keeping the platform's cost")?;
    }
    let from = since.max(begin(RULES_DAYS));
    let made = house.store.alerts().list(scope).await.context("reading the rules")?;
    for (name, rule) in rules(past.per_day) {
        match made.iter().find(|alert| alert.name == name) {
            Some(alert) if alert.enabled => continue,
            // An earlier start was stopped in the middle of its past.
            Some(alert) => house.store.alerts().remove(scope, alert.id).await.context("removing half a rule")?,
            None => {}
        }
        keep(house, scope, name, &rule, (from, now)).await.with_context(|| format!("making the rule `{name}`"))?;
    }
    std::fs::write(&note, format!("{now}\n")).with_context(|| format!("writing {}", note.display()))
}

/// Waits until a request of the past stands in the ledger.
async fn counted(house: &House, scope: TenantScope, last: EventId) -> Result<()> {
    let looked = async {
        loop {
            match house.store.usage().event(scope, last).await {
                Err(StoreError::NotFound(_) | StoreError::Unavailable(_)) => tokio::time::sleep(EVERY).await,
                found => return found.map(drop),
            }
        }
    };
    match tokio::time::timeout(PATIENCE, looked).await {
        Ok(found) => found.context("looking for the last request of the past"),
        Err(_) => bail!("the made-up past was not counted within {} minutes", PATIENCE.as_secs() / 60),
    }
}

/// So many dollars, had the past as many requests as the bounds are made for.
fn dollars(of: f64, per_day: f64) -> String {
    format!("{:.2}", (of * per_day / PER_DAY).max(0.01))
}

fn platform_cost(since: Timestamp, per_day: f64) -> Result<PlatformCost> {
    let amount = |of| dollars(of, per_day).parse().context("a cost in proportion");
    Ok(PlatformCost { monthly: amount(90.0)?, setup: amount(60.0)?, since: Some(Zone::utc().date_of(since)) })
}

/// What is watched: a day's spending, which live traffic passes once it has run for long; failures, of which the provider's bad
/// afternoon was full; a provider that is slow now and then; and what never was, a request without a price.
fn rules(per_day: f64) -> [(&'static str, Rule); 4] {
    let rule = |metric, threshold: &str, window_minutes| Rule {
        metric,
        comparison: Comparison::Above,
        threshold: threshold.to_owned(),
        recovery_threshold: None,
        window_minutes,
        min_requests: 1,
        for_minutes: 0,
        recovery_minutes: 0,
        provider: None,
        model: None,
        route: None,
    };
    let spend = rule(Metric::Cost, &dollars(32.0, per_day), 1_440);
    let failures = Rule { min_requests: 10, recovery_minutes: 30, ..rule(Metric::ErrorRate, "0.05", 60) };
    let slow =
        Rule { min_requests: 50, provider: "sandbox-anthropic".parse().ok(), ..rule(Metric::LatencyP95, "24000", 360) };
    [
        ("Spend of a day", Rule { recovery_threshold: Some(dollars(29.0, per_day)), ..spend }),
        ("Too many failures", failures),
        ("Anthropic is slow", slow),
        ("A request without a price", rule(Metric::Unpriced, "0", 60)),
    ]
}

/// Makes a rule at the beginning of a span, with everything that it would have done in it.
async fn keep(
    house: &House,
    scope: TenantScope,
    name: &str,
    rule: &Rule,
    (from, to): (Timestamp, Timestamp),
) -> Result<()> {
    let past = store::watch::past(&*house.store, scope, rule, (from, to), to).await?;
    let Preview { looks, changes, memory, .. } = preview(rule, rule.limits()?, &past.looks, to);
    // Off until all of its past is filed: meanwhile nobody evaluates it.
    let mut alert = StoredAlert {
        id: uuid::Uuid::new_v4(),
        name: name.to_owned(),
        rule: serde_json::to_value(rule)?,
        enabled: false,
        state: AlertState::NoData,
        state_since: from,
        value: None,
        evaluated_at: None,
        created_at: from,
        memory: serde_json::Value::Null,
    };
    let repo = house.store.alerts();
    repo.put(scope, alert.clone()).await?;
    for change in changes {
        (alert.state, alert.state_since) = (change.to.into(), change.at);
        let change = AlertChange { at: change.at, from: change.from.into(), to: change.to.into(), value: change.value };
        repo.record(scope, &alert, Some(change)).await?;
    }
    if let Some(look) = looks.into_iter().next_back() {
        (alert.value, alert.evaluated_at, alert.memory) = (look.value, Some(look.at), serde_json::to_value(memory)?);
        repo.record(scope, &alert, None).await?;
    }
    repo.put(scope, StoredAlert { enabled: true, ..alert }).await.map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_one_that_people_could_make_and_has_a_past() {
        for per_day in [0.0, 0.3, 6_000.0, 1_000_000.0] {
            for (name, rule) in rules(per_day) {
                assert!(rule.limits().is_ok() && rule.has_a_past() && rule.past_notes().is_empty(), "{name}: {rule:?}");
            }
            assert!(!platform_cost(Timestamp::from_millis(0), per_day).expect("a cost").is_free());
        }
        assert_eq!(rules(3_000.0)[0].1.threshold, "16.00");
    }
}

//! Keeps what the gateways' breakers do: an outage from the moment one opens until it closes. What is decided is decided
//! from the boards alone, so that it does not matter which process looks.

use crate::Context;
use cache::health::{BreakerKey, BreakerState, BreakerStatus, Breakers};
use domain::Timestamp;
use std::collections::BTreeMap;
use store::StoreError;
use store::outages::{Outage, OutageQuery, OutageState};

/// How long an outage lasts on while nobody reports its breaker: a gateway that starts anew forgets its breakers, and Redis
/// may lose them.
const GONE_AFTER_MS: i64 = 60_000;

/// Outages that are looked at in one run, at most: more than the breakers that gateways keep.
const MOST: usize = 20_000;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let Some(board) = (context.deps.breakers)() else { return Ok(0) };
    let now = context.now();
    let broken = board.breakers.values().filter(|status| state_of(status).is_some());
    let since = broken.map(|status| status.since).min().map_or(now, |since| since.min(now));
    // An end is excluded: one that ended in the very moment in which a breaker opened is still the same.
    let (from, to) = (since.plus_millis(-1), Timestamp::from_millis(i64::MAX));
    let query = OutageQuery { from, to, providers: Vec::new(), limit: MOST };
    let known = context.store().outages().list(&query).await?;
    let changed = changes(&known, &board.breakers, now);
    if !changed.is_empty() {
        context.store().outages().put(&changed).await?;
    }
    Ok(changed.len() as u64)
}

/// Where the breaker of an outage stands; `None` for one that is closed.
fn state_of(status: &BreakerStatus) -> Option<OutageState> {
    match status.state {
        BreakerState::Closed => None,
        BreakerState::HalfOpen => Some(OutageState::HalfOpen),
        BreakerState::Open => Some(OutageState::Open),
    }
}

/// What is to be filed, from the outages that are known, newest first, and the breakers as they stand.
///
/// A breaker that is tried and opens again moves its `since`, and so does the merged board when another gateway has the
/// worse state: all that overlaps is one outage. Closed and opened again between two looks is one as well.
fn changes(known: &[Outage], breakers: &Breakers, now: Timestamp) -> Vec<Outage> {
    let mut newest: BTreeMap<BreakerKey, &Outage> = BTreeMap::new();
    for outage in known {
        newest.entry((outage.provider.clone(), outage.model.clone())).or_insert(outage);
    }
    let reported = breakers.iter().filter_map(|(key, status)| {
        let known = newest.get(key).copied();
        match state_of(status) {
            Some(state) => Some(lasting(key, known, status, state, now)),
            None => known.filter(|outage| outage.ended_at.is_none()).map(|outage| over(outage, status, now)),
        }
    });
    let forgotten = newest.iter().filter(|(key, outage)| {
        let silent_ms = now.as_millis().saturating_sub(outage.seen_at.as_millis());
        outage.ended_at.is_none() && !breakers.contains_key(key) && silent_ms > GONE_AFTER_MS
    });
    let forgotten = forgotten.map(|(_, outage)| Outage { ended_at: Some(outage.seen_at), ..(*outage).clone() });
    reported.chain(forgotten).filter(|outage| !known.contains(outage)).collect()
}

/// The outage of a breaker that is not closed: one that is known and reaches up to it, else a new one.
fn lasting(
    (provider, model): &BreakerKey,
    known: Option<&Outage>,
    status: &BreakerStatus,
    last_state: OutageState,
    now: Timestamp,
) -> Outage {
    match known.filter(|outage| outage.ended_at.is_none_or(|end| end >= status.since)) {
        Some(outage) => {
            let reason = outage.reason.clone().or_else(|| status.reason.clone());
            Outage { ended_at: None, reason, last_state, seen_at: now.max(outage.seen_at), ..outage.clone() }
        }
        None => Outage {
            provider: provider.clone(),
            model: model.clone(),
            began_at: status.since,
            ended_at: None,
            reason: status.reason.clone(),
            last_state,
            seen_at: now.max(status.since),
        },
    }
}

/// An outage whose breaker is closed. Of several gateways the board tells when the first of them closed its own; a moment
/// at which the outage was still seen says nothing of its end.
fn over(outage: &Outage, status: &BreakerStatus, now: Timestamp) -> Outage {
    let end = if status.since > outage.seen_at { status.since } else { now.max(outage.seen_at) };
    Outage { ended_at: Some(end), ..outage.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ErrorCode;
    use proptest::prelude::*;
    use test_support::{model, provider};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_000_000 + seconds * 1_000)
    }

    fn board(state: BreakerState, since: i64) -> Breakers {
        let reason = ErrorCode::new("unavailable").ok().filter(|_| state != BreakerState::Closed);
        let status = BreakerStatus { state, since: at(since), reason };
        Breakers::from([((provider("openai"), Some(model("gpt-5.4"))), status)])
    }

    /// What is filed once one more look was taken; newest first, as the store lists it.
    fn look(known: &mut Vec<Outage>, breakers: &Breakers, now: i64) {
        for outage in changes(known, breakers, at(now)) {
            known.retain(|other| other.began_at != outage.began_at);
            known.push(outage);
        }
        known.sort_by_key(|outage| std::cmp::Reverse(outage.began_at));
        assert!(changes(known, breakers, at(now)).is_empty(), "a second look changes nothing");
    }

    fn spans(known: &[Outage]) -> Vec<(Timestamp, Option<Timestamp>)> {
        known.iter().map(|outage| (outage.began_at, outage.ended_at)).collect()
    }

    use BreakerState::{Closed, HalfOpen, Open};

    #[test]
    fn opened_tried_and_opened_again_is_one_outage_until_it_closes() {
        let mut known = Vec::new();
        look(&mut known, &board(Closed, 0), 1);
        assert!(known.is_empty());
        for (state, since) in [(Open, 10), (HalfOpen, 16), (Open, 17), (HalfOpen, 29)] {
            look(&mut known, &board(state, since), since + 1);
            assert_eq!(spans(&known), [(at(10), None)], "{state:?}");
        }
        assert_eq!(known[0].last_state, OutageState::HalfOpen);
        look(&mut known, &board(Closed, 31), 33);
        assert_eq!(spans(&known), [(at(10), Some(at(31)))]);
        look(&mut known, &board(Open, 40), 41);
        assert_eq!(spans(&known), [(at(40), None), (at(10), Some(at(31)))]);
        assert_eq!(known[1].reason, ErrorCode::new("unavailable").ok());
    }

    #[test]
    fn the_end_is_the_last_gateways_and_not_the_firsts() {
        let mut known = Vec::new();
        look(&mut known, &board(Open, 10), 12);
        look(&mut known, &board(Open, 10), 30);
        // One gateway closed at 20 already; the other one has just done so.
        look(&mut known, &board(Closed, 20), 35);
        assert_eq!(spans(&known), [(at(10), Some(at(35)))]);
    }

    #[test]
    fn a_breaker_that_nobody_reports_ends_when_it_was_last_seen_and_goes_on_when_it_is_seen_again() {
        let mut known = Vec::new();
        look(&mut known, &board(Open, 10), 12);
        look(&mut known, &Breakers::new(), 50);
        assert_eq!(spans(&known), [(at(10), None)]);
        look(&mut known, &Breakers::new(), 73);
        assert_eq!(spans(&known), [(at(10), Some(at(12)))]);
        look(&mut known, &board(Open, 10), 80);
        assert_eq!(spans(&known), [(at(10), None)], "it had lasted all the time");
        look(&mut known, &Breakers::new(), 200);
        look(&mut known, &board(Open, 190), 201);
        assert_eq!(spans(&known), [(at(190), None), (at(10), Some(at(80)))]);
    }

    proptest! {
        #[test]
        fn outages_of_a_breaker_never_overlap_and_one_lasts_while_it_is_not_closed(
            steps in proptest::collection::vec((0..4_u8, 1..90_i64, 0..40_i64), 1..40)
        ) {
            let (mut known, mut now) = (Vec::new(), 0);
            for (state, later, before) in steps {
                now += later;
                // Merged boards may tell of any moment up to now, in any order.
                let breakers = match state {
                    0 => Breakers::new(),
                    1 => board(Closed, now - before),
                    2 => board(HalfOpen, now - before),
                    _ => board(Open, now - before),
                };
                look(&mut known, &breakers, now);
                prop_assert_eq!(known.iter().any(|outage| outage.ended_at.is_none()) || state < 2, true);
                prop_assert!(known.iter().skip(1).all(|outage| outage.ended_at.is_some()), "only the newest may last");
                prop_assert!(known.iter().all(|outage| outage.ended_at.is_none_or(|end| end >= outage.began_at)));
                for pair in known.windows(2) {
                    prop_assert!(pair[1].ended_at.is_some_and(|end| end < pair[0].began_at), "{:?}", known);
                }
            }
        }
    }
}

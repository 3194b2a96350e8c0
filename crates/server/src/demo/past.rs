//! A plausible past that never was: usage events, all labelled simulated, from a seed and a moment. Pure.

use super::cast::{Ask, CAST, Form};
use super::dice::{around, busy, count_around, pick};
use super::keys::MemberKey;
use domain::{
    Attempt, ErrorCode, ErrorKind, EventId, ModelRef, Outcome, RequestType, SessionId, TenantId, Timestamp, Token,
    Usage, UsageEvent, UsageSource,
};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use routing::HealthSettings;
use std::collections::BTreeMap;
use store::outages::{Outage, OutageState};

const HOUR_MS: i64 = 3_600_000;
pub(super) const DAY_MS: i64 = 24 * HOUR_MS;
/// The beginning's share of what the end has: the company asks more and more.
const BEGINNING: f64 = 0.6;
/// The share of a weekend's day.
const WEEKEND: f64 = 0.12;
/// One provider's bad afternoon: so many days back, from this hour on, so many hours.
const OUTAGE: (i64, i64, i64) = (8, 14, 2);
/// The provider that had it.
const OUTAGE_OF: &str = "sandbox-openai";
/// What its models answered then, and what no other moment's failures say.
const OUTAGE_CODE: &str = "overloaded";

/// Who can answer for a name that clients send: the name, how it is decided, what savings are measured against, and the
/// candidates with their shares. A name that is not here is a model's own.
type Names = (&'static str, &'static str, &'static str, &'static [(&'static str, u32)]);
const ROUTES: &[Names] = &[
    (
        "auto",
        "cost_optimized",
        "sandbox-openai/gpt-5.4",
        &[
            ("sandbox-openai/gpt-5.4-mini", 93),
            ("sandbox-anthropic/claude-haiku-4-5", 6),
            ("sandbox-openai/gpt-5.4", 1),
        ],
    ),
    (
        "fast",
        "performance",
        "sandbox-openai/gpt-5.4-mini",
        &[
            ("sandbox-mistral/mistral-large-4", 88),
            ("sandbox-openai/gpt-5.4-mini", 10),
            ("sandbox-anthropic/claude-haiku-4-5", 2),
        ],
    ),
    (
        "careful",
        "priority",
        "sandbox-anthropic/claude-opus-5-5",
        &[
            ("sandbox-anthropic/claude-opus-5-5", 90),
            ("sandbox-anthropic/claude-sonnet-5-5", 9),
            ("sandbox-openai/gpt-5.4", 1),
        ],
    ),
];

/// How much past there is.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The moment at which it ends.
    pub now: Timestamp,
    /// Days before the day of `now`.
    pub days: u32,
    /// Requests of a full working day at its end.
    pub per_day: f64,
}

/// The events of each hour before now, oldest first: months of a large company do not fit in memory at once.
pub fn hours(
    tenant_id: TenantId,
    members: &[MemberKey],
    Extent { now, days, per_day }: Extent,
    seed: u64,
) -> impl Iterator<Item = Vec<UsageEvent>> {
    let mut random = StdRng::seed_from_u64(seed);
    let first = now.floor_to(DAY_MS).plus_millis(-i64::from(days) * DAY_MS);
    let day_weight: f64 = (0..24).map(|hour| busy(f64::from(hour) + 0.5)).sum();
    let starts = (0..(i64::from(days) + 1) * 24).map(move |hour| (hour, first.plus_millis(hour * HOUR_MS)));
    starts.take_while(move |(_, start)| *start < now).map(move |(hour, start)| {
        let left_ms = (now.as_millis() - start.as_millis()).min(HOUR_MS);
        #[allow(clippy::cast_precision_loss, reason = "hours of a few months")]
        let (of_day, day) = ((hour % 24) as f64 + 0.5, (hour / 24) as f64);
        // 1970 began on a Thursday.
        let weekday = (start.as_millis().div_euclid(DAY_MS) + 4).rem_euclid(7);
        let week = if weekday == 0 || weekday == 6 { WEEKEND } else { 1.0 };
        let growth = BEGINNING + (1.0 - BEGINNING) * day / f64::from(days.max(1));
        #[allow(clippy::cast_precision_loss, reason = "milliseconds of an hour")]
        let part = left_ms as f64 / HOUR_MS as f64;
        let expected = per_day * busy(of_day) / day_weight * week * growth * part;
        let count = around(&mut random, expected.max(0.01), 0.15).round();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
        let mut moments: Vec<i64> = (0..count as u64).map(|_| random.random_range(0..left_ms)).collect();
        moments.sort_unstable();
        let down = hour / 24 == i64::from(days) - OUTAGE.0 && (OUTAGE.1..OUTAGE.1 + OUTAGE.2).contains(&(hour % 24));
        let made =
            moments.into_iter().filter_map(|at| event(tenant_id, members, start.plus_millis(at), down, &mut random));
        made.collect()
    })
}

/// Whether it failed as only the bad afternoon's do.
pub fn failed_in_outage(event: &UsageEvent) -> bool {
    event.attempts.iter().any(of_outage)
}

fn of_outage(attempt: &Attempt) -> bool {
    let code = attempt.error_code.as_ref();
    attempt.target.provider.as_str() == OUTAGE_OF && code.is_some_and(|code| code.as_str() == OUTAGE_CODE)
}

/// The outages in these events: of each model that failed in the bad afternoon, from its first failure to its last, where
/// there are enough of them to open a breaker.
pub fn outages(events: &[UsageEvent]) -> Vec<Outage> {
    let mut failures: BTreeMap<&ModelRef, Vec<(Timestamp, u64)>> = BTreeMap::new();
    for event in events {
        for attempt in event.attempts.iter().filter(|attempt| of_outage(attempt)) {
            failures.entry(&attempt.target).or_default().push((event.timestamp, attempt.latency_ms));
        }
    }
    let least = HealthSettings::default().model.min_requests;
    let enough = failures.into_iter().filter(|(_, found)| found.len() as u64 >= least);
    let outage = |(target, found): (&ModelRef, Vec<(Timestamp, u64)>)| {
        let (began_at, _) = *found.first()?;
        let (last, latency_ms) = *found.last()?;
        let ended_at = last.plus_millis(i64::try_from(latency_ms).unwrap_or(0));
        Some(Outage {
            provider: target.provider.clone(),
            model: Some(target.model.clone()),
            began_at,
            ended_at: Some(ended_at),
            // As a gateway says of a breaker that failures opened.
            reason: ErrorCode::new(ErrorKind::Unavailable.code()).ok(),
            last_state: OutageState::HalfOpen,
            seen_at: ended_at,
        })
    };
    enough.filter_map(outage).collect()
}

fn event(
    tenant_id: TenantId,
    members: &[MemberKey],
    at: Timestamp,
    down: bool,
    random: &mut StdRng,
) -> Option<UsageEvent> {
    let (member, key) = pick_member(members, random)?;
    let ask = pick(random, member.asks, |ask| ask.share)?;
    let route = ROUTES.iter().find(|(name, ..)| *name == ask.model);
    let first: ModelRef = match route {
        Some((.., candidates)) => pick(random, candidates, |candidate| candidate.1)?.0.parse().ok()?,
        None => direct(ask.model)?,
    };
    let bad_luck = random.random::<f64>();
    let fails = (down && first.provider.as_str() == OUTAGE_OF && bad_luck < 0.9) || bad_luck < 0.012;
    let mut attempts = Vec::new();
    let mut target = first.clone();
    if fails {
        attempts.push(failed(&first, down, random));
        let others = route.map(|(.., candidates)| *candidates).unwrap_or_default();
        let other = others.iter().filter_map(|(name, _)| name.parse::<ModelRef>().ok());
        if let Some(next) = other.into_iter().find(|other| other.provider != first.provider) {
            target = next;
        }
    }
    let gives_up = fails && target == first;
    let usage = if gives_up { Usage::default() } else { usage(ask, &target, random) };
    let (ttft_ms, speed) = temper(&target, random);
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds of an answer"
    )]
    let answer_ms = ttft_ms + (usage.output as f64 * 1000.0 / speed) as u64;
    if !gives_up {
        attempts.push(Attempt {
            target: target.clone(),
            latency_ms: answer_ms,
            ttft_ms: Some(ttft_ms),
            outcome: Outcome::Ok,
            error_code: None,
            usage,
            usage_source: Some(UsageSource::Provider),
        });
    }
    let waited_ms: u64 = attempts.iter().rev().skip(usize::from(!gives_up)).map(|attempt| attempt.latency_ms).sum();
    let last = attempts.last()?.clone();
    let used = |provider: &domain::ProviderName| attempts.iter().any(|attempt| attempt.target.provider == *provider);
    let alternative_provider = route.and_then(|(.., candidates)| {
        let mut others = candidates.iter().filter_map(|(name, _)| name.parse::<ModelRef>().ok());
        others.find(|other| !used(&other.provider)).map(|other| other.provider)
    });
    Some(UsageEvent {
        event_id: EventId::from_parts(at, random.random()),
        tenant_id,
        user_id: Some(key.user_id),
        session_id: Some(session(tenant_id, member.name, at)),
        timestamp: at,
        provider: target.provider.clone(),
        model: target.model.clone(),
        request_type: if ask.form == Form::Embedding { RequestType::Embedding } else { RequestType::Chat },
        usage,
        latency_ms: waited_ms + last.latency_ms * u64::from(!gives_up),
        succeeded: !gives_up,
        error_code: last.error_code.clone(),
        routing_strategy: Token::new(route.map_or("direct", |(_, strategy, ..)| strategy)).ok(),
        alternative_provider,
        requested_model: if route.is_none() { Some(first) } else { None },
        route: route.and_then(|(name, ..)| name.parse().ok()),
        baseline: match route {
            Some((_, _, baseline, _)) => baseline.parse().ok(),
            None => direct(ask.model),
        },
        key_id: Some(key.key_id),
        streamed: Some(ask.streamed),
        ttft_ms: last.ttft_ms.map(|ttft_ms| waited_ms + ttft_ms),
        usage_source: if gives_up { UsageSource::Estimated } else { UsageSource::Provider },
        service_tier: None,
        routing_cost: None,
        cache_hit: false,
        client_gone: false,
        attempts,
        client: Token::new(member.client.split(' ').next().unwrap_or_default()).ok(),
        simulated: true,
    })
}

fn pick_member<'a>(
    members: &'a [MemberKey],
    random: &mut StdRng,
) -> Option<(&'static super::cast::Member, &'a MemberKey)> {
    let pairs: Vec<_> = CAST.iter().zip(members).collect();
    pick(random, &pairs, |(member, _)| member.share).copied()
}

/// A bare name stands for the provider whose catalogue has it.
fn direct(name: &str) -> Option<ModelRef> {
    match name {
        name if name.contains('/') => name.parse().ok(),
        name if name.starts_with("claude") => format!("sandbox-anthropic/{name}").parse().ok(),
        name => format!("sandbox-openai/{name}").parse().ok(),
    }
}

fn failed(target: &ModelRef, down: bool, random: &mut StdRng) -> Attempt {
    let code = match random.random_range(0..4) {
        _ if down => OUTAGE_CODE,
        0 => "rate_limited",
        1 => "timeout",
        _ => "server_error",
    };
    let latency_ms = if code == "timeout" { 30_000 } else { count_around(random, 240.0, 0.5, 5_000.0) };
    Attempt {
        target: target.clone(),
        latency_ms,
        ttft_ms: None,
        outcome: Outcome::Error,
        error_code: ErrorCode::new(code).ok(),
        usage: Usage::default(),
        usage_source: None,
    }
}

fn usage(ask: &Ask, target: &ModelRef, random: &mut StdRng) -> Usage {
    let input = count_around(random, ask.input_tokens, 0.6, 60_000.0);
    if ask.form == Form::Embedding {
        return Usage { input_uncached: input, ..Usage::default() };
    }
    let output = count_around(random, ask.output_tokens, 0.7, 8_000.0);
    // Two of three prompts of a tool begin as the one before did.
    let cached = if input > 1_024 && random.random_bool(0.66) { input * 3 / 5 } else { 0 };
    let writes = cached == 0 && input > 1_024 && target.provider.as_str() == "sandbox-anthropic" && ask.tools;
    let written = if writes { input * 3 / 5 } else { 0 };
    Usage {
        input_uncached: input - cached - written,
        cache_read: cached,
        cache_write_5m: written,
        output,
        ..Usage::default()
    }
}

/// Milliseconds to the first byte and tokens a second.
fn temper(target: &ModelRef, random: &mut StdRng) -> (u64, f64) {
    let (ttft_ms, speed) = match target.provider.as_str() {
        "sandbox-anthropic" => (620.0, 70.0),
        "sandbox-mistral" => (90.0, 240.0),
        _ => (420.0, 85.0),
    };
    (count_around(random, ttft_ms, 0.45, 20_000.0), around(random, speed, 0.25))
}

/// A conversation lasts about half an hour.
fn session(tenant_id: TenantId, name: &str, at: Timestamp) -> SessionId {
    SessionId::derive(tenant_id, &format!("{name}-{}", at.floor_to(HOUR_MS / 2).as_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{KeyId, Secret, UserId};
    use uuid::Uuid;

    fn month(seed: u64) -> Vec<UsageEvent> {
        let tenant = TenantId(Uuid::from_u128(1));
        let member = |n: u128| MemberKey {
            secret: Secret::new("tk_x"),
            key_id: KeyId(Uuid::from_u128(n)),
            user_id: UserId(Uuid::from_u128(n)),
        };
        let members: Vec<_> = (1..=CAST.len() as u128).map(member).collect();
        let extent = Extent { now: Timestamp::parse("2026-11-23T20:00:00Z").unwrap(), days: 30, per_day: 1_250.0 };
        hours(tenant, &members, extent, seed).flatten().collect()
    }

    #[test]
    fn a_month_is_large_ordered_past_labelled_and_the_same_for_its_seed() {
        let month = month(7);
        assert!((18_000..40_000).contains(&month.len()), "{}", month.len());
        assert!(month.is_sorted_by_key(|event| event.timestamp));
        assert!(month.iter().all(|event| event.simulated && event.timestamp.to_string().as_str() < "2026-11-23T20"));
        assert_eq!(month, self::month(7));
        assert_ne!(month.len(), self::month(8).len());
    }

    #[test]
    fn the_bad_afternoon_is_an_outage_of_the_models_that_failed_in_it() {
        let month = month(7);
        let outages = outages(&month);
        assert!(!outages.is_empty(), "the afternoon was bad");
        let hours = OUTAGE.1..OUTAGE.1 + OUTAGE.2;
        for outage in &outages {
            let ended_at = outage.ended_at.unwrap();
            for moment in [outage.began_at, ended_at] {
                let hour = moment.as_millis().rem_euclid(DAY_MS) / HOUR_MS;
                assert!(hours.contains(&hour) && moment.to_string().starts_with("2026-11-15"), "{moment}");
            }
            let attempts = month.iter().filter(|event| (outage.began_at..ended_at).contains(&event.timestamp));
            let attempts = attempts.flat_map(|event| &event.attempts).filter(|attempt| {
                attempt.target.provider == outage.provider && Some(&attempt.target.model) == outage.model.as_ref()
            });
            let (failed, all) = attempts.fold((0, 0), |(failed, all), attempt| {
                (failed + u32::from(attempt.outcome == Outcome::Error), all + 1)
            });
            assert!(failed * 2 > all, "{failed} of {all} failed: {outage:?}");
        }
    }

    #[test]
    fn events_are_whole_fallbacks_failures_and_all() {
        let month = month(7);
        for event in month.iter().step_by(7) {
            let last = event.attempts.last().unwrap();
            assert_eq!((&last.target.provider, &last.target.model), (&event.provider, &event.model));
            assert_eq!(event.succeeded, event.error_code.is_none());
            assert_eq!(last.usage, event.usage);
            assert!(event.latency_ms >= last.latency_ms.min(event.latency_ms));
            assert!(event.baseline.is_some() && event.route.is_some() != event.requested_model.is_some());
            let json = events::usage::encode(event);
            assert_eq!(&events::usage::decode(&json, event.timestamp).unwrap(), event);
        }
        assert!(month.iter().any(|event| !event.succeeded));
        assert!(month.iter().any(|event| event.succeeded && event.attempts.len() == 2));
    }
}

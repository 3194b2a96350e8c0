//! The plan of a request: which candidates are asked, in what order, and why the others are not.

use crate::candidate::{Candidate, RequestFacts};
use crate::complexity::{Class, Complexity, complexity};
use crate::dice::Dice;
use crate::health::{Block, HealthSnapshot, Standing};
use crate::retry::Tried;
use crate::strategy::{Choice, Strategy};
use domain::{Pico, Timestamp};
use std::fmt;

/// The name of the strategy of a model that the client named itself.
pub const DIRECT: &str = "direct";

/// Why a candidate stands where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reason {
    /// The client named it.
    Direct,
    /// Its expected cost, cheapest first.
    Cost(Pico),
    /// It has no price, so it comes after those that have.
    Unpriced,
    /// The request is harder than it should be given first.
    TooHard(Class),
    /// Its expected time in milliseconds, shortest first.
    Speed(f64),
    /// Little or nothing is known of its speed; it comes after those that are known.
    SpeedUnknown,
    /// Little or nothing is known of its speed, and this request was drawn to find out.
    Explored,
    /// Its place in the configuration, counted from 0.
    Configured(usize),
    /// Drawn by weight.
    Drawn(u32),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => f.write_str("named by the client"),
            Self::Cost(cost) => write!(f, "expected cost ${cost}"),
            Self::Unpriced => f.write_str("no price known"),
            Self::TooHard(class) => write!(f, "not meant for {class} requests"),
            Self::Speed(ms) => write!(f, "expected time {ms:.0} ms"),
            Self::SpeedUnknown => f.write_str("speed not known yet"),
            Self::Explored => f.write_str("drawn to learn its speed"),
            Self::Configured(place) => write!(f, "place {} in the configuration", place + 1),
            Self::Drawn(weight) => write!(f, "drawn by weight {weight}"),
        }
    }
}

/// A candidate that is asked when its turn comes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Planned {
    /// Its place in the list of candidates.
    pub index: usize,
    /// Why it stands here.
    pub reason: Reason,
    /// Its health blocks it, and it is planned only because every other candidate is blocked too: ask it with
    /// [`crate::HealthBoard::claim_anyway`].
    pub last_resort: bool,
}

/// Why a candidate is not asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exclusion {
    /// The tenant or key may not use it.
    NotAllowed,
    /// It does not answer this kind of request.
    Endpoint,
    /// It cannot call tools.
    Tools,
    /// It cannot see images.
    Vision,
    /// Its context is too small.
    Context {
        /// Tokens the request needs, estimated.
        needed_tokens: u64,
        /// Tokens it holds.
        limit_tokens: u64,
    },
    /// Its health blocks it, and others are not blocked.
    Blocked {
        /// Until when.
        until: Timestamp,
        /// Why.
        block: Block,
    },
}

impl Exclusion {
    /// The name for metrics and logs.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::Endpoint => "endpoint",
            Self::Tools => "tools",
            Self::Vision => "vision",
            Self::Context { .. } => "context",
            Self::Blocked { .. } => "blocked",
        }
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAllowed => f.write_str("this tenant may not use it"),
            Self::Endpoint => f.write_str("it does not answer this kind of request"),
            Self::Tools => f.write_str("it cannot call tools"),
            Self::Vision => f.write_str("it cannot see images"),
            Self::Context { needed_tokens, limit_tokens } => {
                write!(f, "the request needs about {needed_tokens} tokens and it holds {limit_tokens}")
            }
            Self::Blocked { until, block } => write!(f, "{block} until {until}"),
        }
    }
}

/// A candidate that is not asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Excluded {
    /// Its place in the list of candidates.
    pub index: usize,
    /// Why.
    pub why: Exclusion,
}

/// What is asked, in order, and what is not. Every candidate stands in exactly one of the two lists, once.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The strategy's name, for `routing_strategy`.
    pub strategy: &'static str,
    /// Whether the client named the model itself.
    pub direct: bool,
    /// How hard the request looks.
    pub complexity: Complexity,
    /// Who is asked, best first. Empty: nobody can be.
    pub order: Vec<Planned>,
    /// Who is not, in the order of the configuration.
    pub excluded: Vec<Excluded>,
}

impl Plan {
    /// The next place of `order` that has not had its turn.
    #[must_use]
    pub fn next_untried(&self, history: &[Tried]) -> Option<usize> {
        (0..self.order.len()).find(|position| history.iter().all(|tried| tried.position != *position))
    }

    /// The best planned candidate that was not used, given those that had their turn: what `alternative_provider` names.
    #[must_use]
    pub fn alternative(&self, history: &[Tried]) -> Option<&Planned> {
        let used = |position: usize| history.iter().any(|tried| tried.asked && tried.position == position);
        self.order.iter().enumerate().find(|(position, _)| !used(*position)).map(|(_, planned)| planned)
    }
}

/// Plans a request that named a route.
///
/// First what cannot be is excluded: not allowed, wrong endpoint, no tools, no vision, context too small. Then health:
/// blocked candidates are excluded as long as one is not blocked; when all are, they stay as last resort, the one that
/// is free soonest first, because a refused request helps nobody and a single answer is the proof that the provider is
/// back. Then the strategy orders the rest.
///
/// `health` stands parallel to `candidates`; a missing entry counts as unknown and ready.
#[must_use]
pub fn plan(
    facts: &RequestFacts,
    candidates: &[Candidate],
    health: &[HealthSnapshot],
    strategy: &dyn Strategy,
    now: Timestamp,
    dice: &mut Dice,
) -> Plan {
    let complexity = complexity(&facts.features);
    let mut excluded = Vec::new();
    let (mut ready, mut blocked) = (Vec::new(), Vec::new());
    for (index, candidate) in candidates.iter().enumerate() {
        if let Some(why) = cannot(facts, candidate) {
            excluded.push(Excluded { index, why });
            continue;
        }
        match health.get(index).map_or(Standing::Ready, |snapshot| snapshot.standing) {
            Standing::Ready | Standing::Probing => ready.push(index),
            Standing::Blocked { until, block } => blocked.push((until, index, block)),
        }
    }
    let last_resort = ready.is_empty();
    let order = if last_resort {
        blocked.sort_by_key(|(until, index, _)| (*until, *index));
        let eligible: Vec<usize> = blocked.iter().map(|(_, index, _)| *index).collect();
        eligible
            .iter()
            .map(|index| Planned { index: *index, reason: Reason::Configured(*index), last_resort: true })
            .collect()
    } else {
        excluded.extend(blocked.iter().map(|(until, index, block)| Excluded {
            index: *index,
            why: Exclusion::Blocked { until: *until, block: *block },
        }));
        excluded.sort_by_key(|entry| entry.index);
        let choice = Choice { facts, candidates, health, eligible: &ready, complexity, now };
        strategy
            .order(&choice, dice)
            .into_iter()
            .map(|(index, reason)| Planned { index, reason, last_resort: false })
            .collect()
    };
    Plan { strategy: strategy.name(), direct: false, complexity, order, excluded }
}

/// Plans a request that named its model. Only permission is checked: what the model can do, its provider knows best.
#[must_use]
pub fn plan_direct(facts: &RequestFacts, candidate: &Candidate, health: Option<&HealthSnapshot>) -> Plan {
    let last_resort = matches!(health.map(|snapshot| snapshot.standing), Some(Standing::Blocked { .. }));
    let (order, excluded) = if candidate.allowed {
        (vec![Planned { index: 0, reason: Reason::Direct, last_resort }], Vec::new())
    } else {
        (Vec::new(), vec![Excluded { index: 0, why: Exclusion::NotAllowed }])
    };
    Plan { strategy: DIRECT, direct: true, complexity: complexity(&facts.features), order, excluded }
}

/// Why a candidate cannot serve the request, whatever its health.
fn cannot(facts: &RequestFacts, candidate: &Candidate) -> Option<Exclusion> {
    let supports = &candidate.supports;
    let needed_tokens = facts.estimated_input_tokens.saturating_add(facts.max_output_tokens.unwrap_or(0));
    if !candidate.allowed {
        return Some(Exclusion::NotAllowed);
    }
    if supports.endpoint(facts.request_type) == Some(false) {
        return Some(Exclusion::Endpoint);
    }
    if facts.features.tools > 0 && supports.tools == Some(false) {
        return Some(Exclusion::Tools);
    }
    if facts.features.images > 0 && supports.vision == Some(false) {
        return Some(Exclusion::Vision);
    }
    match supports.context_tokens {
        Some(limit_tokens) if needed_tokens > limit_tokens => Some(Exclusion::Context { needed_tokens, limit_tokens }),
        _ => None,
    }
}

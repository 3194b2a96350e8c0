//! The health of all candidates, shared by all requests of a process.

use super::breaker::{Admit, Block, Breaker, BreakerSettings, Change, ProbeId, Signal, State};
use super::candidate::{CandidateHealth, RateLimitSettings};
use super::class::{FaultClass, Observation};
use super::{HealthSnapshot, Scope, Standing, Transition};
use crate::dice::Dice;
use domain::{ModelRef, ProviderName, Timestamp};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Models tracked at most. A client may name any model of a configured provider, so there must be an end; beyond it a
/// model is served as one that nothing is known of.
const MAX_MODELS: usize = 4096;

/// How health is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HealthSettings {
    /// The breaker of a model at a provider.
    pub model: BreakerSettings,
    /// The breaker of a provider's key.
    pub credential: BreakerSettings,
    /// The rest after a rate limit.
    pub rate_limit: RateLimitSettings,
}

impl Default for HealthSettings {
    fn default() -> Self {
        Self {
            model: BreakerSettings::default(),
            credential: BreakerSettings::credential(),
            rate_limit: RateLimitSettings::default(),
        }
    }
}

/// The health of one thing, to show.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetHealth {
    /// Which model.
    pub target: ModelRef,
    /// Its breaker.
    pub state: State,
    /// Whether that was found out here, and not heard from another gateway.
    pub first_hand: bool,
    /// The breaker of its provider's key.
    pub credential: State,
    /// What a plan sees.
    pub snapshot: HealthSnapshot,
    /// Complete answers since the start.
    pub successes: u64,
    /// Faults of the provider since the start.
    pub failures: u64,
}

struct Credential {
    provider: ProviderName,
    breaker: Mutex<Breaker>,
    /// Whether the breaker is closed: read on every request, so that a good key costs no lock.
    closed: AtomicBool,
}

struct Entry {
    target: ModelRef,
    health: Mutex<CandidateHealth>,
    credential: Arc<Credential>,
}

/// The health of all candidates. Every model has a lock of its own, held for a few instructions.
pub struct HealthBoard {
    settings: HealthSettings,
    models: RwLock<HashMap<ModelRef, Arc<Entry>>>,
    credentials: RwLock<HashMap<ProviderName, Arc<Credential>>>,
}

/// The right to ask a candidate once. Report how it went with [`Claim::finish`]; dropped without, it says nothing for or
/// against the candidate and frees the probe's place it may hold.
#[must_use = "a claim that is dropped at once asks nobody"]
pub struct Claim {
    entry: Arc<Entry>,
    sent: Timestamp,
    probe: Option<ProbeId>,
    credential_probe: Option<ProbeId>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl HealthBoard {
    /// An empty board.
    #[must_use]
    pub fn new(settings: HealthSettings) -> Self {
        Self { settings, models: RwLock::default(), credentials: RwLock::default() }
    }

    /// What a plan needs to know of a candidate.
    #[must_use]
    pub fn snapshot(&self, target: &ModelRef, now: Timestamp) -> HealthSnapshot {
        let known = self.models.read().unwrap_or_else(PoisonError::into_inner).get(target).cloned();
        match known {
            Some(entry) => entry.snapshot(now),
            None => {
                let credential = self.credential(&target.provider);
                HealthSnapshot {
                    standing: credential.standing(now).unwrap_or(Standing::Ready),
                    ..HealthSnapshot::UNKNOWN
                }
            }
        }
    }

    /// Claims the right to ask a candidate, and says what changed by it.
    ///
    /// # Errors
    /// It is blocked, until when and why.
    pub fn claim(&self, target: &ModelRef, now: Timestamp) -> Result<(Claim, Vec<Transition>), (Timestamp, Block)> {
        self.entry(target).claim(now)
    }

    /// Claims the right to ask a candidate that was planned as a last resort: blocked or not.
    pub fn claim_anyway(&self, target: &ModelRef, now: Timestamp) -> (Claim, Vec<Transition>) {
        let entry = self.entry(target);
        entry
            .claim(now)
            .unwrap_or_else(|_| (Claim { entry, sent: now, probe: None, credential_probe: None }, Vec::new()))
    }

    /// Takes another gateway's word that a model does not work, and says what changed by it.
    pub fn heed(&self, target: &ModelRef, now: Timestamp, dice: &mut Dice) -> Option<Transition> {
        let entry = self.entry(target);
        let change = lock(&entry.health).heed(now, dice);
        change.map(|change| entry.transition(change))
    }

    /// Forgets what is known of a provider, after its configuration changed: a new key must not wait for the old one's
    /// rest.
    pub fn forget(&self, provider: &ProviderName) {
        self.models.write().unwrap_or_else(PoisonError::into_inner).retain(|target, _| target.provider != *provider);
        self.credentials.write().unwrap_or_else(PoisonError::into_inner).remove(provider);
    }

    /// Every model that was asked, by name.
    #[must_use]
    pub fn all(&self, now: Timestamp) -> Vec<TargetHealth> {
        let entries: Vec<_> = self.models.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        let mut all: Vec<TargetHealth> = entries.iter().map(|entry| entry.to_show(now)).collect();
        all.sort_by(|one, other| one.target.cmp(&other.target));
        all
    }

    fn entry(&self, target: &ModelRef) -> Arc<Entry> {
        if let Some(entry) = self.models.read().unwrap_or_else(PoisonError::into_inner).get(target) {
            return Arc::clone(entry);
        }
        let entry = Arc::new(Entry {
            target: target.clone(),
            health: Mutex::new(CandidateHealth::new(self.settings.model, self.settings.rate_limit)),
            credential: self.credential(&target.provider),
        });
        let mut models = self.models.write().unwrap_or_else(PoisonError::into_inner);
        if models.len() >= MAX_MODELS && !models.contains_key(target) {
            return entry;
        }
        Arc::clone(models.entry(target.clone()).or_insert(entry))
    }

    fn credential(&self, provider: &ProviderName) -> Arc<Credential> {
        if let Some(known) = self.credentials.read().unwrap_or_else(PoisonError::into_inner).get(provider) {
            return Arc::clone(known);
        }
        let mut credentials = self.credentials.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(credentials.entry(provider.clone()).or_insert_with(|| {
            Arc::new(Credential {
                provider: provider.clone(),
                breaker: Mutex::new(Breaker::new(self.settings.credential, Block::Credential)),
                closed: AtomicBool::new(true),
            })
        }))
    }
}

impl Credential {
    /// How the key stands; `None` when it is in order.
    fn standing(&self, now: Timestamp) -> Option<Standing> {
        if self.closed.load(Ordering::Relaxed) {
            return None;
        }
        match lock(&self.breaker).peek(now) {
            Admit::Yes => None,
            Admit::Probe(_) => Some(Standing::Probing),
            Admit::No { until, block } => Some(Standing::Blocked { until, block }),
        }
    }

    fn change<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut breaker = lock(&self.breaker);
        let result = act(&mut breaker);
        self.closed.store(breaker.state() == State::Closed, Ordering::Relaxed);
        result
    }

    fn transition(&self, change: Change) -> Transition {
        Transition { scope: Scope::Credential(self.provider.clone()), change }
    }
}

impl Entry {
    fn snapshot(&self, now: Timestamp) -> HealthSnapshot {
        let own = lock(&self.health).snapshot(now);
        let standing = match (own.standing, self.credential.standing(now)) {
            (own @ Standing::Blocked { .. }, _) | (own, None) => own,
            (_, Some(credential)) => credential,
        };
        HealthSnapshot { standing, ..own }
    }

    fn to_show(&self, now: Timestamp) -> TargetHealth {
        // Each lock is let go before the next is taken: a value that stands in a struct's expression would keep it.
        let snapshot = self.snapshot(now);
        let (state, first_hand, (successes, failures)) = {
            let health = lock(&self.health);
            (health.state(), health.is_first_hand(), health.counts())
        };
        let credential = lock(&self.credential.breaker).state();
        TargetHealth { target: self.target.clone(), state, first_hand, credential, snapshot, successes, failures }
    }

    fn transition(&self, change: Change) -> Transition {
        Transition { scope: Scope::Model(self.target.clone()), change }
    }

    fn claim(self: &Arc<Self>, now: Timestamp) -> Result<(Claim, Vec<Transition>), (Timestamp, Block)> {
        let mut claim = Claim { entry: Arc::clone(self), sent: now, probe: None, credential_probe: None };
        let mut transitions = Vec::new();
        // Looked at first, so that a model does not start to probe for a request that its key refuses.
        if let Some(Standing::Blocked { until, block }) = self.credential.standing(now) {
            return Err((until, block));
        }
        let (admit, change) = lock(&self.health).admit(now);
        transitions.extend(change.map(|change| self.transition(change)));
        match admit {
            Admit::Yes => {}
            Admit::Probe(probe) => claim.probe = Some(probe),
            Admit::No { until, block } => return Err((until, block)),
        }
        if self.credential.closed.load(Ordering::Relaxed) {
            return Ok((claim, transitions));
        }
        // Refused here, after another request took the last place, the claim is dropped and frees what it took above.
        let (admit, change) = self.credential.change(|breaker| breaker.admit(now));
        transitions.extend(change.map(|change| self.credential.transition(change)));
        match admit {
            Admit::Yes => {}
            Admit::Probe(probe) => claim.credential_probe = Some(probe),
            Admit::No { until, block } => return Err((until, block)),
        }
        Ok((claim, transitions))
    }
}

impl Claim {
    /// Whether this request finds out if the candidate is back.
    #[must_use]
    pub const fn is_probe(&self) -> bool {
        self.probe.is_some() || self.credential_probe.is_some()
    }

    /// Reports how it went, and says what changed by it.
    pub fn finish(mut self, now: Timestamp, observation: &Observation, dice: &mut Dice) -> Vec<Transition> {
        let mut transitions = Vec::new();
        let (entry, sent) = (Arc::clone(&self.entry), self.sent);
        let probe = self.probe.take();
        let change = lock(&entry.health).on_observation(now, sent, probe, observation, dice);
        transitions.extend(change.map(|change| entry.transition(change)));

        let signal = match observation {
            Observation::Success { .. } => Signal::Success,
            Observation::Failure { class: FaultClass::Credential, .. } => Signal::Failure,
            Observation::Failure { .. } => Signal::Neutral,
        };
        let probe = self.credential_probe.take();
        let concerns_key =
            probe.is_some() || signal == Signal::Failure || !entry.credential.closed.load(Ordering::Relaxed);
        if concerns_key {
            let change = entry.credential.change(|breaker| breaker.on_signal(now, sent, probe, signal, dice));
            transitions.extend(change.map(|change| entry.credential.transition(change)));
        }
        transitions
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(probe) = self.probe.take() {
            lock(&self.entry.health).release(probe);
        }
        if let Some(probe) = self.credential_probe.take() {
            self.entry.credential.change(|breaker| breaker.release(probe));
        }
    }
}

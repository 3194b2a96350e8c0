//! What each role cannot do without, and what it can: what `/readyz` tells apart.
//!
//! A gateway goes on without the store, Kafka and Redis: it has keys and prices in memory and a journal of its own. So a
//! process with a gateway is ready while those are away, and says that it is degraded.

use super::NO_PROVIDER;
use super::dependency::Dependency;
use super::house::House;
use crate::config::Config;
use crate::health::Probe;
use events::{EventLog as _, OnFull};
use gateway::Gateway;
use std::sync::Arc;

/// What must be there, and what should.
pub fn probes(
    house: &Arc<House>,
    config: &Config,
    gateway: Option<&Arc<Gateway>>,
    kafka: &Dependency,
) -> (Vec<Probe>, Vec<Probe>) {
    let (mut needs, mut wants): (Vec<Probe>, Vec<Probe>) = (Vec::new(), Vec::new());
    let shared = house.clone();
    wants.push(Box::new(move || shared.shared.problem()));
    let (store, log) = (house.store_standing.clone(), kafka.clone());
    let (store, log): (Probe, Probe) = (Box::new(move || store.problem()), Box::new(move || log.problem()));
    match gateway {
        Some(gateway) => {
            let probed = gateway.clone();
            needs.push(Box::new(move || (!probed.can_serve()).then(|| NO_PROVIDER.to_owned())));
            let (keyless, standing) = (house.keys.clone(), house.store_standing.clone());
            needs.push(Box::new(move || {
                let problem = standing.problem().filter(|_| keyless.is_empty())?;
                Some(format!("no key is known, neither from the store nor from the last start: {problem}"))
            }));
            wants.extend([store, log]);
        }
        None => {
            needs.push(store);
            // The API publishes nothing but what is sent again, and its journal keeps that.
            if config.roles.worker { needs.push(log) } else { wants.push(log) }
        }
    }
    let journaled = house.clone();
    let full: Probe = Box::new(move || {
        journaled.journal.as_ref()?.stats().is_full.then(|| {
            "the journal is full: let the worker or Kafka catch up, free disk space or raise [events] budget".to_owned()
        })
    });
    // Who serves on and drops events does without room, and says so.
    if config.events.on_full == OnFull::Drop {
        wants.push(full)
    } else {
        needs.push(full)
    }
    (needs, wants)
}

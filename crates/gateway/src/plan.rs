//! Plan: what a client's `model` stands for, who can serve it, in what order, and what savings will be measured against.

use crate::table::{Table, Target, Upstream};
use cache::PriceShelf;
use domain::{ErrorKind, Fault, ModelRef, Pico, ProviderName, RouteName, TenantId, Timestamp, Usage};
use metering::PriceBook;
use routing::{Candidate, Dice, Exclusion, Features, HealthBoard, Plan, Planned, RequestFacts, Tried};
use std::sync::Arc;
use wire::Envelope;

/// Output tokens taken for granted where the client sets no limit. Only candidates are compared by it; nothing is billed.
const USUAL_OUTPUT_TOKENS: u64 = 500;

/// A plan and what its places stand for.
pub struct Planning {
    /// The order and the reasons.
    pub plan: Plan,
    /// Parallel to the candidates that the plan's indices point into.
    pub candidates: Vec<(Arc<Upstream>, ModelRef)>,
    /// The route the client named.
    pub route: Option<RouteName>,
    /// The model the client named.
    pub requested: Option<ModelRef>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
}

impl Planning {
    /// What stands at a place of the order.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<(&Planned, &Arc<Upstream>, &ModelRef)> {
        let planned = self.plan.order.get(position)?;
        let (upstream, target) = self.candidates.get(planned.index)?;
        Some((planned, upstream, target))
    }

    /// The provider of the best planned candidate that is not used, given those that had their turn.
    #[must_use]
    pub fn alternative(&self, history: &[Tried]) -> Option<ProviderName> {
        let planned = self.plan.alternative(history)?;
        self.candidates.get(planned.index).map(|(_, target)| target.provider.clone())
    }
}

/// What planning looks at beside the request.
pub struct View<'a> {
    /// Providers and routes.
    pub table: &'a Table,
    /// How candidates are doing.
    pub health: &'a HealthBoard,
    /// What they cost.
    pub prices: &'a PriceShelf,
    /// Whose request it is.
    pub tenant: TenantId,
    /// Now.
    pub now: Timestamp,
}

/// Plans a request.
///
/// # Errors
/// `NotFound` for a model that is none; a fault that names what was asked for when no candidate can serve it.
pub fn plan(view: &View<'_>, envelope: &Envelope, dice: &mut Dice) -> Result<Planning, Fault> {
    let target = view.table.resolve(&envelope.model)?;
    let facts = facts(envelope);
    let planning = match target {
        Target::Model(upstream, model) => {
            let snapshot = view.health.snapshot(&model, view.now);
            let plan = routing::plan_direct(&facts, &Candidate::new(model.clone()), Some(&snapshot));
            if !upstream.wire.supports(envelope.endpoint) {
                return Err(cannot(envelope));
            }
            Planning {
                plan,
                candidates: vec![(upstream.clone(), model.clone())],
                route: None,
                requested: Some(model.clone()),
                baseline: Some(model),
            }
        }
        Target::Route(route) => {
            let book = view.prices.book();
            let candidates: Vec<Candidate> = route
                .candidates
                .iter()
                .map(|(upstream, setup)| Candidate {
                    target: setup.target.clone(),
                    weight: setup.weight,
                    expected_cost: expected_cost(&book, view.tenant, &setup.target, view.now, &facts),
                    supports: upstream.supports(&setup.target.model, envelope.endpoint),
                    allowed: true,
                    max_complexity: setup.max_complexity,
                    simulated: upstream.simulated(),
                })
                .collect();
            let health: Vec<_> =
                candidates.iter().map(|candidate| view.health.snapshot(&candidate.target, view.now)).collect();
            let plan = routing::plan(&facts, &candidates, &health, route.strategy, view.now, dice);
            let pairs = route.candidates.iter().map(|(upstream, setup)| (upstream.clone(), setup.target.clone()));
            Planning {
                plan,
                candidates: pairs.collect(),
                route: Some(route.name.clone()),
                requested: None,
                baseline: route.baseline.clone(),
            }
        }
    };
    if planning.plan.order.is_empty() { Err(nobody(&planning)) } else { Ok(planning) }
}

fn facts(envelope: &Envelope) -> RequestFacts {
    RequestFacts {
        request_type: envelope.endpoint.request_type().unwrap_or(domain::RequestType::Chat),
        estimated_input_tokens: envelope.estimated_input_tokens(),
        max_output_tokens: envelope.max_output_tokens,
        features: Features {
            prompt_bytes: envelope.prompt_bytes,
            messages: u32::try_from(envelope.messages).unwrap_or(u32::MAX),
            tools: u32::try_from(envelope.tools).unwrap_or(u32::MAX),
            images: u32::from(envelope.has_images),
            json_schema: envelope.has_json_schema,
            reasoning: false,
        },
    }
}

/// What the request would cost on a model, by the price in force and its estimated size.
fn expected_cost(
    book: &PriceBook,
    tenant: TenantId,
    target: &ModelRef,
    now: Timestamp,
    facts: &RequestFacts,
) -> Option<Pico> {
    let price = book.find(tenant, &target.provider, &target.model, now)?;
    let output = match facts.request_type {
        domain::RequestType::Embedding => 0,
        _ => facts.max_output_tokens.unwrap_or(USUAL_OUTPUT_TOKENS).min(USUAL_OUTPUT_TOKENS),
    };
    let usage = Usage { input_uncached: facts.estimated_input_tokens, output, ..Usage::default() };
    let rates = price.rates_for(&usage, None);
    let part = |rate: Option<i64>, tokens: u64| i64::try_from(tokens).ok()?.checked_mul(rate?);
    let output = if output == 0 { 0 } else { part(rates.output, output)? };
    part(rates.input, usage.input_uncached)?.checked_add(output).map(Pico)
}

fn cannot(envelope: &Envelope) -> Fault {
    let kind = envelope.endpoint.request_type().map_or("this", |kind| kind.as_str());
    Fault::new(
        ErrorKind::InvalidRequest,
        format!("the provider of this model has no {kind} endpoint: name a model of a provider that has one"),
    )
}

/// Every candidate of a route is excluded: says why each is.
fn nobody(planning: &Planning) -> Fault {
    let reasons: Vec<String> = planning
        .plan
        .excluded
        .iter()
        .filter_map(|excluded| {
            let (_, target) = planning.candidates.get(excluded.index)?;
            Some(format!("{target}: {}", excluded.why))
        })
        .take(8)
        .collect();
    let name = planning.route.as_ref().map_or("", RouteName::as_str);
    if reasons.is_empty() {
        return Fault::new(ErrorKind::NotFound, format!("the route `{name}` has no candidates: add some to it"));
    }
    let too_large = planning.plan.excluded.iter().all(|excluded| matches!(excluded.why, Exclusion::Context { .. }));
    let kind = if too_large { ErrorKind::TooLarge } else { ErrorKind::InvalidRequest };
    Fault::new(kind, format!("no candidate of the route `{name}` can serve this request ({})", reasons.join("; ")))
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;

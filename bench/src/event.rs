//! A usage event from a number: who asked is given, all else follows.

use crate::population::{Dice, key_id, tenant_id, user_id};
use anyhow::Context;
use domain::{Attempt, EventId, ModelRef, Outcome, RequestType, Timestamp, Token, Usage, UsageEvent, UsageSource};

/// What is asked for, and how often of 10: names of the catalogue, so that every event has a price.
const MODELS: [(&str, u64); 4] = [
    ("openai/gpt-5.4", 2),
    ("openai/gpt-5.4-mini", 4),
    ("anthropic/claude-haiku-4-5", 3),
    ("anthropic/claude-opus-5-5", 1),
];

/// Users of each tenant.
const USERS: u64 = 5;

/// Makes events.
pub struct Maker {
    models: Vec<ModelRef>,
    strategy: Token,
    client: Token,
}

impl Maker {
    /// # Errors
    /// Never: the names are constants.
    pub fn new() -> anyhow::Result<Self> {
        let read = |(name, share): &(&str, u64)| -> anyhow::Result<Vec<ModelRef>> {
            let model: ModelRef = name.parse().ok().with_context(|| format!("`{name}` is no provider/model"))?;
            Ok(vec![model; usize::try_from(*share)?])
        };
        let models: Vec<_> = MODELS.iter().map(read).collect::<anyhow::Result<_>>()?;
        let token = |text| Token::new(text).ok().with_context(|| format!("`{text}` is no token"));
        Ok(Self { models: models.concat(), strategy: token("direct")?, client: token("bench/1")? })
    }

    /// An event of tenant `owner` at a moment.
    pub fn event(&self, owner: u64, at: Timestamp, dice: &mut Dice) -> UsageEvent {
        let target = self.models[dice.below(self.models.len() as u64) as usize].clone();
        let mut random = [0; 10];
        random[..8].copy_from_slice(&dice.next().to_be_bytes());
        random[8..].copy_from_slice(&dice.next().to_be_bytes()[..2]);
        let usage = Usage { input_uncached: 100 + dice.below(4_000), output: 10 + dice.below(600), ..Usage::default() };
        let latency_ms = 200 + dice.below(4_000);
        let ttft_ms = Some(latency_ms / 4);
        UsageEvent {
            event_id: EventId::from_parts(at, random),
            tenant_id: tenant_id(owner),
            user_id: Some(user_id(owner, dice.below(USERS))),
            session_id: None,
            timestamp: at,
            provider: target.provider.clone(),
            model: target.model.clone(),
            request_type: RequestType::Chat,
            usage,
            latency_ms,
            succeeded: true,
            error_code: None,
            routing_strategy: Some(self.strategy.clone()),
            alternative_provider: None,
            requested_model: Some(target.clone()),
            route: None,
            baseline: Some(self.models[0].clone()),
            key_id: Some(key_id(owner)),
            streamed: Some(true),
            ttft_ms,
            usage_source: UsageSource::Provider,
            service_tier: None,
            routing_cost: None,
            cache_hit: false,
            client_gone: false,
            attempts: vec![Attempt {
                target,
                latency_ms,
                ttft_ms,
                outcome: Outcome::Ok,
                error_code: None,
                usage,
                usage_source: Some(UsageSource::Provider),
            }],
            client: Some(self.client.clone()),
            simulated: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_valid_and_follows_from_its_seed() {
        let maker = Maker::new().expect("constants");
        let at = Timestamp::from_millis(1_790_000_000_000);
        let event = maker.event(3, at, &mut Dice(1));
        assert_eq!(event, maker.event(3, at, &mut Dice(1)));
        assert_ne!(event.event_id, maker.event(3, at, &mut Dice(2)).event_id);
        let read = events::usage::decode(&events::usage::encode(&event), at);
        assert_eq!(read.as_ref(), Ok(&event));
    }
}

//! Who the sandbox plays: providers with a temper. What a persona does with a request is a pure function of seed, time
//! and the request's number, so that a demonstration can be repeated.

use crate::scene::{Refusal, Scene};
use crate::seen::{Endpoint, Seen};
use crate::tokens;
use rand::{Rng, SeedableRng, rngs::StdRng};

/// A simulated provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    /// Its name: the path segment before `/v1`.
    pub name: String,
    /// The models it has; others are 404. Empty: every name is taken.
    pub models: Vec<String>,
    /// Median time to the first byte, in milliseconds.
    pub ttft_median_ms: f64,
    /// Spread of the time to the first byte: the standard deviation of its logarithm.
    pub ttft_spread: f64,
    /// Median speed, in output tokens a second; its spread is a quarter.
    pub tokens_per_s: f64,
    /// Median length of an answer, in tokens, where the request sets no limit.
    pub output_median_tokens: f64,
    /// Spread of the length: the standard deviation of its logarithm.
    pub output_spread: f64,
    /// Share of requests that fail with a 5xx, 0 to 1.
    pub error_rate: f64,
    /// Share of requests that are refused with 429, 0 to 1.
    pub rate_limited_rate: f64,
    /// Length of a span that holds one outage, in seconds; 0 for none.
    pub outage_every_s: u64,
    /// Length of an outage, in seconds.
    pub outage_lasting_s: u64,
}

/// The cast of a sandbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The personas, found by the path's first segment. Empty: any path, any model, no temper.
    pub personas: Vec<Persona>,
    /// How much faster than life waits pass and outages come: 1 is life, 10 a tenth of every wait.
    pub speed: f64,
}

/// What a persona makes of one request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mood {
    pub(crate) scene: Scene,
    pub(crate) output_tokens: u64,
    /// Output tokens a second, at this sandbox's speed; 0 for at once.
    pub(crate) tokens_per_s: f64,
}

impl Profile {
    /// No personas: prompt, complete answers on any path to any model. What tests start from.
    #[must_use]
    pub fn plain() -> Self {
        Self { personas: vec![], speed: 1.0 }
    }

    /// The cast of the demonstration, at so many times the speed of life.
    #[must_use]
    pub fn demo(speed: f64) -> Self {
        let persona = |name: &str, models: &[&str], ttft_median_ms, tokens_per_s, error_rate| Persona {
            name: name.into(),
            models: models.iter().map(|model| (*model).to_owned()).collect(),
            ttft_median_ms,
            ttft_spread: 0.45,
            tokens_per_s,
            output_median_tokens: 180.0,
            output_spread: 0.6,
            error_rate,
            rate_limited_rate: 0.004,
            outage_every_s: 1_800,
            outage_lasting_s: 75,
        };
        let openai: &[&str] = &[
            "gpt-5.4",
            "gpt-5.4-mini",
            "gpt-5.4-nano",
            "gpt-4o-mini",
            "gpt-3.5-turbo-instruct",
            "text-embedding-3-small",
            "text-embedding-3-large",
        ];
        let anthropic: &[&str] = &["claude-haiku-4-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-sonnet-4-6"];
        let fast = Persona { outage_every_s: 900, ..persona("sandbox-fast", &[], 90.0, 240.0, 0.02) };
        Self {
            personas: vec![
                persona("sandbox-openai", openai, 420.0, 85.0, 0.008),
                persona("sandbox-anthropic", anthropic, 620.0, 70.0, 0.005),
                fast,
            ],
            speed,
        }
    }

    /// The persona of a path; `None` when the cast does not know it.
    #[must_use]
    pub fn persona(&self, name: &str) -> Option<&Persona> {
        self.personas.iter().find(|persona| persona.name == name)
    }

    pub(crate) fn mood(&self, seen: &Seen, now_ms: u64, seed: u64) -> Mood {
        let plain = Mood { scene: Scene::default(), output_tokens: 48, tokens_per_s: 0.0 };
        if self.personas.is_empty() {
            return plain;
        }
        let Some(persona) = self.persona(&seen.persona) else {
            return Mood { scene: Scene::refusing(Refusal::NotFound), ..plain };
        };
        let unknown = !persona.models.is_empty() && !seen.model.is_empty() && !persona.models.contains(&seen.model);
        if unknown {
            return Mood { scene: Scene::refusing(Refusal::ModelNotFound(seen.model.clone())), ..plain };
        }
        if matches!(seen.endpoint, Endpoint::Models | Endpoint::Model(_) | Endpoint::CountTokens) {
            return plain;
        }
        persona.mood(seen, now_ms, seed, self.speed.max(0.001))
    }
}

impl Persona {
    /// A persona that answers at once and never fails.
    #[must_use]
    pub fn steady(name: &str, models: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            models,
            ttft_median_ms: 0.0,
            ttft_spread: 0.0,
            tokens_per_s: 0.0,
            output_median_tokens: 48.0,
            output_spread: 0.0,
            error_rate: 0.0,
            rate_limited_rate: 0.0,
            outage_every_s: 0,
            outage_lasting_s: 0,
        }
    }

    /// Whether it is down at a moment, in milliseconds since 1970. Each span has its outage at a place of its own.
    #[must_use]
    pub fn is_down(&self, seed: u64, now_ms: u64, speed: f64) -> bool {
        let every_ms = (self.outage_every_s as f64 * 1000.0 / speed) as u64;
        let lasting_ms = ((self.outage_lasting_s as f64 * 1000.0 / speed) as u64).min(every_ms);
        if every_ms == 0 || lasting_ms == 0 {
            return false;
        }
        let span = now_ms / every_ms;
        let place = tokens::hash(seed ^ span, self.name.as_bytes());
        let begins_ms = place % (every_ms - lasting_ms + 1);
        (begins_ms..begins_ms + lasting_ms).contains(&(now_ms % every_ms))
    }

    fn mood(&self, seen: &Seen, now_ms: u64, seed: u64, speed: f64) -> Mood {
        let mut random = StdRng::seed_from_u64(tokens::hash(seed ^ seen.sequence, self.name.as_bytes()));
        let ttft_ms = log_normal(&mut random, self.ttft_median_ms, self.ttft_spread) / speed;
        let tokens_per_s = log_normal(&mut random, self.tokens_per_s, 0.25) * speed;
        let output_tokens =
            log_normal(&mut random, self.output_median_tokens, self.output_spread).clamp(1.0, 4096.0) as u64;
        let luck: f64 = random.random();
        let refuse = if self.is_down(seed, now_ms, speed) {
            Some(Refusal::Overloaded)
        } else if luck < self.error_rate {
            Some(if random.random() { Refusal::ServerError } else { Refusal::Unavailable })
        } else if luck < self.error_rate + self.rate_limited_rate {
            Some(Refusal::RateLimited { retry_after_s: 1 })
        } else {
            None
        };
        let scene = Scene { refuse, first_byte_delay_ms: ttft_ms as u64, ..Scene::default() };
        Mood { scene, output_tokens, tokens_per_s }
    }
}

fn log_normal(random: &mut StdRng, median: f64, spread: f64) -> f64 {
    // Box and Muller's transform of two uniform numbers into a normal one.
    let (one, two): (f64, f64) = (random.random_range(f64::EPSILON..1.0), random.random());
    let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos();
    median * (spread * normal).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_span_has_exactly_one_outage_of_its_length() {
        let profile = Profile::demo(1.0);
        let persona = profile.persona("sandbox-openai").unwrap();
        let span_s = persona.outage_every_s;
        for span in 1_000..1_004 {
            let down =
                (span * span_s..(span + 1) * span_s).filter(|at_s| persona.is_down(7, at_s * 1000, 1.0)).count() as u64;
            assert!(down.abs_diff(persona.outage_lasting_s) <= 1, "{down} s down");
        }
    }

    #[test]
    fn the_median_of_log_normal_figures_is_the_median_asked_for() {
        let mut random = StdRng::seed_from_u64(1);
        let below = (0..10_000).filter(|_| log_normal(&mut random, 400.0, 0.5) < 400.0).count();
        assert!((4_800..5_200).contains(&below), "{below}");
    }
}

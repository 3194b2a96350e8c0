//! What a rule may say, and how a rule that says nonsense is refused.

use domain::{ModelName, PicoSum, ProviderName, RouteName};
use serde::{Deserialize, Serialize};

/// What is watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Known cost in the window, in US dollars. Unpriced requests are not in it, so it is a lower bound.
    Cost,
    /// Failures that are not the client's, of all such requests that did not fail by the client: 0 to 1.
    ErrorRate,
    /// The 95th percentile of the latency of answers, in milliseconds.
    LatencyP95,
    /// The 95th percentile of the time to the first token, in milliseconds.
    TtftP95,
    /// Requests without a price.
    Unpriced,
    /// Requests.
    Requests,
}

impl Metric {
    /// Whether it is a percentile, which rests on histograms, and not a sum.
    #[must_use]
    pub const fn is_percentile(self) -> bool {
        matches!(self, Self::LatencyP95 | Self::TtftP95)
    }
}

/// On which side of the threshold trouble is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// More than the threshold.
    Above,
    /// Less than the threshold.
    Below,
}

/// An alert rule, as it is stored and asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What is watched.
    pub metric: Metric,
    /// On which side trouble is.
    pub comparison: Comparison,
    /// The bound, an exact decimal in the metric's unit, such as `"12.50"` or `"0.05"`. The bound itself is no trouble.
    pub threshold: String,
    /// Once alerting, only this bound ends it; `None` for `threshold`. Keeps a figure that hovers from flapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_threshold: Option<String>,
    /// How far back the figures reach.
    pub window_minutes: u32,
    /// With fewer requests in the window there is too little data to tell.
    #[serde(default)]
    pub min_requests: u64,
    /// How long trouble must last before the alert.
    #[serde(default)]
    pub for_minutes: u32,
    /// How long it must be over before the all-clear.
    #[serde(default)]
    pub recovery_minutes: u32,
    /// Only this provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderName>,
    /// Only this model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelName>,
    /// Only this route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<RouteName>,
}

/// A rule's bounds as numbers, in millionths of a millionth of the metric's unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Trouble begins beyond it.
    pub threshold: PicoSum,
    /// An alert ends once the figure is no longer beyond it.
    pub recovery: PicoSum,
}

/// Why a rule is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RuleError {
    /// Not a decimal.
    #[error("{0} `{1}` is not a decimal number; write it as text such as \"12.50\"")]
    Number(&'static str, String),
    /// Outside the metric's range.
    #[error("{0} `{1}` is outside what the metric can be: 0 or more, and for error_rate at most 1")]
    Range(&'static str, String),
    /// The recovery bound lies on the side of trouble.
    #[error(
        "recovery_threshold `{0}` lies on the wrong side of threshold `{1}`: below it for `above`, above it for `below`"
    )]
    Recovery(String, String),
    /// No window, or one that is longer than 31 days.
    #[error("{0} of {1} is outside {2} to 44640 minutes (31 days)")]
    Minutes(&'static str, u32, u32),
}

impl RuleError {
    /// The field of the rule that is wrong.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Number(field, _) | Self::Range(field, _) | Self::Minutes(field, ..) => field,
            Self::Recovery(..) => "recovery_threshold",
        }
    }
}

/// 31 days.
const MAX_MINUTES: u32 = 44_640;

impl Rule {
    /// Checks the rule and reads its bounds. Call it when a rule comes in; `evaluate` takes what it gives.
    ///
    /// # Errors
    /// See `RuleError`; each names the field, the value and the fix.
    pub fn limits(&self) -> Result<Limits, RuleError> {
        for (name, minutes, least) in [
            ("window_minutes", self.window_minutes, 1),
            ("for_minutes", self.for_minutes, 0),
            ("recovery_minutes", self.recovery_minutes, 0),
        ] {
            if !(least..=MAX_MINUTES).contains(&minutes) {
                return Err(RuleError::Minutes(name, minutes, least));
            }
        }
        let threshold = self.bound("threshold", &self.threshold)?;
        let Some(text) = &self.recovery_threshold else { return Ok(Limits { threshold, recovery: threshold }) };
        let recovery = self.bound("recovery_threshold", text)?;
        let wrong = match self.comparison {
            Comparison::Above => recovery > threshold,
            Comparison::Below => recovery < threshold,
        };
        if wrong {
            return Err(RuleError::Recovery(short(text), short(&self.threshold)));
        }
        Ok(Limits { threshold, recovery })
    }

    /// Whether what was done by this provider and model is watched.
    #[must_use]
    pub fn counts(&self, provider: &ProviderName, model: &ModelName) -> bool {
        self.provider.as_ref().is_none_or(|wanted| wanted == provider)
            && self.model.as_ref().is_none_or(|wanted| wanted == model)
    }

    fn bound(&self, name: &'static str, text: &str) -> Result<PicoSum, RuleError> {
        let bound: PicoSum = text.parse().map_err(|_| RuleError::Number(name, short(text)))?;
        let most = match self.metric {
            Metric::ErrorRate => domain::money::PICO_PER_USD,
            // Above any figure there can be, and small enough to be multiplied by any count.
            _ => domain::money::PICO_PER_USD * 1_000_000_000_000,
        };
        if (0..=most).contains(&bound.0) { Ok(bound) } else { Err(RuleError::Range(name, short(text))) }
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

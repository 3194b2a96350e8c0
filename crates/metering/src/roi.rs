//! The ROI calculator: what a month costs now, what it would cost with routing, and when that pays. Money stays whole
//! pico-dollars, rounded once at the end; money saved on tokens and the value of people's time are never added up.

use crate::{ClassRates, Unpriced, rating::price_tokens};
use domain::{PicoSum, Usage};

/// How much of the planned mix really moves, in percent: low, base, high.
pub const REALIZED_PERCENT: [u64; 3] = [50, 75, 100];

/// The span that ROI is counted over.
pub const ROI_MONTHS: i128 = 12;

/// A month as it is now and as it is planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Requests a month.
    pub requests_per_month: u64,
    /// Average input tokens of a request, all uncached.
    pub input_tokens: u64,
    /// Average output tokens of a request.
    pub output_tokens: u64,
    /// Prices of the model used now.
    pub current: ClassRates,
    /// The models to move to; what their shares leave of 100 stays on the current one.
    pub candidates: Vec<Candidate>,
    /// What running the gateway costs a month.
    pub platform_cost_per_month: PicoSum,
    /// What setting it up costs once.
    pub setup_cost: PicoSum,
    /// People's time, where the asker wants it valued.
    pub productivity: Option<Productivity>,
}

/// A model to move to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Its prices.
    pub rates: ClassRates,
    /// Its share of the requests, in percent.
    pub share_percent: u64,
}

/// People's time that is expected to be won.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Productivity {
    /// Minutes a month, of all people together.
    pub minutes_per_month: u64,
    /// What an hour costs.
    pub hourly_rate: PicoSum,
}

/// One outlook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outlook {
    /// How much of the planned mix moves, in percent.
    pub realized_percent: u64,
    /// What the tokens of a month would cost.
    pub monthly_cost: PicoSum,
    /// The current cost less that, signed; the platform's cost is not in it.
    pub monthly_token_savings: PicoSum,
    /// The same less the platform's cost, signed.
    pub monthly_net_savings: PicoSum,
    /// Net savings of twelve months less the setup, in hundredths of a percent of what is spent on platform and setup
    /// over them, rounded toward zero. `None` where nothing is spent.
    pub roi_basis_points: Option<i128>,
    /// Tenths of months until the net savings have paid the setup, rounded up; `None` for never.
    pub payback_months_x10: Option<i128>,
    /// The value of the time won in a month, beside the figures above and in none of them.
    pub monthly_productivity_value: Option<PicoSum>,
}

/// The answer, with what it rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What a month costs now.
    pub current_monthly_cost: PicoSum,
    /// Low, base and high.
    pub outlooks: [Outlook; 3],
    /// What was assumed, in sentences for the reader.
    pub assumptions: Vec<String>,
}

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RoiError {
    /// More than everything.
    #[error("the candidates' shares sum to {0} percent; they may sum to 100 at most")]
    Shares(u64),
    /// A price is missing: of the candidate at this place, counted from 0, or of the current model.
    #[error("{} has no price for input or output tokens, so there is no figure; name another model", named(*.0))]
    Unpriced(Option<usize>),
    /// An absurd figure: its field as the contract names it, and the most that is calculated.
    #[error("{0} is larger than can be calculated; use at most {1}")]
    TooLarge(&'static str, u64),
    /// One request of so many tokens costs more than is calculated: the field of the tokens, as the contract names it.
    #[error("with so many {0} one request costs more than can be calculated; use fewer")]
    TooDear(&'static str),
    /// Money below zero: its field as the contract names it.
    #[error("{0} is negative; give 0 or more")]
    Negative(&'static str),
}

/// What stands at a place, in words.
fn named(place: Option<usize>) -> String {
    place.map_or_else(|| "the current model".to_owned(), |index| format!("candidate {}", index + 1))
}

/// The most of any count: a million times a million.
const MOST: u64 = 1_000_000_000_000;

/// The most dollars of any cost, so that products stay far inside an i128.
const MOST_USD: u64 = 1_000_000_000_000;

/// Works the outlooks out.
///
/// # Errors
/// See `RoiError`.
pub fn calculate(question: &Question) -> Result<Answer, RoiError> {
    check(question)?;
    let tokens = Usage { input_uncached: question.input_tokens, output: question.output_tokens, ..Usage::default() };
    let input = Usage { output: 0, ..tokens };
    let month = |place: Option<usize>, rates: &ClassRates| match price_tokens(rates, &tokens) {
        Ok(request) => Ok(i128::from(request.0) * i128::from(question.requests_per_month)),
        Err(Unpriced::OutOfRange) if price_tokens(rates, &input) == Err(Unpriced::OutOfRange) => {
            Err(RoiError::TooDear("input_tokens"))
        }
        Err(Unpriced::OutOfRange) => Err(RoiError::TooDear("output_tokens")),
        Err(_) => Err(RoiError::Unpriced(place)),
    };
    let current = month(None, &question.current)?;
    // What a month saves if the whole mix moves, times 100.
    let mut saved_x100 = 0_i128;
    for (index, candidate) in question.candidates.iter().enumerate() {
        let there = month(Some(index), &candidate.rates)?;
        saved_x100 += (current - there) * i128::from(candidate.share_percent);
    }
    let outlooks = REALIZED_PERCENT.map(|percent| outlook(question, current, saved_x100, percent));
    Ok(Answer { current_monthly_cost: PicoSum(current), outlooks, assumptions: assumptions(question) })
}

fn outlook(question: &Question, current: i128, saved_x100: i128, percent: u64) -> Outlook {
    let saved = rounded(saved_x100 * i128::from(percent), 10_000);
    let (platform, setup) = (question.platform_cost_per_month.0, question.setup_cost.0);
    let net = saved - platform;
    let spent = platform * ROI_MONTHS + setup;
    let gained = saved * ROI_MONTHS - spent;
    Outlook {
        realized_percent: percent,
        monthly_cost: PicoSum(current - saved),
        monthly_token_savings: PicoSum(saved),
        monthly_net_savings: PicoSum(net),
        roi_basis_points: (spent > 0).then(|| gained.saturating_mul(10_000) / spent),
        payback_months_x10: (net > 0).then(|| (setup * 10 + net - 1) / net),
        monthly_productivity_value: question.productivity.map(|time| {
            PicoSum(rounded(time.hourly_rate.0 * i128::from(time.minutes_per_month) * i128::from(percent), 6_000))
        }),
    }
}

/// Divides, rounding halves away from zero, so that a saving and the same loss are the same figure.
pub(crate) fn rounded(value: i128, by: i128) -> i128 {
    (value.abs() + by / 2) / by * value.signum()
}

fn check(question: &Question) -> Result<(), RoiError> {
    for (name, count) in [
        ("requests_per_month", question.requests_per_month),
        ("input_tokens", question.input_tokens),
        ("output_tokens", question.output_tokens),
    ] {
        if count > MOST {
            return Err(RoiError::TooLarge(name, MOST));
        }
    }
    let time = question.productivity.unwrap_or(Productivity { minutes_per_month: 0, hourly_rate: PicoSum(0) });
    // A month has fewer minutes than this for twenty thousand people.
    const MOST_MINUTES: u64 = 1_000_000_000;
    if time.minutes_per_month > MOST_MINUTES {
        return Err(RoiError::TooLarge("minutes_won_per_month", MOST_MINUTES));
    }
    for (name, money) in [
        ("platform_cost_usd_per_month", question.platform_cost_per_month),
        ("setup_cost_usd", question.setup_cost),
        ("hourly_rate_usd", time.hourly_rate),
    ] {
        if money.0 < 0 {
            return Err(RoiError::Negative(name));
        }
        if money.0 > i128::from(MOST_USD) * domain::money::PICO_PER_USD {
            return Err(RoiError::TooLarge(name, MOST_USD));
        }
    }
    let shares = question.candidates.iter().fold(0_u64, |sum, one| sum.saturating_add(one.share_percent));
    if shares > 100 { Err(RoiError::Shares(shares)) } else { Ok(()) }
}

fn assumptions(question: &Question) -> Vec<String> {
    let [low, base, high] = REALIZED_PERCENT;
    let mut lines = vec![
        format!("Of the planned mix, {low} % (low), {base} % (base) or {high} % (high) really moves; the rest stays."),
        "A candidate uses the same tokens as the current model.".to_owned(),
        "Input tokens are priced as uncached, at standard list or override prices.".to_owned(),
        format!("ROI is counted over {ROI_MONTHS} months of platform cost and the setup."),
    ];
    if question.productivity.is_some() {
        lines.push(
            "The value of time scales like the mix. It is in no other figure: not in savings, ROI or payback."
                .to_owned(),
        );
    }
    lines
}

#[cfg(test)]
#[path = "roi/tests.rs"]
mod tests;

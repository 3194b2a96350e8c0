//! `POST /api/v1/analytics/roi-calculator`: what a month would cost and save with part of it on other models. The reckoning is
//! metering's; prices are those in force now.

use super::parts;
use crate::answer::{Coverage, Moment, Period, Usd, figures};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::body::Body;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use domain::{ModelRef, Usage};
use http::Uri;
use metering::ClassRates;
use metering::roi::{Answer, Candidate, Outlook, Productivity, Question, RoiError, calculate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A month as it is, and as it is planned.
#[derive(Clone, PartialEq, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoiBody {
    /// Requests a month.
    pub requests_per_month: u64,
    /// Average input tokens of a request.
    pub input_tokens: u64,
    /// Average output tokens of a request.
    pub output_tokens: u64,
    /// The model used now, as `provider/model`.
    #[schema(example = "openai/gpt-5.4")]
    pub current_model: String,
    /// The models to move to, at most 20; what their shares leave of 100 stays on the current one.
    pub candidates: Vec<RoiCandidateBody>,
    /// What running Tollkeeper costs a month; 0 by default.
    #[serde(default)]
    pub platform_cost_usd_per_month: Usd,
    /// What introducing it costs once; 0 by default.
    #[serde(default)]
    pub setup_cost_usd: Usd,
    /// Minutes a month that people are expected to win, all together; only for `productivity_usd`.
    #[serde(default)]
    pub minutes_won_per_month: Option<u64>,
    /// What an hour of theirs costs.
    #[serde(default)]
    pub hourly_rate_usd: Option<Usd>,
}

/// A model to move to.
#[derive(Clone, PartialEq, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoiCandidateBody {
    /// The model, as `provider/model`.
    pub model: String,
    /// Its share of the requests, in percent.
    pub share_percent: u64,
}

/// One projection. All money is modelled, never billed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiCase {
    /// `low`, `base` or `high`.
    pub name: String,
    /// How much of the planned mix moves, in percent.
    pub realized_percent: u64,
    /// What the tokens of a month would cost.
    pub monthly_cost_usd: Usd,
    /// The current cost less that, signed.
    pub monthly_savings_usd: Usd,
    /// The same less the platform's cost, signed.
    pub monthly_net_usd: Usd,
    /// Net savings of twelve months less the setup, in percent of what is spent; null where nothing is spent.
    pub roi_percent: Option<f64>,
    /// Months until the setup is paid, with one decimal; null for never.
    pub payback_months: Option<f64>,
}

/// A projection.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiAnswer {
    /// The last 30 days, for comparison: what `coverage` is of. No figure of the projection comes from them.
    pub period: Period,
    /// When this was computed, and at which moment's prices.
    pub as_of: Moment,
    /// What the last 30 days know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among the last 30 days.
    pub simulated: bool,
    /// What a month costs now.
    pub current_monthly_cost_usd: Usd,
    /// Low, base and high.
    pub cases: Vec<RoiCase>,
    /// The value of working time won in a month, where asked for: a figure of its own, part of no other.
    pub productivity_usd: Option<Usd>,
    /// What was assumed, in sentences.
    pub assumptions: Vec<String>,
}

/// What a month may cost and save.
#[utoipa::path(post, path = "/api/v1/analytics/roi-calculator", tag = "analytics", request_body = RoiBody,
    params(("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = RoiAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn calculate_roi(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
    Body(body): Body<RoiBody>,
) -> Result<Json<RoiAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    if body.candidates.len() > 20 {
        return Err(Problem::bad("candidates", "There are more than 20 candidates.", "Name at most 20."));
    }
    let usage = Usage { input_uncached: body.input_tokens, output: body.output_tokens, ..Usage::default() };
    let rates = |field: &str, model: &str| rates(&state, &asked, &usage, field, model);
    let mut candidates = Vec::new();
    for (place, candidate) in body.candidates.iter().enumerate() {
        let rates = rates(&model_at(place), &candidate.model)?;
        candidates.push(Candidate { rates, share_percent: candidate.share_percent });
    }
    let productivity = body.minutes_won_per_month.zip(body.hourly_rate_usd);
    let question = Question {
        requests_per_month: body.requests_per_month,
        input_tokens: body.input_tokens,
        output_tokens: body.output_tokens,
        current: rates("current_model", &body.current_model)?,
        candidates,
        platform_cost_per_month: body.platform_cost_usd_per_month.0,
        setup_cost: body.setup_cost_usd.0,
        productivity: productivity
            .map(|(minutes_per_month, rate)| Productivity { minutes_per_month, hourly_rate: rate.0 }),
    };
    let answer = calculate(&question).map_err(refused)?;
    let month = parts::headline_of(&state, &asked, &asked.named("30d")?).await?;
    Ok(Json(shown(answer, month, asked.now.into())))
}

fn rates(state: &ApiState, asked: &Asked, usage: &Usage, field: &str, model: &str) -> Result<ClassRates, Problem> {
    let target: ModelRef = model.parse().map_err(|_| {
        Problem::bad(field, "A model is written `provider/model`.", "Write it so, such as openai/gpt-5.4.")
    })?;
    let book = state.prices.book();
    let price = book.find(asked.scope.tenant_id(), &target.provider, &target.model, asked.now);
    price.map(|row| row.rates_for(usage, None)).ok_or_else(|| {
        Problem::bad(
            field,
            format!("`{target}` has no price now."),
            "Name a model with a price, or add its price first.",
        )
    })
}

fn refused(error: RoiError) -> Problem {
    let field = match &error {
        RoiError::Shares(_) => "candidates".to_owned(),
        RoiError::Unpriced(Some(place)) => model_at(*place),
        RoiError::Unpriced(None) => "current_model".to_owned(),
        RoiError::TooLarge(field, _) | RoiError::TooDear(field) | RoiError::Negative(field) => (*field).to_owned(),
    };
    let text = error.to_string();
    let (detail, fix) = text.split_once("; ").unwrap_or((&text, "change it"));
    Problem::bad(&field, detail, fix)
}

/// The field that names the candidate at a place, counted from 0.
fn model_at(place: usize) -> String {
    format!("candidates[{place}].model")
}

fn shown(answer: Answer, month: super::dashboard::Headline, as_of: Moment) -> RoiAnswer {
    let case = |(name, outlook): (&str, &Outlook)| RoiCase {
        name: name.to_owned(),
        realized_percent: outlook.realized_percent,
        monthly_cost_usd: outlook.monthly_cost.into(),
        monthly_savings_usd: outlook.monthly_token_savings.into(),
        monthly_net_usd: outlook.monthly_net_savings.into(),
        roi_percent: outlook.roi_basis_points.and_then(|points| figures::percent(points, 10_000)),
        payback_months: outlook
            .payback_months_x10
            .and_then(|tenths| u64::try_from(tenths).ok())
            .and_then(|tenths| figures::tenths(tenths, 10)),
    };
    RoiAnswer {
        period: month.period,
        as_of,
        coverage: month.coverage,
        simulated: month.simulated,
        current_monthly_cost_usd: answer.current_monthly_cost.into(),
        cases: ["low", "base", "high"].into_iter().zip(&answer.outlooks).map(case).collect(),
        productivity_usd: answer.outlooks[1].monthly_productivity_value.map(Usd::from),
        assumptions: answer.assumptions,
    }
}

//! `POST /api/v1/analytics/alerts/preview`: what a rule would have done in the past. Nothing is kept of it.

use super::alerts::{AlertChangeItem, AlertRuleBody, AlertStateName, rule};
use crate::answer::{Coverage, Moment, Period};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::SPAN;
use crate::question::body::Body;
use crate::question::params::SpanParams;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use http::Uri;
use metering::alert::{Change, Look, State as RuleState, preview};
use serde::{Deserialize, Serialize};
use store::alerts::AlertState;
use utoipa::ToSchema;

/// One look at the figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertPoint {
    /// When; the window ends there.
    pub at: Moment,
    /// The figure, in the threshold's unit; null where there is too little data to tell.
    pub value: Option<String>,
    /// Where the rule would have stood from then on.
    pub state: AlertStateName,
}

/// What a rule would have done, had it been made at the beginning of the period.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertPreviewAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed; nothing after it was looked at.
    pub as_of: Moment,
    /// What the figures know, of the requests that the rule watches.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// Minutes between two looks: 15, or 60 for percentiles, which are kept by UTC hours. The rule itself is looked at every
    /// few seconds.
    pub step_minutes: u32,
    /// How this differs from what the rule itself would see, in sentences; empty where it does not.
    pub notes: Vec<String>,
    /// Every look, in order, at most 3,000.
    pub points: Vec<AlertPoint>,
    /// The changes of state, in order.
    pub changes: Vec<AlertChangeItem>,
    /// How often it would have begun to alert.
    pub alerts: u64,
    /// Whole minutes in which it would have stood in an alert.
    pub minutes_in_alert: u64,
}

/// The longest span: 31 days, of which one may have an hour more. That is 2,981 looks.
const LONGEST_MS: i64 = (31 * 24 + 1) * 3_600_000;

/// What a rule would have done: its own evaluation, stepped over past figures. `name` and `enabled` change nothing.
#[utoipa::path(post, path = "/api/v1/analytics/alerts/preview", tag = "alerts", request_body = AlertRuleBody,
    params(SpanParams),
    responses((status = 200, body = AlertPreviewAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn preview_alert(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
    Body(body): Body<AlertRuleBody>,
) -> Result<Json<AlertPreviewAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN]).await?;
    let span = asked.span("7d")?;
    let (from, to) = (span.period.from, span.period.to);
    if to.as_millis() - from.as_millis() > LONGEST_MS {
        let field = if span.name.is_some() { "period" } else { "end_date" };
        return Err(Problem::bad(
            field,
            "A preview covers 31 days at most.",
            "Ask for 30d, or for two dates closer by.",
        ));
    }
    let (rule, limits) = rule(&body)?;
    if !rule.has_a_past() {
        let detail = "Percentiles of the past are not kept apart by route.";
        return Err(Problem::bad("route", detail, "Leave `route` out of the preview, or preview another metric."));
    }
    let past = store::watch::past(&*state.store, asked.scope, &rule, (from, to), asked.now).await?;
    let told = preview(&rule, limits, &past.looks, to.min(asked.now));
    Ok(Json(AlertPreviewAnswer {
        period: span.shown(),
        as_of: asked.now.into(),
        coverage: (&past.total).into(),
        simulated: past.simulated,
        step_minutes: rule.metric.step_minutes(),
        notes: rule.past_notes(),
        points: told.looks.into_iter().map(point).collect(),
        changes: told.changes.into_iter().map(change).collect(),
        alerts: told.alerts,
        minutes_in_alert: told.minutes_in_alert,
    }))
}

fn named(state: RuleState) -> AlertStateName {
    AlertState::from(state).into()
}

fn point(look: Look) -> AlertPoint {
    AlertPoint { at: look.at.into(), value: look.value, state: named(look.state) }
}

fn change(change: Change) -> AlertChangeItem {
    AlertChangeItem { at: change.at.into(), from: named(change.from), to: named(change.to), value: change.value }
}

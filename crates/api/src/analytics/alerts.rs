//! `GET|POST /api/v1/analytics/alerts`, `GET|PUT|DELETE …/{id}`: rules, where they stand, and what happened.

use super::parts;
use crate::admin::audit;
use crate::answer::{Coverage, Moment, Period};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::body::Body;
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use domain::Timestamp;
use http::StatusCode;
use http::Uri;
use metering::alert::{Comparison, Limits, Metric, Rule};
use serde::{Deserialize, Serialize};
use store::alerts::{AlertChange, AlertState, StoredAlert};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a rule watches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertMetric {
    /// Known cost in the window, in US dollars.
    Cost,
    /// Failures not caused by the client, as a share of requests, 0 to 1.
    ErrorRate,
    /// The 95th percentile of latency, in milliseconds.
    LatencyP95,
    /// The 95th percentile of the time to the first token, in milliseconds.
    TtftP95,
    /// Requests without a price.
    Unpriced,
    /// Requests.
    Requests,
}

impl From<Metric> for AlertMetric {
    fn from(metric: Metric) -> Self {
        match metric {
            Metric::Cost => Self::Cost,
            Metric::ErrorRate => Self::ErrorRate,
            Metric::LatencyP95 => Self::LatencyP95,
            Metric::TtftP95 => Self::TtftP95,
            Metric::Unpriced => Self::Unpriced,
            Metric::Requests => Self::Requests,
        }
    }
}

/// On which side of the threshold trouble is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertComparison {
    /// More than the threshold.
    #[default]
    Above,
    /// Less than the threshold.
    Below,
}

/// Where a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlertStateName {
    /// Within its bounds.
    Ok,
    /// Outside them.
    Alert,
    /// Too little data to tell.
    NoData,
}

/// A rule to keep.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertRuleBody {
    /// What its owner calls it, 1 to 100 characters.
    pub name: String,
    /// What it watches.
    pub metric: AlertMetric,
    /// On which side of the threshold trouble is; above by default.
    #[serde(default)]
    pub comparison: AlertComparison,
    /// The bound, a decimal in a string in the metric's unit: dollars, a share, milliseconds or a count.
    #[schema(example = "25.00")]
    pub threshold: String,
    /// Once alerting, only this bound ends it; `threshold` by default.
    #[serde(default)]
    pub recovery_threshold: Option<String>,
    /// Over how many minutes up to now, 1 to 44640 (31 days).
    pub window_minutes: u32,
    /// How long trouble must last before the alert; 0 by default.
    #[serde(default)]
    pub for_minutes: u32,
    /// How long it must be over before the all-clear; 0 by default.
    #[serde(default)]
    pub recovery_minutes: u32,
    /// Only this provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Only this model.
    #[serde(default)]
    pub model: Option<String>,
    /// Only this route.
    #[serde(default)]
    pub route: Option<String>,
    /// With fewer requests than this in the window there is no telling; 1 by default.
    #[serde(default)]
    pub min_requests: Option<u64>,
    /// Whether it is evaluated; true by default.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// A rule and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertItem {
    /// Its id.
    pub id: Uuid,
    /// The rule.
    #[serde(flatten)]
    pub rule: AlertRuleBody,
    /// Where it stands.
    pub state: AlertStateName,
    /// Since when.
    pub state_since: Moment,
    /// The figure of the last evaluation, in the threshold's unit.
    pub value: Option<String>,
    /// When it was last evaluated.
    pub evaluated_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
}

/// One change of state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertChangeItem {
    /// When.
    pub at: Moment,
    /// From.
    pub from: AlertStateName,
    /// To.
    pub to: AlertStateName,
    /// The figure that caused it.
    pub value: Option<String>,
}

/// Every rule of the tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertsAnswer {
    /// Today, in the tenant's zone: what `coverage` is of.
    pub period: Period,
    /// When this was read.
    pub as_of: Moment,
    /// What today's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among today's.
    pub simulated: bool,
    /// The rules, by name.
    pub items: Vec<AlertItem>,
    /// Always null: a tenant's rules fit one page.
    pub next_cursor: Option<String>,
}

/// One rule with its history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertAnswer {
    /// Today, in the tenant's zone: what `coverage` is of.
    pub period: Period,
    /// When this was read.
    pub as_of: Moment,
    /// What today's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among today's.
    pub simulated: bool,
    /// The rule.
    pub alert: AlertItem,
    /// What happened to it, newest first, at most 200.
    pub history: Vec<AlertChangeItem>,
}

/// Every rule and where it stands.
#[utoipa::path(get, path = "/api/v1/analytics/alerts", tag = "alerts",
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_alerts(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<AlertsAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let today = parts::headline_of(&state, &asked, &asked.named("today")?).await?;
    let alerts = state.store.alerts().list(asked.scope).await?;
    Ok(Json(AlertsAnswer {
        period: today.period,
        as_of: asked.now.into(),
        coverage: today.coverage,
        simulated: today.simulated,
        items: alerts.into_iter().map(item).collect::<Result<_, _>>()?,
        next_cursor: None,
    }))
}

/// Adds a rule.
#[utoipa::path(post, path = "/api/v1/analytics/alerts", tag = "alerts", request_body = AlertRuleBody,
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 201, body = AlertItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_alert(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
    Body(body): Body<AlertRuleBody>,
) -> Result<(StatusCode, Json<AlertItem>), Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    if state.store.alerts().list(asked.scope).await?.len() >= MAX_ALERTS {
        return Err(Problem::conflict(format!("There are {MAX_ALERTS} rules already; delete one first.")));
    }
    let alert = save(&state, &caller, &asked, state.new_id(), asked.now, "alert.create", body).await?;
    Ok((StatusCode::CREATED, Json(alert)))
}

/// One rule with its history.
#[utoipa::path(get, path = "/api/v1/analytics/alerts/{id}", tag = "alerts",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_alert(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<AlertAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let id = alert_id(&id)?;
    let alert = state.store.alerts().get(asked.scope, id).await?;
    let history = state.store.alerts().history(asked.scope, id, 200).await?;
    let today = parts::headline_of(&state, &asked, &asked.named("today")?).await?;
    let change = |change: AlertChange| AlertChangeItem {
        at: change.at.into(),
        from: change.from.into(),
        to: change.to.into(),
        value: change.value,
    };
    Ok(Json(AlertAnswer {
        period: today.period,
        as_of: asked.now.into(),
        coverage: today.coverage,
        simulated: today.simulated,
        alert: item(alert)?,
        history: history.into_iter().map(change).collect(),
    }))
}

/// Replaces a rule; a changed rule starts again at `NO_DATA`.
#[utoipa::path(put, path = "/api/v1/analytics/alerts/{id}", tag = "alerts", request_body = AlertRuleBody,
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn replace_alert(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
    Body(body): Body<AlertRuleBody>,
) -> Result<Json<AlertItem>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let old = state.store.alerts().get(asked.scope, alert_id(&id)?).await?;
    Ok(Json(save(&state, &caller, &asked, old.id, old.created_at, "alert.replace", body).await?))
}

/// Deletes a rule with its history.
#[utoipa::path(delete, path = "/api/v1/analytics/alerts/{id}", tag = "alerts",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_alert(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let id = alert_id(&id)?;
    state.store.alerts().remove(asked.scope, id).await?;
    audit::note(&state, &caller.actor(), "alert.delete", id, Some(asked.scope.tenant_id())).await?;
    state.live.publish(asked.scope.tenant_id());
    Ok(StatusCode::NO_CONTENT)
}

/// Rules of one tenant at most.
const MAX_ALERTS: usize = 200;

fn alert_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found("alert"))
}

async fn save(
    state: &ApiState,
    caller: &Caller,
    asked: &Asked,
    id: Uuid,
    created_at: Timestamp,
    act: &str,
    body: AlertRuleBody,
) -> Result<AlertItem, Problem> {
    crate::admin::check_name("name", &body.name)?;
    let (rule, _) = rule(&body)?;
    let alert = StoredAlert {
        id,
        name: body.name,
        rule: serde_json::to_value(&rule).map_err(|_| Problem::internal())?,
        enabled: body.enabled.unwrap_or(true),
        state: AlertState::NoData,
        state_since: asked.now,
        value: None,
        evaluated_at: None,
        created_at,
        memory: serde_json::Value::Null,
    };
    state.store.alerts().put(asked.scope, alert).await?;
    audit::note(state, &caller.actor(), act, id, Some(asked.scope.tenant_id())).await?;
    state.live.publish(asked.scope.tenant_id());
    item(state.store.alerts().get(asked.scope, id).await?)
}

/// The rule of a body, checked, with its bounds.
pub(super) fn rule(body: &AlertRuleBody) -> Result<(Rule, Limits), Problem> {
    let rule = Rule {
        metric: match body.metric {
            AlertMetric::Cost => Metric::Cost,
            AlertMetric::ErrorRate => Metric::ErrorRate,
            AlertMetric::LatencyP95 => Metric::LatencyP95,
            AlertMetric::TtftP95 => Metric::TtftP95,
            AlertMetric::Unpriced => Metric::Unpriced,
            AlertMetric::Requests => Metric::Requests,
        },
        comparison: match body.comparison {
            AlertComparison::Above => Comparison::Above,
            AlertComparison::Below => Comparison::Below,
        },
        threshold: body.threshold.clone(),
        recovery_threshold: body.recovery_threshold.clone(),
        window_minutes: body.window_minutes,
        min_requests: body.min_requests.unwrap_or(1),
        for_minutes: body.for_minutes,
        recovery_minutes: body.recovery_minutes,
        provider: name("provider", body.provider.as_deref())?,
        model: name("model", body.model.as_deref())?,
        route: name("route", body.route.as_deref())?,
    };
    let limits = rule
        .limits()
        .map_err(|error| Problem::bad(error.field(), error.to_string(), format!("Change `{}`.", error.field())))?;
    Ok((rule, limits))
}

fn name<T: std::str::FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let bad = |_| Problem::bad(field, format!("`{field}` is not a name."), "Give the name as it stands in events.");
    text.map(|text| text.parse().map_err(bad)).transpose()
}

/// The rule of an alert as it was stored.
pub(super) fn stored_rule(alert: &StoredAlert) -> Result<Rule, Problem> {
    Rule::deserialize(&alert.rule).map_err(|_| {
        tracing::error!(alert = %alert.id, "a stored alert rule cannot be read");
        Problem::internal()
    })
}

fn item(alert: StoredAlert) -> Result<AlertItem, Problem> {
    let rule = stored_rule(&alert)?;
    Ok(AlertItem {
        id: alert.id,
        rule: AlertRuleBody {
            name: alert.name,
            metric: rule.metric.into(),
            comparison: match rule.comparison {
                Comparison::Above => AlertComparison::Above,
                Comparison::Below => AlertComparison::Below,
            },
            threshold: rule.threshold,
            recovery_threshold: rule.recovery_threshold,
            window_minutes: rule.window_minutes,
            for_minutes: rule.for_minutes,
            recovery_minutes: rule.recovery_minutes,
            provider: rule.provider.map(|name| name.to_string()),
            model: rule.model.map(|name| name.to_string()),
            route: rule.route.map(|name| name.to_string()),
            min_requests: Some(rule.min_requests),
            enabled: Some(alert.enabled),
        },
        state: alert.state.into(),
        state_since: alert.state_since.into(),
        value: alert.value,
        evaluated_at: alert.evaluated_at.map(Moment),
        created_at: alert.created_at.into(),
    })
}

impl From<AlertState> for AlertStateName {
    fn from(state: AlertState) -> Self {
        match state {
            AlertState::Ok => Self::Ok,
            AlertState::Alert => Self::Alert,
            AlertState::NoData => Self::NoData,
        }
    }
}

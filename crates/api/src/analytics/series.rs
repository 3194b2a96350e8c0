//! `GET /api/v1/analytics/costs` and `/usage`: sums over time, whole and by group.

use super::compare::{self, Beside, Compared};
use super::parts::{self, Group, Wish};
use crate::answer::{Coverage, Moment, Money, Period, Traffic, Window};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::{COMPARE, FILTERS, PLACE, SERIES, SPAN};
use crate::question::params::{CompareParams, FilterParams, GroupBy, PlaceParams, SeriesParams, SpanParams};
use crate::question::span::Span;
use crate::state::ApiState;
use axum::extract::{Path, State};
use axum::response::Response;
use cache::Metric;
use domain::Timestamp;
use http::Uri;
use metering::{Grain, Measures};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::rollups::Point;
use utoipa::ToSchema;

/// One bucket of costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostBucket {
    /// When it begins. Buckets without requests are there too, with zeros.
    pub start: Moment,
    /// Requests in it.
    pub requests: u64,
    /// Their money.
    #[serde(flatten)]
    pub money: Money,
}

/// What a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// One value of the dimension.
    Value,
    /// Requests that have no value of it.
    None,
    /// All groups beyond the top ones.
    Other,
}

/// One group's costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostGroup {
    /// What this group is.
    pub kind: GroupKind,
    /// The value: a name or an id; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show: a key's or user's own name where there is one.
    pub label: String,
    /// The group's sums over the period.
    pub total: Money,
    /// What they know.
    pub coverage: Coverage,
    /// Over time.
    pub buckets: Vec<CostBucket>,
}

/// Cost over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostsAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// How wide the buckets are.
    pub grain: Window,
    /// What the groups are, if asked.
    pub group_by: Option<GroupBy>,
    /// The sums over the period.
    pub total: Money,
    /// Over time, all groups together.
    pub buckets: Vec<CostBucket>,
    /// The groups, dearest first, then `other`; they sum to the total.
    pub groups: Vec<CostGroup>,
    /// The span that `compare` names; null without it.
    pub compared: Option<Compared<Money, CostBucket>>,
}

/// One bucket of usage.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageBucket {
    /// When it begins.
    pub start: Moment,
    /// What happened in it.
    #[serde(flatten)]
    pub traffic: Traffic,
}

/// One group's usage.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageGroup {
    /// What this group is.
    pub kind: GroupKind,
    /// The value; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show.
    pub label: String,
    /// The group's sums over the period.
    pub total: Traffic,
    /// What they know.
    pub coverage: Coverage,
    /// Over time.
    pub buckets: Vec<UsageBucket>,
}

/// Requests and tokens over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// How wide the buckets are.
    pub grain: Window,
    /// What the groups are, if asked.
    pub group_by: Option<GroupBy>,
    /// The sums over the period.
    pub total: Traffic,
    /// Over time, all groups together.
    pub buckets: Vec<UsageBucket>,
    /// The groups, busiest first, then `other`; they sum to the total.
    pub groups: Vec<UsageGroup>,
    /// The span that `compare` names; null without it.
    pub compared: Option<Compared<Traffic, UsageBucket>>,
}

/// Cost over time, the period in the query.
#[utoipa::path(get, path = "/api/v1/analytics/costs", tag = "analytics", params(SpanParams, SeriesParams, CompareParams, FilterParams),
    responses((status = 200, body = CostsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_costs(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, SERIES, COMPARE, FILTERS]).await?;
    let span = asked.span("30d")?;
    costs(&state, &asked, &span).await
}

/// Cost over time, the period in the path.
#[utoipa::path(get, path = "/api/v1/analytics/costs/{period}", tag = "analytics",
    params(("period" = String, Path, description = "`today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`"), PlaceParams, SeriesParams, CompareParams, FilterParams),
    responses((status = 200, body = CostsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_costs_of_period(
    State(state): State<ApiState>,
    caller: Caller,
    Path(period): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[PLACE, SERIES, COMPARE, FILTERS]).await?;
    let span = asked.named(&period)?;
    costs(&state, &asked, &span).await
}

/// Requests and tokens over time.
#[utoipa::path(get, path = "/api/v1/analytics/usage", tag = "analytics", params(SpanParams, SeriesParams, CompareParams, FilterParams),
    responses((status = 200, body = UsageAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_usage(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, SERIES, COMPARE, FILTERS]).await?;
    let span = asked.span("30d")?;
    let before = compare::span(&asked, &span)?;
    let key = key(&asked, before.as_ref());
    let json = parts::kept(&state, &asked, Metric::Usage, &span, &key, || async {
        let cut = cut(&state, &asked, &span, before.as_ref()).await?;
        let bucket =
            |(start, sums): (Timestamp, Measures)| UsageBucket { start: start.into(), traffic: (&sums).into() };
        let groups = cut.groups(|sums| sums.requests.into());
        let compared = cut.beside.as_ref().map(|beside| beside.compared(groups.as_deref(), bucket));
        let group = |group: Group<'_>| UsageGroup {
            kind: group.kind,
            key: group.key,
            label: group.label,
            total: (&group.total).into(),
            coverage: (&group.total).into(),
            buckets: parts::filled(group.points.into_iter(), &cut.starts).into_iter().map(bucket).collect(),
        };
        let (total, simulated) = parts::total(&cut.points);
        Ok(UsageAnswer {
            period: span.shown(),
            as_of: asked.now.into(),
            coverage: (&total).into(),
            simulated,
            grain: cut.grain.into(),
            group_by: cut.group_by,
            total: (&total).into(),
            buckets: parts::filled(cut.points.iter(), &cut.starts).into_iter().map(bucket).collect(),
            groups: groups.into_iter().flatten().map(group).collect(),
            compared,
        })
    });
    Ok(parts::respond(&json.await?))
}

async fn costs(state: &ApiState, asked: &Asked, span: &Span) -> Result<Response, Problem> {
    let before = compare::span(asked, span)?;
    let key = key(asked, before.as_ref());
    let json = parts::kept(state, asked, Metric::Costs, span, &key, || async {
        let cut = cut(state, asked, span, before.as_ref()).await?;
        let groups = cut.groups(|sums| sums.cost.0);
        let compared = cut.beside.as_ref().map(|beside| beside.compared(groups.as_deref(), cost_bucket));
        let group = |group: Group<'_>| CostGroup {
            kind: group.kind,
            key: group.key,
            label: group.label,
            total: (&group.total).into(),
            coverage: (&group.total).into(),
            buckets: cost_buckets(group.points.into_iter(), &cut.starts),
        };
        let (total, simulated) = parts::total(&cut.points);
        Ok(CostsAnswer {
            period: span.shown(),
            as_of: asked.now.into(),
            coverage: (&total).into(),
            simulated,
            grain: cut.grain.into(),
            group_by: cut.group_by,
            total: (&total).into(),
            buckets: cost_buckets(cut.points.iter(), &cut.starts),
            groups: groups.into_iter().flatten().map(group).collect(),
            compared,
        })
    });
    Ok(parts::respond(&json.await?))
}

/// Points as buckets of cost, empty ones included.
pub(crate) fn cost_buckets<'a>(points: impl Iterator<Item = &'a Point>, starts: &[Timestamp]) -> Vec<CostBucket> {
    parts::filled(points, starts).into_iter().map(cost_bucket).collect()
}

fn cost_bucket((start, sums): (Timestamp, Measures)) -> CostBucket {
    CostBucket { start: start.into(), requests: sums.requests, money: (&sums).into() }
}

/// The points of a question, and how they are cut.
struct Cut<'a> {
    grain: Grain,
    group_by: Option<GroupBy>,
    top: usize,
    starts: Vec<Timestamp>,
    points: Vec<Point>,
    names: HashMap<String, String>,
    beside: Option<Beside<'a>>,
}

impl Cut<'_> {
    /// The groups, if the question asks for any.
    fn groups(&self, weight: impl Fn(&Measures) -> i128) -> Option<Vec<Group<'_>>> {
        self.group_by.map(|_| parts::groups(&self.points, &self.names, self.top, weight))
    }
}

/// What tells questions of one span apart. The second span's ends are named, because they move with the time of day.
fn key(asked: &Asked, before: Option<&Span>) -> [String; 2] {
    let ends = before.map(|before| before.key().1.concat()).unwrap_or_default();
    [asked.ask.canonical(&[SERIES, FILTERS].concat()), ends]
}

async fn cut<'a>(
    state: &ApiState,
    asked: &Asked,
    span: &'a Span,
    before: Option<&'a Span>,
) -> Result<Cut<'a>, Problem> {
    let grain = asked.ask.one("grain")?.map(str::parse).transpose()?.unwrap_or(span.period.grain);
    let words = "provider, model, key, user, route, client or request_type";
    let group_by: Option<GroupBy> = asked.ask.word("group_by", words)?;
    let form = "a whole number from 1 to 50";
    let top = asked.ask.typed("top", form)?.unwrap_or(10);
    if !(1..=50).contains(&top) {
        return Err(Problem::bad("top", format!("`{top}` cannot be `top`."), format!("Give {form}.")));
    }
    let starts = span.few_buckets(grain, asked.now)?;
    let filters = asked.ask.filters()?;
    let wish = |span: &'a Span| Wish::of(span).in_buckets(grain).only(filters.clone()).by(group_by.map(Into::into));
    let (points, beside) = match before {
        None => {
            let [points] = parts::points(state, asked, [wish(span)]).await?;
            (points, None)
        }
        Some(before) => {
            let starts = before.few_buckets(grain, asked.now)?;
            let [now, then] = parts::points(state, asked, [wish(span), wish(before)]).await?;
            (now, Some(Beside { span: before, starts, points: then }))
        }
    };
    let names = match group_by {
        Some(by) => parts::names(state, asked, by.into()).await?,
        None => HashMap::new(),
    };
    Ok(Cut { grain, group_by, top, starts, points, names, beside })
}

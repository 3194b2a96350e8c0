//! `/api/v1/admin/dead-letters`: events that could not be counted; fixed and replayed, or given up.

use super::audit;
use crate::answer::Moment;
use crate::auth::Operator;
use crate::errors::Problem;
use crate::question::ask::PAGE;
use crate::question::{Ask, body, page};
use crate::state::ApiState;
use crate::state::ReplayRefused;
use axum::Json;
use axum::extract::Request;
use axum::extract::{Path, State};
use http::StatusCode;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::dead_letters::DeadLetter;
use utoipa::ToSchema;
use uuid::Uuid;

/// One dead letter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterItem {
    /// Its name: partition and offset as one word.
    pub id: String,
    /// Where it stood: log and partition.
    pub partition: String,
    /// And offset.
    pub offset: u64,
    /// Why, such as `unknown_field`.
    pub reason: String,
    /// The field at fault.
    pub field: Option<String>,
    /// Whose it says it is.
    pub tenant_id: Option<Uuid>,
    /// Its id.
    pub event_id: Option<Uuid>,
    /// The known fields of the event; null where nothing was readable.
    #[schema(value_type = Option<Object>)]
    pub known: Option<serde_json::Value>,
    /// When it was filed.
    pub at: Moment,
}

/// How many there are of a reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReasonCount {
    /// The reason.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// Dead letters, newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterList {
    /// The letters of this page.
    pub items: Vec<DeadLetterItem>,
    /// Where to go on; null at the end.
    pub next_cursor: Option<String>,
    /// All of them, by reason.
    pub counts: Vec<ReasonCount>,
}

/// What to replay instead of the known fields as they are.
#[derive(Clone, PartialEq, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReplayBody {
    /// The fixed event, whole, by the usage event's field names; as it stands in `known` by default.
    #[schema(value_type = Option<Object>)]
    pub event: Option<serde_json::Value>,
}

/// Every dead letter.
#[utoipa::path(get, path = "/api/v1/admin/dead-letters", tag = "admin", params(crate::question::params::PageParams),
    responses((status = 200, body = DeadLetterList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_dead_letters(
    State(state): State<ApiState>,
    _: Operator,
    uri: Uri,
) -> Result<Json<DeadLetterList>, Problem> {
    let ask = Ask::read(&uri, &[PAGE])?;
    let limit = page::limit(&ask, 100)?;
    let letters = state.store.dead_letters().list(page::cursor(&ask)?, limit).await?;
    let last =
        letters.last().filter(|_| letters.len() == limit).map(|letter| (letter.partition.clone(), letter.offset));
    let counts = state.store.dead_letters().counts().await?;
    Ok(Json(DeadLetterList {
        next_cursor: last.as_ref().map(page::write).transpose()?,
        items: letters.into_iter().map(Into::into).collect(),
        counts: counts.into_iter().map(|(reason, count)| ReasonCount { reason, count }).collect(),
    }))
}

/// Publishes the event again, and removes the letter once that was taken.
#[utoipa::path(post, path = "/api/v1/admin/dead-letters/{id}/replay", tag = "admin", request_body = Option<ReplayBody>, params(("id" = String, Path)),
    responses((status = 202), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn replay_dead_letter(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (partition, offset) = place(&id)?;
    let letter = state.store.dead_letters().get(&partition, offset).await?;
    let bytes = body::read(request, &state).await?;
    let fixed = if bytes.is_empty() { None } else { body::parse::<ReplayBody>(&bytes)?.event };
    let json = match fixed {
        Some(event) => event.to_string(),
        None => letter.known.clone().ok_or_else(|| {
            let fix = "Send the whole fixed event as `event`, or delete the letter.";
            Problem::bad("event", "Nothing of this letter was readable.", fix)
        })?,
    };
    state.hooks.replay(&letter, &json).await.map_err(|refused| match refused {
        ReplayRefused::Invalid { reason, field } => Problem::bad(
            &field.unwrap_or_else(|| "event".to_owned()),
            format!("The event is still refused: {reason}."),
            "Fix that field and send the whole event as `event`.",
        ),
        ReplayRefused::Unavailable(detail) => Problem::unavailable(detail),
    })?;
    state.store.dead_letters().remove(&partition, offset).await?;
    audit::note(&state, &operator.actor, "dead_letter.replay", id, letter.tenant_id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Gives a letter up.
#[utoipa::path(delete, path = "/api/v1/admin/dead-letters/{id}", tag = "admin", params(("id" = String, Path)),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_dead_letter(
    State(state): State<ApiState>,
    operator: Operator,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let (partition, offset) = place(&id)?;
    let letter = state.store.dead_letters().get(&partition, offset).await?;
    state.store.dead_letters().remove(&partition, offset).await?;
    audit::note(&state, &operator.actor, "dead_letter.delete", id, letter.tenant_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A letter's name in paths: the partition with its slash as `~`, a colon, the offset.
fn id(partition: &str, offset: u64) -> String {
    format!("{}:{offset}", partition.replace('/', "~"))
}

fn place(id: &str) -> Result<(String, u64), Problem> {
    id.rsplit_once(':')
        .and_then(|(partition, offset)| Some((partition.replace('~', "/"), offset.parse().ok()?)))
        .ok_or_else(|| Problem::not_found("dead letter"))
}

impl From<DeadLetter> for DeadLetterItem {
    fn from(letter: DeadLetter) -> Self {
        Self {
            id: id(&letter.partition, letter.offset),
            partition: letter.partition,
            offset: letter.offset,
            reason: letter.reason,
            field: letter.field,
            tenant_id: letter.tenant_id.map(|id| id.0),
            event_id: letter.event_id.map(|id| id.0),
            known: letter.known.and_then(|json| serde_json::from_str(&json).ok()),
            at: letter.at.into(),
        }
    }
}

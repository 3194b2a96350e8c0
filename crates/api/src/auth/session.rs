//! `POST|GET|DELETE /api/v1/session`: signing a browser in and out.

use super::{Caller, Who, cookie, credential, hash, origin};
use crate::answer::Moment;
use crate::errors::Problem;
use crate::question::body::Body;
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Timestamp;
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use store::KeyHash;
use store::sessions::{Session, SessionOwner};
use utoipa::ToSchema;
use uuid::Uuid;

/// What to sign in with: one of the two.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// An API key of a tenant, or the operator key.
    #[serde(default)]
    pub key: Option<String>,
    /// The token of a one-time sign-in link.
    #[serde(default)]
    pub link: Option<String>,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionAnswer {
    /// A tenant's key, or the operator.
    pub kind: SessionKind,
    /// The tenant; null for the operator.
    pub tenant: Option<crate::analytics::dashboard::TenantCard>,
    /// The key; null for the operator.
    pub key: Option<KeyCard>,
    /// When the session ends; null for a key sent with each request.
    pub expires_at: Option<Moment>,
    /// When this was answered.
    pub as_of: Moment,
}

/// Who a session speaks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A tenant's API key.
    Tenant,
    /// The operator.
    Operator,
}

/// Which key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeyCard {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
}

/// Signs in: sets an HttpOnly, SameSite=Strict cookie that lives as long as the key it came from, at most 12 hours.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignInBody,
    responses((status = 200, body = SessionAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn sign_in(
    State(state): State<ApiState>,
    headers: HeaderMap,
    Body(body): Body<SignInBody>,
) -> Result<Response, Problem> {
    if origin::is_foreign_page(&headers) {
        return Err(Problem::forbidden("Another site's page sent this.", "Sign in on the dashboard's own page."));
    }
    let who = match (&body.key, &body.link) {
        (Some(key), None) => credential::by_key(&hash::hash(key.trim()), &state).ok_or_else(Problem::unauthorized)?,
        (None, Some(link)) => by_link(&state, link).await?,
        _ => return Err(Problem::bad("key", "Neither or both of `key` and `link` are there.", "Send one of the two.")),
    };
    let (token, expires_at) = open(&state, &who).await?;
    let answer = answer(&state, &who, Some(expires_at)).await?;
    with_cookie(&state, token.expose(), &headers, Json(answer).into_response())
}

/// Whoever has this one-time token.
async fn by_link(state: &ApiState, link: &str) -> Result<Who, Problem> {
    let taken = state.store.sessions().take(hash::hash(link), state.clock.now()).await?;
    let owner = taken.ok_or_else(Problem::unauthorized)?.owner;
    match owner {
        SessionOwner::Key(key_id) => state.keys.by_id(key_id).map(Who::Tenant),
        SessionOwner::Operator => state.operator_proof(&state.operator).map(Who::Operator),
    }
    .ok_or_else(Problem::unauthorized)
}

async fn open(state: &ApiState, who: &Who) -> Result<(domain::Secret, Timestamp), Problem> {
    let (token, plain) = hash::new_token(&state.random);
    let (kept, owner): (KeyHash, _) = match who {
        Who::Tenant(key) => (plain, SessionOwner::Key(key.key_id)),
        Who::Operator(_) => (hash::operator_session(token.expose(), &state.operator), SessionOwner::Operator),
    };
    let expires_at = state.clock.now().plus_millis(state.settings.session_ms);
    state.store.sessions().create(kept, Session { owner, expires_at, one_time: false }).await?;
    Ok((token, expires_at))
}

fn with_cookie(
    state: &ApiState,
    token: &str,
    headers: &HeaderMap,
    mut response: Response,
) -> Result<Response, Problem> {
    let value = cookie::set(token, state.settings.session_ms / 1_000, headers).ok_or_else(Problem::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn answer(state: &ApiState, who: &Who, expires_at: Option<Timestamp>) -> Result<SessionAnswer, Problem> {
    let (kind, tenant, key) = match who {
        Who::Operator(_) => (SessionKind::Operator, None, None),
        Who::Tenant(key) => {
            let card = KeyCard { id: key.key_id.0, name: key.name.clone(), prefix: key.prefix.clone() };
            (SessionKind::Tenant, Some((&state.tenant(key.scope()).await?).into()), Some(card))
        }
    };
    Ok(SessionAnswer { kind, tenant, key, expires_at: expires_at.map(Moment), as_of: state.clock.now().into() })
}

/// What a sign-in link holds.
#[derive(Deserialize)]
pub struct LinkQuery {
    link: Option<String>,
}

/// `GET /ui/sign-in?link=…`: uses the one-time link up, sets the cookie and shows the dashboard. The token is good for
/// nothing afterwards, so that it may stand in a history.
pub async fn follow_link(
    State(state): State<ApiState>,
    headers: HeaderMap,
    Query(query): Query<LinkQuery>,
) -> Result<Response, Problem> {
    let Some(link) = query.link else { return Ok(Redirect::to("/").into_response()) };
    match by_link(&state, &link).await {
        Ok(who) => {
            let (token, _) = open(&state, &who).await?;
            with_cookie(&state, token.expose(), &headers, Redirect::to("/").into_response())
        }
        // The page asks for a key then; a link that was used already is no reason to show JSON to a person.
        Err(problem) if problem.status == 401 => Ok(Redirect::to("/?link=used").into_response()),
        Err(problem) => Err(problem),
    }
}

/// Who am I? 401 when nobody.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = SessionAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn who_am_i(State(state): State<ApiState>, caller: Caller) -> Result<Json<SessionAnswer>, Problem> {
    Ok(Json(answer(&state, &caller.who, caller.session.map(|session| session.expires_at)).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn sign_out(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    if let Some(session) = caller.session {
        state.store.sessions().remove(session.token).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear())]).into_response())
}

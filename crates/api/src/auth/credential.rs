//! From a request's headers to the right it has. The tenant comes from the credential, never from anything else.

use super::{cookie, hash, origin};
use crate::errors::Problem;
use crate::state::ApiState;
use axum::extract::FromRequestParts;
use domain::{TenantId, Timestamp};
use http::request::Parts;
use http::{HeaderMap, Method, header};
use std::sync::Arc;
use store::sessions::SessionOwner;
use store::{ApiKey, KeyHash, OperatorProof, TenantScope};

/// Who asks.
#[derive(Clone, Debug)]
pub enum Who {
    /// A tenant, by an API key that works.
    Tenant(Arc<ApiKey>),
    /// The operator.
    Operator(OperatorProof),
}

/// A verified caller.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub who: Who,
    /// The session it came by, if it did not send a key.
    pub session: Option<CallerSession>,
}

/// The session that a caller came by.
#[derive(Clone, Copy, Debug)]
pub struct CallerSession {
    /// Its token's hash.
    pub token: KeyHash,
    /// Until when it lasts.
    pub expires_at: Timestamp,
}

impl Caller {
    /// Finds out who sent these headers.
    ///
    /// # Errors
    /// 401, always the same one, when nobody we know did.
    pub async fn of(headers: &HeaderMap, state: &ApiState) -> Result<Self, Problem> {
        if let Some(secret) = sent_key(headers)? {
            let who = by_key(&hash::hash(secret), state).ok_or_else(Problem::unauthorized)?;
            return Ok(Self { who, session: None });
        }
        let cookie = cookie::read(headers).ok_or_else(Problem::unauthorized)?;
        let now = state.clock.now();
        for (token, of_operator) in
            [(hash::hash(cookie), false), (hash::operator_session(cookie, &state.operator), true)]
        {
            let Some(session) = state.store.sessions().get(token, now).await? else { continue };
            let who = match session.owner {
                SessionOwner::Key(key_id) => state.keys.by_id(key_id).map(Who::Tenant),
                SessionOwner::Operator => {
                    state.operator_proof(&state.operator).filter(|_| of_operator).map(Who::Operator)
                }
            };
            let who = who.ok_or_else(Problem::unauthorized)?;
            return Ok(Self { who, session: Some(CallerSession { token, expires_at: session.expires_at }) });
        }
        Err(Problem::unauthorized())
    }

    /// The tenant's data that this caller may read: its own, or for the operator the one it names.
    ///
    /// # Errors
    /// 400 when the operator names none, 403 when a key names another tenant's, 404 when there is none such.
    pub async fn scope(&self, asked: Option<TenantId>, state: &ApiState) -> Result<TenantScope, Problem> {
        match (&self.who, asked) {
            (Who::Tenant(key), None) => Ok(key.scope()),
            (Who::Tenant(key), Some(asked)) if key.tenant_id() == asked => Ok(key.scope()),
            (Who::Tenant(_), Some(_)) => Err(Problem::forbidden(
                "This key reads its own tenant only.",
                "Leave `tenant_id` out: the tenant comes from the key.",
            )),
            (Who::Operator(_), None) => Err(Problem::bad(
                "tenant_id",
                "The operator key must say whose figures it asks for.",
                "Add `?tenant_id=` and the id of a tenant; GET /api/v1/admin/tenants lists them.",
            )),
            (Who::Operator(proof), Some(asked)) => {
                state.store.tenants().get(asked).await?;
                Ok(proof.scope(asked))
            }
        }
    }

    /// How the caller stands in the audit log.
    #[must_use]
    pub fn actor(&self) -> String {
        match &self.who {
            Who::Tenant(key) => format!("key:{}", key.key_id),
            Who::Operator(_) => "operator".to_owned(),
        }
    }

    /// Whether the credential still works: for sockets, which outlive their first request.
    pub(crate) async fn still_works(&self, state: &ApiState) -> bool {
        let by_key = match &self.who {
            Who::Tenant(key) => state.keys.by_id(key.key_id).is_some(),
            Who::Operator(_) => true,
        };
        let Some(session) = self.session else { return by_key };
        let now = state.clock.now();
        by_key
            && session.expires_at > now
            && matches!(state.store.sessions().get(session.token, now).await, Ok(Some(_)))
    }
}

/// Who a key hash belongs to.
pub(super) fn by_key(hashed: &KeyHash, state: &ApiState) -> Option<Who> {
    if let Some(proof) = state.operator_proof(hashed) {
        return Some(Who::Operator(proof));
    }
    state.keys.find(hashed).map(Who::Tenant)
}

/// The key that a request sends, by either header. One that is sent in a form we do not read is an error, not no key.
fn sent_key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, key) =
            value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(Problem::unauthorized)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthorized());
        }
        return Ok(Some(key.trim()));
    }
    headers.get("x-api-key").map(|value| value.to_str().map(str::trim).map_err(|_| Problem::unauthorized())).transpose()
}

impl FromRequestParts<ApiState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let caller = Self::of(&parts.headers, state).await?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if caller.session.is_some() && changes && !origin::is_own_page(&parts.headers) {
            return Err(Problem::forbidden(
                "A change that rides on the session cookie must come from the dashboard's own page.",
                "Scripts send `Authorization: Bearer` with a key instead of the cookie.",
            ));
        }
        Ok(caller)
    }
}

/// The operator, verified.
#[derive(Clone, Debug)]
pub struct Operator {
    /// The proof.
    pub proof: OperatorProof,
    /// How it stands in the audit log.
    pub actor: String,
}

impl FromRequestParts<ApiState> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let actor = caller.actor();
        match caller.who {
            Who::Operator(proof) => Ok(Self { proof, actor }),
            Who::Tenant(_) => Err(Problem::forbidden(
                "This is for the operator.",
                "Send the operator key: it is in TOLLKEEPER_ADMIN_KEY or in `admin-key` in the data folder.",
            )),
        }
    }
}

//! `GET|POST /api/v1/analytics/views`, `PUT|DELETE …/{id}`: saved views, names for addresses of the dashboard.

use crate::admin::{audit, check_name};
use crate::answer::Moment;
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::body::Body;
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, Query, State};
use domain::Timestamp;
use http::StatusCode;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::views::View;
use store::words::{of_word, word_of};
use utoipa::ToSchema;
use uuid::Uuid;

/// Views of one tenant at most.
const MAX_VIEWS: usize = 200;

/// The longest query of a view, in bytes.
const MAX_QUERY_BYTES: usize = 2_000;

/// A page of the dashboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewPage {
    /// `/`
    Overview,
    /// `/ui/costs`
    Costs,
    /// `/ui/providers`
    Providers,
    /// `/ui/usage`
    Usage,
    /// `/ui/roi`
    Roi,
    /// `/ui/calculator`
    Calculator,
    /// `/ui/alerts`
    Alerts,
    /// `/ui/requests`
    Requests,
}

/// A view to keep.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewBody {
    /// What its owner calls it, 1 to 100 characters.
    pub name: String,
    /// The page.
    pub page: ViewPage,
    /// The address's query string without its question mark, percent-encoded, at most 2,000 bytes; empty by default. A
    /// `tenant_id` in it is not kept: whose figures are shown is the credential's to say.
    #[serde(default)]
    #[schema(example = "period=30d&group_by=model")]
    pub query: String,
}

/// A saved view.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ViewItem {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The page.
    pub page: ViewPage,
    /// The address's query string without its question mark.
    pub query: String,
    /// When it was made.
    pub created_at: Moment,
}

/// Every view of the tenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ViewList {
    /// The views, by name.
    pub items: Vec<ViewItem>,
    /// Always null: a tenant's views fit one page.
    pub next_cursor: Option<String>,
}

/// Every saved view.
#[utoipa::path(get, path = "/api/v1/analytics/views", tag = "analytics",
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = ViewList), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_views(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Json<ViewList>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let views = state.store.views().list(asked.scope).await?;
    Ok(Json(ViewList { items: views.into_iter().map(item).collect::<Result<_, _>>()?, next_cursor: None }))
}

/// Saves a view.
#[utoipa::path(post, path = "/api/v1/analytics/views", tag = "analytics", request_body = ViewBody,
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 201, body = ViewItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_view(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
    Body(body): Body<ViewBody>,
) -> Result<(StatusCode, Json<ViewItem>), Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    if state.store.views().list(asked.scope).await?.len() >= MAX_VIEWS {
        return Err(Problem::conflict(format!("There are {MAX_VIEWS} views already.")).fix("Delete one first."));
    }
    let item = save(&state, &caller, &asked, (state.new_id(), asked.now), "view.create", body).await?;
    Ok((StatusCode::CREATED, Json(item)))
}

/// Replaces a view.
#[utoipa::path(put, path = "/api/v1/analytics/views/{id}", tag = "analytics", request_body = ViewBody,
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = ViewItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn replace_view(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
    Body(body): Body<ViewBody>,
) -> Result<Json<ViewItem>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let id = view_id(&id)?;
    let views = state.store.views().list(asked.scope).await?;
    let old = views.into_iter().find(|view| view.id == id).ok_or_else(|| Problem::not_found("view"))?;
    Ok(Json(save(&state, &caller, &asked, (old.id, old.created_at), "view.replace", body).await?))
}

/// Deletes a view.
#[utoipa::path(delete, path = "/api/v1/analytics/views/{id}", tag = "analytics",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_view(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let id = view_id(&id)?;
    state.store.views().remove(asked.scope, id).await?;
    audit::note(&state, &caller.actor(), "view.delete", id, Some(asked.scope.tenant_id())).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found("view"))
}

async fn save(
    state: &ApiState,
    caller: &Caller,
    asked: &Asked,
    (id, created_at): (Uuid, Timestamp),
    act: &str,
    body: ViewBody,
) -> Result<ViewItem, Problem> {
    check_name("name", &body.name)?;
    let view = View { id, name: body.name, page: word_of(&body.page)?, query: kept(&body.query)?, created_at };
    state.store.views().put(asked.scope, view.clone()).await?;
    audit::note(state, &caller.actor(), act, id, Some(asked.scope.tenant_id())).await?;
    item(view)
}

/// The query as it is kept: `name=value` pairs as they were given, none of them a tenant.
fn kept(query: &str) -> Result<String, Problem> {
    let bad = |detail: &str, fix: &str| Problem::bad("query", detail, fix);
    if query.len() > MAX_QUERY_BYTES {
        let detail = format!("The query is {} bytes long.", query.len());
        return Err(bad(&detail, &format!("Give at most {MAX_QUERY_BYTES} bytes: choose fewer values.")));
    }
    let encode = "Give the address's query without its `?`, percent-encoded.";
    if !is_query(query.as_bytes()) {
        return Err(bad("The query holds a character that no query holds.", encode));
    }
    let uri: Uri = format!("/?{query}").parse().map_err(|_| bad("The query is not one.", encode))?;
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&uri)
        .map_err(|_| bad("The query is not `name=value` pairs in UTF-8.", encode))?;
    let given = query.split('&').filter(|pair| !pair.is_empty());
    let own: Vec<_> = given.zip(&pairs).filter(|(_, (name, _))| name != "tenant_id").map(|(pair, _)| pair).collect();
    Ok(own.join("&"))
}

/// Whether these bytes may stand in a query (RFC 3986 section 3.4).
fn is_query(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
            [byte, rest @ ..] if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(byte) => rest,
            _ => return false,
        };
    }
}

fn item(view: View) -> Result<ViewItem, Problem> {
    let page = of_word(&view.page).ok_or_else(|| {
        tracing::error!(view = %view.id, "a saved view names a page that this version does not have");
        Problem::internal()
    })?;
    let View { id, name, query, created_at, .. } = view;
    Ok(ViewItem { id, name, page, query, created_at: created_at.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_kept_as_it_is_but_for_the_tenant() {
        let same = "period=7d&model=a%2Fb:1&model=c&note=%C3%BC+x&flag";
        assert_eq!(kept(same).expect("fine"), same);
        assert_eq!(kept("").expect("fine"), "");
        for tenant in ["tenant_id=1", "tenant%5Fid=1", "&&tenant_id=1&", "tenant_id"] {
            assert_eq!(kept(tenant).expect("fine"), "", "{tenant}");
            assert_eq!(kept(&format!("a=1&{tenant}&b=2")).expect("fine"), "a=1&b=2", "{tenant}");
        }
        assert_eq!(kept("x=tenant_id&mytenant_id=2").expect("fine"), "x=tenant_id&mytenant_id=2");
    }

    #[test]
    fn what_is_no_query_is_refused() {
        let long = format!("a={}", "x".repeat(MAX_QUERY_BYTES));
        for bad in ["a=\n", "a=\u{0}", "a b", "a=ü", "#x", "a=%", "a=%4", "a=%zz", "a=\"", &long] {
            let problem = kept(bad).expect_err(bad);
            assert_eq!((problem.status, problem.field.as_deref()), (400, Some("query")), "{bad}");
            assert!(problem.fix.is_some(), "{bad}");
        }
    }
}

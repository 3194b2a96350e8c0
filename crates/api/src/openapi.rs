//! The OpenAPI document, and the one visible list of endpoints: what is not here is not served.

use crate::live::messages::{LiveMessage, LiveRequest};
use crate::{admin, analytics, auth};
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{RefOr, Schema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tollkeeper analytics API",
        version = "1",
        description = "Exact cost and savings of AI requests. Money is an exact decimal in a string; what is not known is null and counted in `coverage`. The live socket `GET /api/v1/analytics/live` (a WebSocket upgrade) takes `LiveRequest` and sends `LiveMessage`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(LiveRequest, LiveMessage)),
    tags(
        (name = "analytics", description = "Figures of one tenant"),
        (name = "alerts", description = "Rules and where they stand"),
        (name = "session", description = "Signing in"),
        (name = "admin", description = "For the operator key"),
    )
)]
struct Document;

/// Every endpoint that the document describes.
fn endpoints() -> OpenApiRouter<crate::ApiState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(analytics::dashboard::get_dashboard))
        .routes(routes!(analytics::series::get_costs))
        .routes(routes!(analytics::series::get_costs_of_period))
        .routes(routes!(analytics::savings::get_savings))
        .routes(routes!(analytics::providers::get_providers))
        .routes(routes!(analytics::series::get_usage))
        .routes(routes!(analytics::events::list_events))
        .routes(routes!(analytics::events::get_event))
        .routes(routes!(analytics::alerts::list_alerts, analytics::alerts::create_alert))
        .routes(routes!(analytics::alert_preview::preview_alert))
        .routes(routes!(
            analytics::alerts::get_alert,
            analytics::alerts::replace_alert,
            analytics::alerts::delete_alert
        ))
        .routes(routes!(analytics::roi::get_roi))
        .routes(routes!(analytics::roi_calculator::calculate_roi))
        .routes(routes!(analytics::platform_cost::get_platform_cost, analytics::platform_cost::put_platform_cost))
        .routes(routes!(analytics::current::get_current))
        .routes(routes!(auth::session::sign_in, auth::session::who_am_i, auth::session::sign_out))
        .routes(routes!(admin::tenants::create_tenant, admin::tenants::list_tenants))
        .routes(routes!(admin::tenants::get_tenant, admin::tenants::change_tenant))
        .routes(routes!(admin::tenants::close_tenant))
        .routes(routes!(admin::keys::create_key, admin::keys::list_keys))
        .routes(routes!(admin::keys::revoke_key))
        .routes(routes!(admin::users::put_user, admin::users::list_users))
        .routes(routes!(admin::users::remove_user))
        .routes(routes!(admin::prices::add_price, admin::prices::list_prices))
        .routes(routes!(admin::prices::list_unpriced))
        .routes(routes!(admin::prices::close_price))
        .routes(routes!(admin::providers::list_providers))
        .routes(routes!(admin::dead_letters::list_dead_letters))
        .routes(routes!(admin::dead_letters::replay_dead_letter))
        .routes(routes!(admin::dead_letters::delete_dead_letter))
        .routes(routes!(admin::jobs::list_jobs))
        .routes(routes!(admin::jobs::run_job))
        .routes(routes!(admin::audit::list_audit))
}

/// The endpoints and the document that describes them.
pub(crate) fn split() -> (axum::Router<crate::ApiState>, utoipa::openapi::OpenApi) {
    let (router, mut document) = endpoints().split_for_parts();
    let components = document.components.get_or_insert_with(Default::default);
    components
        .add_security_scheme("key", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()));
    components
        .add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("tollkeeper_session"))));
    for (name, schema) in &mut components.schemas {
        if !sent_by_clients(name) {
            require_all(schema);
        }
    }
    (router, document)
}

/// Whether a schema is (also) what clients send: there a missing field means something, in answers every field is there.
fn sent_by_clients(name: &str) -> bool {
    name.ends_with("Body") || name.ends_with("Patch") || name == "LiveRequest" || name == "Problem"
}

/// Marks every property as required: what is not known is null in our answers, never absent.
fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => object.required = object.properties.keys().cloned().collect(),
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(require_all),
        RefOr::T(Schema::OneOf(one)) => one.items.iter_mut().for_each(require_all),
        _ => {}
    }
}

/// The document as pretty JSON with a line break at its end: what `web/openapi.json` holds and `/api/openapi.json` answers.
///
/// # Errors
/// Never in practice: the document is plain data.
pub fn document() -> Result<String, serde_json::Error> {
    split().1.to_pretty_json().map(|json| json + "\n")
}

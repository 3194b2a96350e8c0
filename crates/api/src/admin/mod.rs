//! What the operator changes: tenants, keys, users, prices, providers, routes, dead letters, jobs; and who changed what.

pub mod audit;
pub mod dead_letters;
pub mod jobs;
pub mod keys;
pub mod prices;
pub mod providers;
pub mod routes;
pub mod tenants;
pub mod users;

use crate::errors::Problem;
use crate::state::ApiState;
use store::{OperatorProof, TenantScope};

/// A name that people read: 1 to 100 characters, none of them a control character.
pub(crate) fn check_name(field: &str, name: &str) -> Result<(), Problem> {
    let count = name.chars().count();
    if (1..=100).contains(&count) && !name.chars().any(char::is_control) && name.trim() == name {
        return Ok(());
    }
    let detail = format!("`{field}` is not a name.");
    Err(Problem::bad(field, detail, "Give 1 to 100 characters without line breaks and without space at the ends."))
}

/// The tenant of a path, if there is one.
async fn tenant_of(state: &ApiState, proof: OperatorProof, id: &str) -> Result<TenantScope, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found("tenant"))?;
    Ok(proof.scope(state.store.tenants().get(id).await?.id))
}

//! What the very first start makes, and what every start tells.
#![allow(clippy::print_stdout, reason = "what a person who starts the program must read")]

use super::Server;
use super::house::House;
use crate::config::Config;
use crate::data_dir::KeyPlace;
use anyhow::{Context as _, Result};
use domain::TenantId;
use store::{StoreError, Tenant};

/// Makes the tenant `default` where there is no tenant at all. Where the store cannot be reached yet, a later start does.
///
/// # Errors
/// The store fails.
pub async fn prepare(house: &House, config: &Config) -> Result<()> {
    if !config.roles.api || house.store_standing.problem().is_some() {
        return Ok(());
    }
    let repo = house.store.tenants();
    if !repo.list().await.context("reading the tenants")?.is_empty() {
        return Ok(());
    }
    let tenant = Tenant {
        id: TenantId(uuid::Uuid::new_v4()),
        name: "default".to_owned(),
        timezone: "UTC".to_owned(),
        created_at: house.clock.now(),
        closed_at: None,
    };
    match repo.create(tenant).await {
        // Another process made it at the same moment.
        Err(StoreError::Conflict(_)) => Ok(()),
        made => made.context("making the tenant `default`"),
    }
}

/// Tells where everything is and what to do next.
pub fn tell(server: &Server, config: &Config) {
    let address = server.address;
    println!("tollkeeper {} serves http://{address} (dashboard, APIs, /healthz, /readyz)", env!("CARGO_PKG_VERSION"));
    match &server.house.key_place {
        KeyPlace::Variable => println!("operator key: the one in TOLLKEEPER_ADMIN_KEY"),
        KeyPlace::File(path) => println!("operator key: {}", path.display()),
        KeyPlace::New(path) => println!("operator key: made, and kept in {}", path.display()),
    }
    if server.house.keys.is_empty() {
        let folder = config.data_dir.display();
        println!("no API key yet; make one with: tollkeeper key create --name my-key --data-dir {folder}");
    }
    if server.gateway.as_ref().is_some_and(|gateway| !gateway.can_serve()) {
        println!("{}", super::NO_PROVIDER);
        tracing::warn!("{}", super::NO_PROVIDER);
    }
}

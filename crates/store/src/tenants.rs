//! Tenants.

use crate::StoreError;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::Zone;

/// A customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name, unique.
    pub name: String,
    /// The IANA zone its days are counted in.
    pub timezone: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed: its keys no longer work, its data is kept until erased.
    pub closed_at: Option<Timestamp>,
}

/// A zone that the time zone database knows.
///
/// # Errors
/// `Refused` for a name that it does not.
pub fn zone(name: &str) -> Result<Zone> {
    Zone::new(name)
        .map_err(|_| StoreError::Refused("timezone is not an IANA zone, such as Europe/Berlin or UTC".into()))
}

/// A tenant's columns, in the order of [`read`].
pub const COLUMNS: &str = "id, name, timezone, created_at, closed_at";

/// Reads a tenant.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Tenant> {
    Ok(Tenant {
        id: TenantId(cells.id()?),
        name: cells.plain()?,
        timezone: cells.plain()?,
        created_at: cells.time()?,
        closed_at: cells.opt_time()?,
    })
}

/// Keeps tenants. For the operator and the worker.
#[async_trait]
pub trait TenantRepo: Send + Sync {
    /// Adds one.
    ///
    /// # Errors
    /// `Conflict` when the name is taken.
    async fn create(&self, tenant: Tenant) -> Result<()>;
    /// One by id.
    async fn get(&self, id: TenantId) -> Result<Tenant>;
    /// All, by name.
    async fn list(&self) -> Result<Vec<Tenant>>;
    /// Renames one.
    async fn rename(&self, id: TenantId, name: &str) -> Result<Tenant>;
    /// Closes one.
    async fn close(&self, id: TenantId, at: Timestamp) -> Result<Tenant>;
}

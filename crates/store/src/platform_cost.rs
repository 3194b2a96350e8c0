//! What the platform costs a tenant (`platform_costs`).

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::Pico;
use metering::PlatformCost;

/// The columns, in the order of [`read`].
pub const COLUMNS: &str = "monthly_pico, setup_pico, since";

/// Reads a tenant's cost.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<PlatformCost> {
    Ok(PlatformCost { monthly: Pico(cells.plain()?), setup: Pico(cells.plain()?), since: cells.opt_parsed()? })
}

/// Keeps what the platform costs tenants.
#[async_trait]
pub trait PlatformCostRepo: Send + Sync {
    /// A tenant's; nothing where none was put.
    async fn get(&self, scope: TenantScope) -> Result<PlatformCost>;
    /// Puts a tenant's in place of what was there.
    async fn put(&self, scope: TenantScope, cost: PlatformCost) -> Result<()>;
}

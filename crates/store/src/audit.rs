//! Who changed what: keys made and revoked, prices, tenants, erasures.

use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{TenantId, Timestamp};

/// One act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who: `operator`, or `key:` and its id.
    pub actor: String,
    /// What, such as `key.revoke`.
    pub action: String,
    /// To what, as an id.
    pub subject: String,
    /// In which tenant.
    pub tenant_id: Option<TenantId>,
}

/// Reads an act: when, who, what, to what, whose.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<AuditEntry> {
    Ok(AuditEntry {
        at: cells.time()?,
        actor: cells.plain()?,
        action: cells.plain()?,
        subject: cells.plain()?,
        tenant_id: cells.opt_id()?.map(TenantId),
    })
}

/// Keeps the log of acts; nothing is ever removed from it.
#[async_trait]
pub trait AuditRepo: Send + Sync {
    /// Adds an entry.
    async fn add(&self, entry: AuditEntry) -> Result<()>;
    /// Newest first, at most `limit`, of one tenant or all.
    async fn list(&self, tenant_id: Option<TenantId>, limit: usize) -> Result<Vec<AuditEntry>>;
}

//! Saved views: names for addresses of the dashboard.

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::Timestamp;
use uuid::Uuid;

/// A name for an address: a page, and what is chosen on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The page, as the API names it.
    pub page: String,
    /// The address's query string, without its question mark; never with a tenant in it.
    pub query: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A view's columns, in the order of [`read`].
pub const COLUMNS: &str = "id, name, page, query, created_at";

/// Reads a view.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<View> {
    Ok(View {
        id: cells.id()?,
        name: cells.plain()?,
        page: cells.plain()?,
        query: cells.plain()?,
        created_at: cells.time()?,
    })
}

/// Keeps views.
#[async_trait]
pub trait ViewRepo: Send + Sync {
    /// A tenant's views, by name.
    async fn list(&self, scope: TenantScope) -> Result<Vec<View>>;
    /// Adds one, or replaces its name, page and query; when it was made stays.
    async fn put(&self, scope: TenantScope, view: View) -> Result<()>;
    /// Deletes one.
    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()>;
}

//! Users: names for the user ids that events carry.

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{Timestamp, UserId};

/// A person or service of a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct User {
    /// The id in events.
    pub id: UserId,
    /// What to show.
    pub name: String,
    /// An address, where given.
    pub email: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Reads a user: id, name, address, since when.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<User> {
    Ok(User { id: UserId(cells.id()?), name: cells.plain()?, email: cells.plain()?, created_at: cells.time()? })
}

/// Keeps a tenant's users.
#[async_trait]
pub trait UserRepo: Send + Sync {
    /// Adds or renames one.
    async fn put(&self, scope: TenantScope, user: User) -> Result<()>;
    /// All, by name.
    async fn list(&self, scope: TenantScope) -> Result<Vec<User>>;
    /// One.
    async fn get(&self, scope: TenantScope, id: UserId) -> Result<User>;
    /// Removes the name; events keep the id.
    async fn remove(&self, scope: TenantScope, id: UserId) -> Result<()>;
}

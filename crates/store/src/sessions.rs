//! Dashboard sessions and one-time sign-in links, both kept as hashes.

use crate::cells::Cells;
use crate::error::Result;
use crate::keys::KeyHash;
use async_trait::async_trait;
use domain::{KeyId, Timestamp};

/// Who a session speaks for. It lives only as long as the key it came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionOwner {
    /// A tenant's API key.
    Key(KeyId),
    /// The operator.
    Operator,
}

/// A session or a one-time link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Who.
    pub owner: SessionOwner,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether it can be used only once, to sign in.
    pub one_time: bool,
}

/// Reads a session: its key, its end, whether it is a sign-in link.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Session> {
    let owner = cells.opt_id()?.map_or(SessionOwner::Operator, |id| SessionOwner::Key(KeyId(id)));
    Ok(Session { owner, expires_at: cells.time()?, one_time: cells.plain()? })
}

/// Keeps sessions.
#[async_trait]
pub trait SessionRepo: Send + Sync {
    /// Adds one under its token's hash.
    async fn create(&self, token: KeyHash, session: Session) -> Result<()>;
    /// A lasting session that has not expired.
    async fn get(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>>;
    /// Uses up a one-time link: of two callers one gets it.
    async fn take(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>>;
    /// Ends one.
    async fn remove(&self, token: KeyHash) -> Result<()>;
    /// Deletes expired ones; answers how many.
    async fn sweep(&self, now: Timestamp) -> Result<usize>;
}

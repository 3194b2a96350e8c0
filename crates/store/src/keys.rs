//! API keys: hashed at rest, shown once, revocable.

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{KeyId, TenantId, Timestamp, UserId};

/// SHA-256 of a key. Keys are 256 random bits, so a plain hash cannot be searched.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyHash(pub [u8; 32]);

impl std::fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyHash(…)")
    }
}

/// A key's record. Only a store makes one, so that holding one proves that the key exists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKey {
    /// Its id.
    pub key_id: KeyId,
    pub(crate) tenant_id: TenantId,
    /// What its owner calls it.
    pub name: String,
    /// Its first characters, to recognise it by.
    pub prefix: String,
    /// Whose requests these are, where the key is personal.
    pub user_id: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// Rebuilds a record that a backend has read. For backends only; the leak suite checks who names it.
    #[must_use]
    pub fn from_stored(stored: StoredKey) -> Self {
        let StoredKey { key_id, tenant_id, name, prefix, user_id, created_at, revoked_at } = stored;
        Self { key_id, tenant_id, name, prefix, user_id, created_at, revoked_at }
    }

    /// Whose key this is.
    #[must_use]
    pub fn tenant_id(&self) -> TenantId {
        self.tenant_id
    }
}

/// A key's columns.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the same fields as `ApiKey`")]
pub struct StoredKey {
    pub key_id: KeyId,
    pub tenant_id: TenantId,
    pub name: String,
    pub prefix: String,
    pub user_id: Option<UserId>,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A key to add.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its id.
    pub key_id: KeyId,
    /// What its owner calls it.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// Its hash.
    pub hash: KeyHash,
    /// Whose it is.
    pub user_id: Option<UserId>,
    /// Now.
    pub created_at: Timestamp,
}

/// A key's columns, of the table under the name `k`, in the order of [`read`].
pub const COLUMNS: &str = "k.id, k.tenant_id, k.name, k.prefix, k.user_id, k.created_at, k.revoked_at";

/// Reads a key.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<StoredKey> {
    Ok(StoredKey {
        key_id: KeyId(cells.id()?),
        tenant_id: TenantId(cells.id()?),
        name: cells.plain()?,
        prefix: cells.plain()?,
        user_id: cells.opt_id()?.map(UserId),
        created_at: cells.time()?,
        revoked_at: cells.opt_time()?,
    })
}

/// Keeps keys.
#[async_trait]
pub trait KeyRepo: Send + Sync {
    /// Adds one to a tenant.
    async fn create(&self, scope: TenantScope, key: NewKey) -> Result<ApiKey>;
    /// A tenant's keys, revoked ones included, newest first.
    async fn list(&self, scope: TenantScope) -> Result<Vec<ApiKey>>;
    /// Revokes one.
    ///
    /// # Errors
    /// `NotFound` for another tenant's key as for none at all.
    async fn revoke(&self, scope: TenantScope, key_id: KeyId, at: Timestamp) -> Result<ApiKey>;
    /// Every key that works (not revoked, tenant not closed) with its hash: the snapshot that gateways answer from.
    async fn active(&self) -> Result<Vec<(KeyHash, ApiKey)>>;
    /// A number that changes whenever `active` would answer something else: to be asked often, by whoever keeps a
    /// snapshot.
    async fn version(&self) -> Result<u64>;
}

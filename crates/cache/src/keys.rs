//! The keys that work, in memory: what the gateway answers from, so that no request waits for a database.

use arc_swap::ArcSwap;
use domain::{KeyId, TenantId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{ApiKey, KeyHash};

/// A snapshot of every active key, by hash. Reading is one atomic load; a change makes a new map, and holds from the
/// moment the changing call returns.
#[derive(Default)]
pub struct KeyBook {
    keys: ArcSwap<Keys>,
    changing: Mutex<()>,
}

/// The keys of one moment.
#[derive(Clone, Default)]
struct Keys {
    by_hash: HashMap<KeyHash, Arc<ApiKey>>,
    by_id: HashMap<KeyId, Arc<ApiKey>>,
}

impl Keys {
    fn add(&mut self, hash: KeyHash, key: Arc<ApiKey>) {
        self.by_id.insert(key.key_id, Arc::clone(&key));
        self.by_hash.insert(hash, key);
    }

    fn retain(&mut self, keep: impl Fn(&ApiKey) -> bool) {
        self.by_hash.retain(|_, key| keep(key));
        self.by_id.retain(|_, key| keep(key));
    }
}

impl KeyBook {
    /// A book of these keys.
    #[must_use]
    pub fn new(keys: Vec<(KeyHash, ApiKey)>) -> Self {
        let book = Self::default();
        book.replace(keys);
        book
    }

    /// The key of this hash, if it works.
    #[must_use]
    pub fn find(&self, hash: &KeyHash) -> Option<Arc<ApiKey>> {
        self.keys.load().by_hash.get(hash).cloned()
    }

    /// The key of this id, if it works: for sessions that live as long as their key.
    #[must_use]
    pub fn by_id(&self, key_id: KeyId) -> Option<Arc<ApiKey>> {
        self.keys.load().by_id.get(&key_id).cloned()
    }

    /// How many keys work.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.load().by_hash.len()
    }

    /// Whether none does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a whole new snapshot.
    pub fn replace(&self, keys: Vec<(KeyHash, ApiKey)>) {
        let mut next = Keys::default();
        keys.into_iter().for_each(|(hash, key)| next.add(hash, Arc::new(key)));
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        self.keys.store(Arc::new(next));
    }

    /// Adds a key.
    pub fn put(&self, hash: KeyHash, key: ApiKey) {
        self.change(|keys| keys.add(hash, Arc::new(key)));
    }

    /// Drops a revoked key.
    pub fn revoke(&self, key_id: KeyId) {
        self.change(|keys| keys.retain(|key| key.key_id != key_id));
    }

    /// Drops every key of a closed tenant.
    pub fn close_tenant(&self, tenant_id: TenantId) {
        self.change(|keys| keys.retain(|key| key.tenant_id() != tenant_id));
    }

    fn change(&self, change: impl FnOnce(&mut Keys)) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Keys::clone(&self.keys.load());
        change(&mut next);
        self.keys.store(Arc::new(next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;
    use store::keys::StoredKey;
    use uuid::Uuid;

    fn key(id: u128, tenant: u128) -> (KeyHash, ApiKey) {
        let stored = StoredKey {
            key_id: KeyId(Uuid::from_u128(id)),
            tenant_id: TenantId(Uuid::from_u128(tenant)),
            name: "laptop".into(),
            prefix: "tk_abcd".into(),
            user_id: None,
            created_at: Timestamp::from_millis(0),
            revoked_at: None,
        };
        (KeyHash([u8::try_from(id).expect("small"); 32]), ApiKey::from_stored(stored))
    }

    #[test]
    fn a_revoked_key_is_gone_at_once_and_the_others_stay() {
        let book = KeyBook::new(vec![key(1, 9), key(2, 9), key(3, 8)]);
        book.revoke(KeyId(Uuid::from_u128(1)));
        assert!(book.find(&KeyHash([1; 32])).is_none() && book.by_id(KeyId(Uuid::from_u128(1))).is_none());
        assert!(book.by_id(KeyId(Uuid::from_u128(3))).is_some());
        assert_eq!(book.find(&KeyHash([2; 32])).map(|key| key.tenant_id().0.as_u128()), Some(9));
        book.close_tenant(TenantId(Uuid::from_u128(9)));
        assert_eq!(book.len(), 1);
        assert!(book.by_id(KeyId(Uuid::from_u128(2))).is_none());
        let (hash, added) = key(4, 8);
        book.put(hash, added);
        assert!(book.by_id(KeyId(Uuid::from_u128(4))).is_some());
    }
}

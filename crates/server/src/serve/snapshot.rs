//! The last keys and prices on disk: what a gateway answers from when it starts while the store cannot be reached.
//!
//! The file holds no key, only hashes of keys, which cannot be turned back; it is for its owner's eyes all the same.

use crate::data_dir::{DataDir, DataDirError};
use domain::{KeyId, TenantId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::io;
use store::keys::StoredKey;
use store::prices::Prices;
use store::{ApiKey, KeyHash};

/// The file in the data folder.
const FILE: &str = "snapshot.json";

/// The form of the file. A file of another form is not read: the store has what it held.
const FORM: u32 = 1;

/// Keys and prices of one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Every key that works.
    pub keys: Vec<(KeyHash, ApiKey)>,
    /// Every price.
    pub prices: Prices,
    /// When they were read from the store.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: u32,
    at: Timestamp,
    keys: Vec<Key>,
    prices_version: u64,
    prices: Vec<metering::PriceRow>,
    providers: Vec<metering::ProviderInfo>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    hash: [u8; 32],
    key_id: KeyId,
    tenant_id: TenantId,
    name: String,
    prefix: String,
    user_id: Option<UserId>,
    created_at: Timestamp,
}

impl Key {
    fn of((hash, key): &(KeyHash, ApiKey)) -> Self {
        Self {
            hash: hash.0,
            key_id: key.key_id,
            tenant_id: key.tenant_id(),
            name: key.name.clone(),
            prefix: key.prefix.clone(),
            user_id: key.user_id,
            created_at: key.created_at,
        }
    }

    fn into_key(self) -> (KeyHash, ApiKey) {
        let Self { hash, key_id, tenant_id, name, prefix, user_id, created_at } = self;
        // Only keys that work are written down.
        let stored = StoredKey { key_id, tenant_id, name, prefix, user_id, created_at, revoked_at: None };
        (KeyHash(hash), ApiKey::from_stored(stored))
    }
}

/// Writes the snapshot over the last one.
///
/// # Errors
/// The data folder cannot be written.
pub fn write(data: &DataDir, snapshot: &Snapshot) -> Result<(), DataDirError> {
    let file = File {
        form: FORM,
        at: snapshot.at,
        keys: snapshot.keys.iter().map(Key::of).collect(),
        prices_version: snapshot.prices.version,
        prices: snapshot.prices.rows.clone(),
        providers: snapshot.prices.providers.clone(),
    };
    // The types above have a JSON form for every value.
    let text = serde_json::to_vec(&file).unwrap_or_default();
    data.write_private(FILE, &text)
}

/// Reads the last snapshot, if there is one that this version reads.
///
/// # Errors
/// The file is there and cannot be read.
pub fn read(data: &DataDir) -> Result<Option<Snapshot>, io::Error> {
    let text = match std::fs::read(data.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let Ok(file) = serde_json::from_slice::<File>(&text) else { return Ok(None) };
    if file.form != FORM {
        return Ok(None);
    }
    let prices = Prices { version: file.prices_version, rows: file.prices, providers: file.providers };
    Ok(Some(Snapshot { keys: file.keys.into_iter().map(Key::into_key).collect(), prices, at: file.at }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;
    use test_support::{at, price_row, provider_info};
    use uuid::Uuid;

    #[test]
    fn what_is_written_is_read_and_only_its_owner_may() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::open(folder.path()).unwrap();
        assert!(read(&data).unwrap().is_none());
        let key = StoredKey {
            key_id: KeyId(Uuid::from_u128(1)),
            tenant_id: TenantId(Uuid::from_u128(2)),
            name: "laptop".into(),
            prefix: "tk_abcd".into(),
            user_id: None,
            created_at: at("2026-11-02T12:00:00Z"),
            revoked_at: None,
        };
        let prices = Prices {
            version: 7,
            rows: vec![price_row(1, "openai", "gpt-5.4", [Some(10), Some(1), None, Some(40)])],
            providers: vec![provider_info("openai")],
        };
        let keys = vec![(KeyHash([9; 32]), ApiKey::from_stored(key))];
        let snapshot = Snapshot { keys: keys.clone(), prices: prices.clone(), at: at("2026-11-02T12:00:00Z") };
        write(&data, &snapshot).unwrap();
        let again = read(&data).unwrap().expect("is there");
        assert_eq!((again.keys, again.prices, again.at), (keys, prices, snapshot.at));
        let mode = std::fs::metadata(data.join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(data.join(FILE), b"{").unwrap();
        assert!(read(&data).unwrap().is_none(), "half a file is none");
    }
}

//! The demonstration's tenant, its people and their keys, made at the first start and kept for later ones.

use super::cast::CAST;
use crate::secret_key;
use crate::serve::house::House;
use anyhow::{Context as _, Result};
use domain::{KeyId, Secret, TenantId, UserId};
use std::collections::HashMap;
use std::path::PathBuf;
use store::keys::NewKey;
use store::sessions::{Session, SessionOwner};
use store::users::User;
use store::{OperatorKey, Tenant, TenantScope};

/// What the demonstration's tenant is called.
const TENANT: &str = "demo";
/// How long the sign-in link works.
const LINK_MS: i64 = 24 * 3_600_000;

/// The tenant and its keys.
#[derive(Clone)]
pub struct Keys {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Where the key for people lies.
    pub file: PathBuf,
    /// The token of a one-time sign-in link.
    pub link: Secret,
    /// A key for each of the cast, in its order.
    pub members: Vec<MemberKey>,
}

/// A member's key.
#[derive(Clone)]
pub struct MemberKey {
    /// The key.
    pub secret: Secret,
    /// Its id.
    pub key_id: KeyId,
    /// Whose it is.
    pub user_id: UserId,
}

impl Keys {
    /// Finds them, or makes what is missing.
    ///
    /// # Errors
    /// The store or the data folder fails.
    pub async fn prepare(house: &House) -> Result<Self> {
        let tenant_id = tenant(house).await?;
        let scope = scope(house, tenant_id)?;
        let kept = read(house, "demo-traffic-keys");
        let (mut members, mut lines) = (Vec::new(), String::new());
        for member in CAST {
            let user_id = UserId::derive(tenant_id, member.name);
            let user = User { id: user_id, name: member.name.to_owned(), email: None, created_at: house.clock.now() };
            house.store.users().put(scope, user).await.context("naming a user")?;
            let secret = kept.get(member.name).cloned();
            let (secret, key_id) = key(house, scope, member.name, secret, Some(user_id)).await?;
            lines.push_str(&format!("{} {}\n", member.name, secret.expose()));
            members.push(MemberKey { secret, key_id, user_id });
        }
        house.data.write_secret("demo-traffic-keys", &Secret::new(lines.trim_end()))?;
        let kept = std::fs::read_to_string(house.data.join("demo-key")).ok();
        let kept = kept.map(|text| Secret::new(text.trim()));
        let (secret, key_id) = key(house, scope, "demo", kept, None).await?;
        let file = house.data.write_secret("demo-key", &secret)?;
        let link = secret_key::make("");
        let session = Session {
            owner: SessionOwner::Key(key_id),
            expires_at: house.clock.now().plus_millis(LINK_MS),
            one_time: true,
        };
        house.store.sessions().create(secret_key::hash(&link), session).await.context("making the sign-in link")?;
        Ok(Self { tenant_id, file, link, members })
    }

    /// The right to the tenant, which the operator has.
    ///
    /// # Errors
    /// The operator's key cannot be read.
    pub fn scope(&self, house: &House) -> Result<TenantScope> {
        scope(house, self.tenant_id)
    }
}

/// The right to a tenant, which the operator has.
fn scope(house: &House, tenant_id: TenantId) -> Result<TenantScope> {
    let (key, _) = house.data.admin_key()?;
    let operator = OperatorKey::new(house.operator);
    let proof = operator.verify(&secret_key::hash(&key)).context("the operator's key changed meanwhile")?;
    Ok(proof.scope(tenant_id))
}

async fn tenant(house: &House) -> Result<TenantId> {
    let repo = house.store.tenants();
    let known = repo.list().await.context("reading the tenants")?;
    if let Some(tenant) = known.into_iter().find(|tenant| tenant.name == TENANT) {
        return Ok(tenant.id);
    }
    let id = TenantId(uuid::Uuid::new_v4());
    let tenant = Tenant {
        id,
        name: TENANT.to_owned(),
        timezone: "UTC".to_owned(),
        created_at: house.clock.now(),
        closed_at: None,
    };
    repo.create(tenant).await.context("making the tenant `demo`")?;
    Ok(id)
}

/// The key that was kept, if it still works, else a new one.
async fn key(
    house: &House,
    scope: TenantScope,
    name: &str,
    kept: Option<Secret>,
    user_id: Option<UserId>,
) -> Result<(Secret, KeyId)> {
    if let Some(secret) = kept
        && let Some(key) = house.keys.find(&secret_key::hash(&secret))
    {
        return Ok((secret, key.key_id));
    }
    let secret = secret_key::make("tk_");
    let (key_id, hash) = (KeyId(uuid::Uuid::new_v4()), secret_key::hash(&secret));
    let new = NewKey {
        key_id,
        name: name.to_owned(),
        prefix: secret_key::prefix(&secret),
        hash,
        user_id,
        created_at: house.clock.now(),
    };
    let made = house.store.keys().create(scope, new).await.context("making a key")?;
    house.keys.put(hash, made);
    Ok((secret, key_id))
}

/// Keys kept in a file, by name.
fn read(house: &House, name: &str) -> HashMap<String, Secret> {
    let text = std::fs::read_to_string(house.data.join(name)).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    pairs.map(|(name, key)| (name.to_owned(), Secret::new(key))).collect()
}

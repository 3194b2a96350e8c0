//! Tenants' names and zones, kept for a moment: every question needs them, and most are answered without the store.

use domain::{TenantId, Timestamp};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Tenant;

/// How long a tenant is kept, in milliseconds: as long as a change of keys or prices may take to be seen elsewhere.
pub const KEPT_MS: i64 = 1_000;

/// Tenants that are kept at most; beyond it those of the moment are read again.
const MAX_TENANTS: usize = 50_000;

/// Tenants as they were read a moment ago.
#[derive(Default)]
pub struct TenantBook {
    read: Mutex<HashMap<TenantId, (Timestamp, Tenant)>>,
}

impl TenantBook {
    /// The tenant as it was at most [`KEPT_MS`] before `now`, or as `read` gives it.
    ///
    /// # Errors
    /// Those of `read`; they are not kept.
    pub async fn get<E>(
        &self,
        tenant_id: TenantId,
        now: Timestamp,
        read: impl Future<Output = Result<Tenant, E>>,
    ) -> Result<Tenant, E> {
        let kept = self.kept().get(&tenant_id).filter(|(at, _)| is_fresh(*at, now)).map(|(_, tenant)| tenant.clone());
        if let Some(tenant) = kept {
            return Ok(tenant);
        }
        let tenant = read.await?;
        let mut kept = self.kept();
        if kept.len() >= MAX_TENANTS {
            kept.retain(|_, (at, _)| is_fresh(*at, now));
        }
        if kept.len() < MAX_TENANTS {
            kept.insert(tenant_id, (now, tenant.clone()));
        }
        Ok(tenant)
    }

    /// Forgets a tenant that was changed here.
    pub fn forget(&self, tenant_id: TenantId) {
        self.kept().remove(&tenant_id);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<TenantId, (Timestamp, Tenant)>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether what was read then still holds. A clock that was set back makes nothing last longer.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    (0..KEPT_MS).contains(&(now.as_millis() - at.as_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use uuid::Uuid;

    fn named(name: &str) -> Tenant {
        Tenant {
            id: TenantId(Uuid::from_u128(1)),
            name: name.into(),
            timezone: "UTC".into(),
            created_at: Timestamp::from_millis(0),
            closed_at: None,
        }
    }

    #[tokio::test]
    async fn a_tenant_is_read_once_a_moment_and_again_once_it_changed() {
        let book = TenantBook::default();
        let begin = Timestamp::from_millis(5_000);
        let ask = async |after_ms: i64, name: &str| -> String {
            let read = async { Ok::<_, Infallible>(named(name)) };
            let Ok(found) = book.get(named("").id, begin.plus_millis(after_ms), read).await;
            found.name
        };
        assert_eq!(ask(0, "old").await, "old");
        assert_eq!(ask(KEPT_MS - 1, "new").await, "old");
        assert_eq!(ask(KEPT_MS, "new").await, "new");
        assert_eq!(ask(-1, "newer").await, "newer", "a clock that was set back");
        book.forget(named("").id);
        assert_eq!(ask(-1, "newest").await, "newest");
        let failed = book.get(TenantId(Uuid::from_u128(2)), begin, async { Err(()) }).await;
        assert_eq!(failed, Err(()));
    }
}

//! Who may read what. A `TenantScope` cannot be made from an id: it comes from a verified API key, from a session made
//! by one, or from the operator's proof. So a handler cannot forget the tenant, and cannot invent one.

use crate::{ApiKey, KeyHash};
use domain::TenantId;

/// The right to one tenant's data.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TenantScope(TenantId);

impl TenantScope {
    /// Whose data this is.
    #[must_use]
    pub fn tenant_id(&self) -> TenantId {
        self.0
    }
}

impl ApiKey {
    /// The right that this key gives: its whole tenant.
    #[must_use]
    pub fn scope(&self) -> TenantScope {
        TenantScope(self.tenant_id)
    }
}

/// The operator's key, as its hash.
#[derive(Clone, Debug)]
pub struct OperatorKey(KeyHash);

/// Proof that the operator asks.
#[derive(Clone, Copy, Debug)]
pub struct OperatorProof(());

impl OperatorKey {
    /// Takes the hash of the operator's key.
    #[must_use]
    pub fn new(hash: KeyHash) -> Self {
        Self(hash)
    }

    /// Proof, if this is the operator's key. Hashes are compared, so the time taken says nothing about the key.
    #[must_use]
    pub fn verify(&self, hash: &KeyHash) -> Option<OperatorProof> {
        (self.0 == *hash).then_some(OperatorProof(()))
    }
}

impl OperatorProof {
    /// The right to the tenant that the operator names.
    #[must_use]
    pub fn scope(self, tenant_id: TenantId) -> TenantScope {
        TenantScope(tenant_id)
    }
}

/// The worker's right to go through tenants one by one for jobs (alerts, rebuilds). Roles other than the worker have no
/// use for it; the leak suite checks that the API crate does not name it.
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkerProof;

impl WorkerProof {
    /// The right to a tenant that a job works on.
    #[must_use]
    pub fn scope(self, tenant_id: TenantId) -> TenantScope {
        TenantScope(tenant_id)
    }
}

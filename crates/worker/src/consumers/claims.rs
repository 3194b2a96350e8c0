//! Claiming partitions in the store, for whatever log gives them.

use crate::Settings;
use crate::patience::until_answered;
use async_trait::async_trait;
use events::{Claim, Claims, Offset};
use std::sync::Arc;
use store::Store;
use tokio_util::sync::CancellationToken;

/// Claims in the store, and tries until it answers or the worker stops.
pub(crate) struct StoreClaims {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) settings: Settings,
    /// Cancelled when the source these claims are for is given up. A claim made after that would only take the partition
    /// from whoever has it rightly.
    pub(crate) stop: CancellationToken,
}

#[async_trait]
impl Claims for StoreClaims {
    async fn claim(&self, partition: &str) -> Option<Claim> {
        match until_answered(&self.settings, &self.stop, || self.store.ledger().claim(partition)).await? {
            Ok(claim) => Some(Claim { epoch: claim.epoch, next: Offset(claim.next) }),
            Err(error) => {
                tracing::error!(%error, partition, "the store does not tell a partition's offset: a defect");
                None
            }
        }
    }
}

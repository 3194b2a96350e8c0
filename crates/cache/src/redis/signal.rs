//! The message that says which tenants changed: who says it, then the tenants, nothing else.

use domain::TenantId;
use uuid::Uuid;

/// The channel.
pub(crate) const CHANNEL: &str = "tollkeeper:live";

/// The most tenants in one message.
pub(crate) const MAX_TENANTS: usize = 1_000;

/// What changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Changed {
    /// These tenants.
    Tenants(Vec<TenantId>),
    /// Perhaps every tenant.
    Everyone,
}

/// A message; `from` is the process that sends it, whose own watchers know already.
pub(crate) fn write(from: Uuid, changed: &Changed) -> Vec<u8> {
    let tenants: &[TenantId] = match changed {
        Changed::Tenants(tenants) => tenants,
        Changed::Everyone => &[],
    };
    let mut bytes = Vec::with_capacity(16 * (1 + tenants.len()));
    bytes.extend_from_slice(from.as_bytes());
    for tenant in tenants {
        bytes.extend_from_slice(tenant.0.as_bytes());
    }
    bytes
}

/// Reads a message; `None` for what is none, such as one of a newer version.
pub(crate) fn read(bytes: &[u8]) -> Option<(Uuid, Changed)> {
    if !bytes.len().is_multiple_of(16) || bytes.len() > 16 * (1 + MAX_TENANTS) {
        return None;
    }
    let mut ids = bytes.chunks_exact(16).filter_map(|id| Uuid::from_slice(id).ok());
    let from = ids.next()?;
    let tenants: Vec<TenantId> = ids.map(TenantId).collect();
    Some((from, if tenants.is_empty() { Changed::Everyone } else { Changed::Tenants(tenants) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn messages_read_back(from: u128, tenants in prop::collection::vec(any::<u128>(), 0..20)) {
            let from = Uuid::from_u128(from);
            let tenants: Vec<_> = tenants.into_iter().map(|id| TenantId(Uuid::from_u128(id))).collect();
            let changed = if tenants.is_empty() { Changed::Everyone } else { Changed::Tenants(tenants) };
            prop_assert_eq!(read(&write(from, &changed)), Some((from, changed)));
        }

        #[test]
        fn garbage_is_no_message(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(read(&bytes).is_some(), bytes.len() >= 16 && bytes.len().is_multiple_of(16));
        }
    }

    #[test]
    fn a_message_is_bounded() {
        assert_eq!(read(&vec![7; 16 * (2 + MAX_TENANTS)]), None);
        assert_eq!(read(&[]), None);
    }
}

//! Identifiers. Each is a type of its own, so that a tenant can never stand where a user is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id!(
    /// A customer. Every stored thing belongs to exactly one.
    TenantId
);
uuid_id!(
    /// A person or service inside a tenant.
    UserId
);
uuid_id!(
    /// A conversation or editor session inside a tenant.
    SessionId
);
uuid_id!(
    /// An API key. The key itself is never stored, only its hash; this id names it.
    KeyId
);
uuid_id!(
    /// One request. A UUIDv7 whose time part is the moment the gateway admitted the request.
    EventId
);

impl EventId {
    /// Makes an id from the admission time and ten random bytes (RFC 9562 section 5.7).
    #[must_use]
    pub fn from_parts(at: crate::Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.as_millis()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

/// The namespace of ids that are derived from a caller's own text; a fixed random UUID of this project.
const DERIVED: Uuid = Uuid::from_u128(0x7d1f_4b52_6a0e_4c57_9c1b_2f8e_60a3_d914);

fn derive(tenant: TenantId, kind: &str, value: &str) -> Uuid {
    if let Ok(given) = Uuid::parse_str(value) {
        return given;
    }
    let in_tenant = Uuid::new_v5(&DERIVED, tenant.0.as_bytes());
    let in_kind = Uuid::new_v5(&in_tenant, kind.as_bytes());
    Uuid::new_v5(&in_kind, value.as_bytes())
}

impl UserId {
    /// The caller's own user text as an id: itself when it is a UUID, else UUIDv5 of (tenant, text).
    #[must_use]
    pub fn derive(tenant: TenantId, value: &str) -> Self {
        Self(derive(tenant, "user", value))
    }
}

impl SessionId {
    /// The caller's own session text as an id: itself when it is a UUID, else UUIDv5 of (tenant, text).
    #[must_use]
    pub fn derive(tenant: TenantId, value: &str) -> Self {
        Self(derive(tenant, "session", value))
    }
}

/// A row of `provider_cost_configs`. Never reused; a corrected price is a new row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PriceId(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_keep_uuids_and_separate_tenants_and_kinds() {
        let (a, b) = (TenantId(Uuid::from_u128(1)), TenantId(Uuid::from_u128(2)));
        let given = "0198c0de-0000-7000-8000-000000000001";
        assert_eq!(UserId::derive(a, given).to_string(), given);
        assert_eq!(UserId::derive(a, "ada"), UserId::derive(a, "ada"));
        assert_ne!(UserId::derive(a, "ada"), UserId::derive(b, "ada"));
        assert_ne!(UserId::derive(a, "ada").0, SessionId::derive(a, "ada").0);
    }

    #[test]
    fn event_ids_carry_the_admission_time_and_sort_by_it() {
        let early = EventId::from_parts(crate::Timestamp::from_millis(1_000), [255; 10]);
        let late = EventId::from_parts(crate::Timestamp::from_millis(1_001), [0; 10]);
        assert!(early < late);
        assert_eq!(early.0.get_version_num(), 7);
    }
}

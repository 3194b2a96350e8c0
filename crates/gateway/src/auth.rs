//! Authenticate: which key, and so which tenant. Memory only; a database that is down locks nobody out.

use cache::KeyBook;
use domain::{ErrorKind, Fault};
use http::HeaderMap;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{ApiKey, KeyHash};

/// The key of a request: `Authorization: Bearer …` or `x-api-key`, in either dialect.
///
/// # Errors
/// `Unauthorized` without a key, with a wrong one and with a revoked one alike; the key is never repeated.
pub fn authenticate(headers: &HeaderMap, keys: &KeyBook) -> Result<Arc<ApiKey>, Fault> {
    let Some(presented) = presented(headers) else {
        return Err(Fault::new(
            ErrorKind::Unauthorized,
            "no API key: send a Tollkeeper key as `Authorization: Bearer tk_…` or `x-api-key: tk_…`",
        ));
    };
    let hash = KeyHash(Sha256::digest(presented).into());
    keys.find(&hash).ok_or_else(|| {
        Fault::new(
            ErrorKind::Unauthorized,
            "this API key is not known here, or was revoked: make one with `tollkeeper key create` or on the dashboard",
        )
    })
}

fn presented(headers: &HeaderMap) -> Option<&[u8]> {
    let bearer = headers.get(http::header::AUTHORIZATION).map(http::HeaderValue::as_bytes).and_then(|value| {
        let (scheme, rest) = value.split_at_checked(7)?;
        scheme.eq_ignore_ascii_case(b"bearer ").then_some(rest)
    });
    let key = bearer.or_else(|| headers.get("x-api-key").map(http::HeaderValue::as_bytes))?;
    let key = key.trim_ascii();
    (!key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{KeyId, TenantId, Timestamp};
    use http::HeaderValue;
    use store::keys::StoredKey;
    use uuid::Uuid;

    fn book() -> KeyBook {
        let key = ApiKey::from_stored(StoredKey {
            key_id: KeyId(Uuid::from_u128(1)),
            tenant_id: TenantId(Uuid::from_u128(2)),
            name: "laptop".into(),
            prefix: "tk_right".into(),
            user_id: None,
            created_at: Timestamp::from_millis(0),
            revoked_at: None,
        });
        KeyBook::new(vec![(KeyHash(Sha256::digest("tk_right").into()), key)])
    }

    fn ask(name: &'static str, value: &'static str) -> Result<Arc<ApiKey>, Fault> {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        authenticate(&headers, &book())
    }

    #[test]
    fn both_headers_and_any_case_of_bearer_are_taken() {
        for (name, value) in
            [("authorization", "Bearer tk_right"), ("authorization", "bearer  tk_right"), ("x-api-key", "tk_right")]
        {
            assert!(ask(name, value).is_ok(), "{name}: {value}");
        }
    }

    #[test]
    fn anything_else_is_refused_without_repeating_it() {
        for (name, value) in [
            ("authorization", "Bearer tk_wrong"),
            ("authorization", "Basic tk_right"),
            ("authorization", "Bearer "),
            ("x-api-key", ""),
            ("x-other", "tk_right"),
        ] {
            let fault = ask(name, value).expect_err(value);
            assert_eq!(fault.kind, ErrorKind::Unauthorized);
            assert!(!fault.message.contains("tk_wrong"));
        }
    }
}

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
    let mut presented = presented(headers).peekable();
    if presented.peek().is_none() {
        return Err(Fault::new(
            ErrorKind::Unauthorized,
            "no API key: send a Tollkeeper key as `Authorization: Bearer tk_…` or `x-api-key: tk_…`",
        ));
    }
    presented.find_map(|key| keys.find(&KeyHash(Sha256::digest(key).into()))).ok_or_else(|| {
        Fault::new(
            ErrorKind::Unauthorized,
            "this API key is not known here, or was revoked: make one with `tollkeeper key create` or on the dashboard",
        )
    })
}

/// The keys that a request carries. An SDK that has both a token and a key sends both headers, and only one of them may
/// be ours.
fn presented(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let bearer = headers.get(http::header::AUTHORIZATION).map(http::HeaderValue::as_bytes).and_then(|value| {
        let (scheme, rest) = value.split_at_checked(7)?;
        scheme.eq_ignore_ascii_case(b"bearer ").then_some(rest)
    });
    let api_key = headers.get("x-api-key").map(http::HeaderValue::as_bytes);
    bearer.into_iter().chain(api_key).map(<[u8]>::trim_ascii).filter(|key| !key.is_empty())
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
    fn of_two_headers_the_one_that_is_ours_counts() {
        for bearer in ["Bearer ", "Bearer sk-of-another-service"] {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", HeaderValue::from_static(bearer));
            headers.insert("x-api-key", HeaderValue::from_static("tk_right"));
            assert!(authenticate(&headers, &book()).is_ok(), "{bearer}");
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

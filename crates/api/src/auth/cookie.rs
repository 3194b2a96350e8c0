//! The session cookie: what is set, and how it is read back.

use http::{HeaderMap, HeaderValue, header};

/// Its name.
pub const NAME: &str = "tollkeeper_session";

/// Every value that the request sends under the cookie's name; tokens are 64 hexadecimal digits, anything else is none.
pub(super) fn read(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == NAME && value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(|(_, value)| value)
}

/// The header that sets it. `Secure` where the browser's side of the way here is TLS.
pub(super) fn set(token: &str, max_age_s: i64, headers: &HeaderMap) -> Option<HeaderValue> {
    let secure = if over_tls(headers) { "; Secure" } else { "" };
    let text = format!("{NAME}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}");
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The header that clears it.
pub(super) fn clear() -> HeaderValue {
    HeaderValue::from_static("tollkeeper_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

fn over_tls(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|schemes| schemes.split(',').next_back().is_some_and(|scheme| scheme.trim() == "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_among_others_and_nothing_else_is() {
        let token = "ab".repeat(32);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; {NAME}={token}; c=d").parse().expect("valid"));
        assert_eq!(read(&headers), Some(token.as_str()));
        headers.insert(header::COOKIE, format!("x{NAME}={token}; {NAME}=short").parse().expect("valid"));
        assert_eq!(read(&headers), None);
    }

    #[test]
    fn it_is_secure_behind_tls_only() {
        let mut headers = HeaderMap::new();
        let plain = set("t", 60, &headers).expect("valid");
        assert_eq!(
            plain.to_str().expect("text"),
            "tollkeeper_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=60"
        );
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        assert!(set("t", 60, &headers).expect("valid").to_str().expect("text").ends_with("; Secure"));
    }
}

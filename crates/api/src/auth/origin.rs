//! Whether a request that rides on a cookie came from our own page. A strict cookie is not sent across sites; this holds
//! where another host of the same site, or an old browser, would send it all the same.

use http::{HeaderMap, Uri, header};

/// Whether the browser says that our own page sent this. A caller that says neither origin nor site is no browser and has
/// no reason to ride on a cookie.
#[must_use]
pub fn is_own_page(headers: &HeaderMap) -> bool {
    match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some("same-origin"), None) => true,
        (Some("same-origin") | None, Some(origin)) => same_host(origin, headers),
        _ => false,
    }
}

/// Whether the browser says that another site's page sent this: for signing in, where no cookie is there yet.
#[must_use]
pub fn is_foreign_page(headers: &HeaderMap) -> bool {
    matches!(text(headers, "sec-fetch-site"), Some("cross-site" | "same-site"))
        || text(headers, "origin").is_some_and(|origin| !same_host(origin, headers))
}

fn same_host(origin: &str, headers: &HeaderMap) -> bool {
    let Some(origin) = origin.parse::<Uri>().ok().and_then(|uri| uri.authority().cloned()) else { return false };
    [header::HOST.as_str(), "x-forwarded-host", ":authority"]
        .into_iter()
        .filter_map(|name| headers.get(name))
        .filter_map(|value| value.to_str().ok())
        .any(|host| host.eq_ignore_ascii_case(origin.as_str()))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("valid"), value.parse().expect("valid"))).collect()
    }

    #[test]
    fn only_our_own_origin_passes() {
        let own = ("origin", "http://127.0.0.1:8787");
        let host = ("host", "127.0.0.1:8787");
        for (given, own_page, foreign) in [
            (vec![own, host], true, false),
            (vec![own, host, ("sec-fetch-site", "same-origin")], true, false),
            (vec![host, ("sec-fetch-site", "same-origin")], true, false),
            (vec![host], false, false),
            (vec![host, ("origin", "http://127.0.0.1:9999")], false, true),
            (vec![host, ("origin", "null")], false, true),
            (vec![own, host, ("sec-fetch-site", "cross-site")], false, true),
            (vec![own, host, ("sec-fetch-site", "same-site")], false, true),
        ] {
            assert_eq!(
                (is_own_page(&headers(&given)), is_foreign_page(&headers(&given))),
                (own_page, foreign),
                "{given:?}"
            );
        }
    }
}

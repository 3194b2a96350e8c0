//! The dashboard's files, built into the binary; a labelled stand-in page where it was built without them.

use crate::encoding::takes;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;
use std::borrow::Cow;

/// The web build, if there was one.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Shown where the binary was built without the dashboard.
const STAND_IN: &str = include_str!("stand_in.html");

/// What the page may load: itself, and a socket to where it came from.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// `GET /` and every deep link: the page, signed in or not.
pub async fn page(headers: HeaderMap) -> Response {
    let mut response = match file("index.html", &headers) {
        Some(response) => response,
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], STAND_IN).into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// `GET /assets/…`: files whose names hold their hash, so they never change.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(mut response) = file(&format!("assets/{path}"), &headers) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, forever);
    response
}

/// A file at the top of the build, such as the icon.
pub async fn top(name: &str, headers: &HeaderMap) -> Option<Response> {
    file(name, headers)
}

/// A file, compressed as the build left it and the client takes it; 304 where the client has it.
fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Files::get(path)?;
    let tag = plain.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
    let (data, encoding) = packed(path, headers).unwrap_or((plain.data, None));
    let tag = format!("\"{tag}{}\"", encoding.map(|name| format!("-{name}")).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response =
        if known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(match data {
                Cow::Borrowed(bytes) => Body::from(bytes),
                Cow::Owned(bytes) => Body::from(bytes),
            })
        };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(name) = encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    Some(response)
}

type Packed = (Cow<'static, [u8]>, Option<&'static str>);

fn packed(path: &str, headers: &HeaderMap) -> Option<Packed> {
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(name, _)| takes(headers, name))
        .find_map(|(name, ending)| Files::get(&format!("{path}.{ending}")).map(|file| (file.data, Some(name))))
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

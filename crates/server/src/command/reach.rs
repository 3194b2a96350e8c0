//! Asks a provider for its models, which costs nothing: is it there, and does it know the key?

use crate::config::Provider;
use gateway::client::Client;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use std::time::Duration;
use wire::{Dialect, Upstream};

/// The longest a provider may take to say anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks one provider.
///
/// # Errors
/// What is wrong and what to do, without the provider's own words: they may hold a part of the key.
pub async fn reach(client: &Client, provider: &Provider) -> Result<String, String> {
    let Some(base_url) = &provider.base_url else {
        return Ok("the built-in sandbox; it is started with the server, and all it answers is made up".to_owned());
    };
    let upstream = Upstream::new(provider.kind, provider.catalogue.as_str());
    let base = base_url.to_string();
    let base = base.trim_end_matches('/');
    let url = match upstream.dialect {
        Dialect::OpenAi => format!("{base}/models"),
        Dialect::Anthropic => format!("{base}/v1/models"),
    };
    let mut headers = HeaderMap::new();
    if upstream.dialect == Dialect::Anthropic {
        let version = HeaderValue::from_static(wire::providers::DEFAULT_ANTHROPIC_VERSION);
        headers.insert("anthropic-version", version);
    }
    if let Some(key) = &provider.api_key {
        upstream.authorize(key, &mut headers).map_err(|error| error.to_string())?;
    }
    let mut request =
        Request::get(&url).body(gateway::client::Pieces::default()).map_err(|_| format!("{url} is no address"))?;
    *request.headers_mut() = headers;
    let answer = match tokio::time::timeout(PATIENCE, client.request(request)).await {
        Err(_) => {
            return Err(format!("{url} did not answer in {} s; check the network and base_url", PATIENCE.as_secs()));
        }
        Ok(Err(error)) if error.is_connect() => {
            return Err(format!(
                "{base} cannot be reached; check base_url, the network, DNS and any proxy or firewall"
            ));
        }
        Ok(Err(_)) => return Err(format!("{url} broke the connection; check that base_url is an AI provider's")),
        Ok(Ok(answer)) => answer,
    };
    judge(answer.status(), &url)
}

fn judge(status: StatusCode, url: &str) -> Result<String, String> {
    match status.as_u16() {
        200..=299 => Ok(format!("{url} answers")),
        401 | 403 => Err(format!("{url} refuses the key ({status}); check where api_key points")),
        // Some servers that speak the wire have no list of models; they are there all the same.
        404 | 405 => Ok(format!("{url} answers {status}: it lists no models; the key is not checked")),
        429 => Ok(format!("{url} answers, and says that there were too many requests")),
        500..=599 => Err(format!("{url} answers {status}; the provider has trouble, or base_url is not its own")),
        _ => Err(format!("{url} answers {status}; check base_url: OpenAI's ends in /v1, Anthropic's does not")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_key_is_a_problem_and_a_missing_list_is_not() {
        assert!(judge(StatusCode::OK, "u").is_ok());
        assert!(judge(StatusCode::NOT_FOUND, "u").is_ok());
        for status in [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::BAD_GATEWAY, StatusCode::FOUND] {
            assert!(judge(status, "u").is_err(), "{status}");
        }
    }
}

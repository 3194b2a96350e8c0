//! Who asks, beside the key: user, conversation and client program, from the body's own fields and well-known headers.

use domain::{SessionId, TenantId, Token, UserId};
use http::{HeaderMap, HeaderValue};

/// Headers that name a conversation, as coding agents send them, most specific first.
const SESSION_HEADERS: [&str; 4] = ["x-claude-code-session-id", "session-id", "x-session-id", "x-interaction-id"];

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Identity {
    /// The person or service.
    pub user_id: Option<UserId>,
    /// The conversation.
    pub session_id: Option<SessionId>,
    /// The program.
    pub client: Option<Token>,
}

impl Identity {
    /// Reads the identity. The key's own user outranks what the body says: a key proves who holds it, a body claims.
    #[must_use]
    pub fn read(tenant: TenantId, of_key: Option<UserId>, in_body: Option<&str>, headers: &HeaderMap) -> Self {
        let claimed = in_body.filter(|text| !text.is_empty()).map(|text| UserId::derive(tenant, text));
        let session = SESSION_HEADERS.iter().find_map(|name| text(headers.get(*name)?));
        Self {
            user_id: of_key.or(claimed),
            session_id: session.map(|value| SessionId::derive(tenant, value)),
            client: headers.get(http::header::USER_AGENT).and_then(text).and_then(first_product),
        }
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

/// The first product token of a User-Agent (RFC 9110 section 10.1.5), cut to what a `Token` allows.
fn first_product(agent: &str) -> Option<Token> {
    let product = agent.split_ascii_whitespace().next()?;
    let end = product.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || b"._/-".contains(&byte)));
    let product = &product[..end.unwrap_or(product.len())];
    Token::new(&product[..product.len().min(64)]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const TENANT: TenantId = TenantId(Uuid::from_u128(7));

    fn with(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| ((*name).parse().expect("name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_client_is_the_first_product_and_nothing_more() {
        for (agent, client) in [
            ("OpenAI/Python 3.1.0", Some("OpenAI/Python")),
            ("claude-cli/2.1.9 (external, cli)", Some("claude-cli/2.1.9")),
            ("Mozilla/5.0;x", Some("Mozilla/5.0")),
            ("(comment) only", None),
        ] {
            let identity = Identity::read(TENANT, None, None, &with(&[("user-agent", agent)]));
            assert_eq!(identity.client.as_ref().map(Token::as_str), client, "{agent}");
        }
    }

    #[test]
    fn a_key_outranks_a_claim_and_headers_name_the_conversation() {
        let of_key = UserId(Uuid::from_u128(3));
        let headers = with(&[("x-session-id", "b"), ("x-claude-code-session-id", "a")]);
        let identity = Identity::read(TENANT, Some(of_key), Some("ada"), &headers);
        assert_eq!(identity.user_id, Some(of_key));
        assert_eq!(identity.session_id, Some(SessionId::derive(TENANT, "a")));
        assert_eq!(Identity::read(TENANT, None, Some("ada"), &headers).user_id, Some(UserId::derive(TENANT, "ada")));
    }
}

//! Names of providers, models and routes: short, bounded text that is safe to store, log and count by.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::sync::Arc;

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a {what} is 1 to {max} characters of {allowed}")]
pub struct NameError {
    what: &'static str,
    max: usize,
    allowed: &'static str,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $allowed:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and takes a name.
            ///
            /// # Errors
            /// Empty, too long, or a character outside the set; the message names the set, never the text, because a
            /// text that is not a name may be anything a user typed.
            pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
                let text = text.as_ref();
                let ok: fn(u8) -> bool = $ok;
                if text.is_empty() || text.len() > $max || !text.bytes().all(ok) {
                    return Err(NameError { what: $what, max: $max, allowed: $allowed });
                }
                Ok(Self(text.into()))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

name!(
    /// A configured provider: what stands in events and before the slash of a model name.
    ProviderName,
    "provider name",
    64,
    "a-z, 0-9, '.', '_' and '-'",
    |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b'-')
);
name!(
    /// A model as its provider calls it. May hold slashes and colons (`meta-llama/Llama-3`, `ft:gpt-4o:acme`).
    ModelName,
    "model name",
    128,
    "letters, digits and . _ : / @ + -",
    |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'/' | b'@' | b'+' | b'-')
);
name!(
    /// A route's name: what a client may send as `model`.
    RouteName,
    "route name",
    64,
    "letters, digits and . _ -",
    |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
);
name!(
    /// A machine-readable error code, such as `rate_limited`.
    ErrorCode,
    "error code",
    64,
    "a-z, 0-9 and '_'",
    |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
);
name!(
    /// A short machine word from outside: the first product of a User-Agent, a service tier, a strategy.
    Token,
    "token",
    64,
    "letters, digits and . _ / -",
    |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-')
);

/// A model at a provider, written `provider/model`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelRef {
    /// Who serves it.
    pub provider: ProviderName,
    /// What it is called there.
    pub model: ModelName,
}

impl fmt::Display for ModelRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.provider, self.model)
    }
}

impl fmt::Debug for ModelRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Why a text is not `provider/model`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelRefError {
    /// No slash.
    #[error("a model is written `provider/model`")]
    NoSlash,
    /// One of the two names is not a name.
    #[error(transparent)]
    Name(#[from] NameError),
}

impl std::str::FromStr for ModelRef {
    type Err = ModelRefError;

    fn from_str(text: &str) -> Result<Self, ModelRefError> {
        let (provider, model) = text.split_once('/').ok_or(ModelRefError::NoSlash)?;
        Ok(Self { provider: ProviderName::new(provider)?, model: ModelName::new(model)? })
    }
}

impl Serialize for ModelRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ModelRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_refs_split_at_the_first_slash() {
        let parsed: ModelRef = "together/meta-llama/Llama-3".parse().expect("valid");
        assert_eq!((parsed.provider.as_str(), parsed.model.as_str()), ("together", "meta-llama/Llama-3"));
        assert_eq!("gpt-5.4".parse::<ModelRef>(), Err(ModelRefError::NoSlash));
    }

    #[test]
    fn a_refused_name_is_not_repeated_in_its_error() {
        let error = ModelName::new("please write my canary").expect_err("has spaces");
        assert!(!error.to_string().contains("canary"));
        assert!(ModelName::new("x".repeat(129)).is_err());
        assert!(ProviderName::new("").is_err());
    }
}

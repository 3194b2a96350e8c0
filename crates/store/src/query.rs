//! What questions have in common: filters, dimensions, pages.

use domain::{EventId, KeyId, ModelName, ProviderName, RequestType, RouteName, Timestamp, Token, UserId};
use serde::{Deserialize, Serialize};

/// What figures can be grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// By who answered.
    Provider,
    /// By model, whoever served it.
    Model,
    /// By provider and model together, as `provider/model`.
    ModelRef,
    /// By API key.
    Key,
    /// By user.
    User,
    /// By route.
    Route,
    /// By client program.
    Client,
    /// By kind of request.
    RequestType,
}

impl Dimension {
    /// Its column, in rows and in sums, or what is made of columns.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Model => "model",
            Self::ModelRef => "provider || '/' || model",
            Self::Key => "key_id",
            Self::User => "user_id",
            Self::Route => "route",
            Self::Client => "client",
            Self::RequestType => "request_type",
        }
    }
}

/// Which rows count. An empty list lets everything through; several values of one list are alternatives.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// Only these providers.
    pub providers: Vec<ProviderName>,
    /// Only these models.
    pub models: Vec<ModelName>,
    /// Only these keys.
    pub keys: Vec<KeyId>,
    /// Only these users.
    pub users: Vec<UserId>,
    /// Only these routes.
    pub routes: Vec<RouteName>,
    /// Only these clients.
    pub clients: Vec<Token>,
    /// Only these kinds of request.
    pub request_types: Vec<RequestType>,
}

/// Where a list goes on: the last row of the page before it. Lists run newest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cursor {
    /// Its time.
    pub timestamp: Timestamp,
    /// Its id, to tell apart rows of one millisecond.
    pub id: EventId,
}

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T, C = Cursor> {
    /// The rows.
    pub items: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<C>,
}

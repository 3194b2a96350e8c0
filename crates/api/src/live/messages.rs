//! What travels over the live socket.

use crate::analytics::dashboard::{AlertsSummary, Headline};
use crate::analytics::providers::ProviderRow;
use crate::answer::{Coverage, EventRow, Moment, Period};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a client sends: `{"action":"subscribe","type":"dashboard_updates"}`, or `unsubscribe`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiveRequest {
    /// `subscribe` or `unsubscribe`.
    pub action: LiveAction,
    /// `dashboard_updates`.
    #[serde(rename = "type")]
    pub kind: LiveTopic,
    /// The IANA zone in which today and the month are counted; the tenant's by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<String>,
}

/// What to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiveAction {
    /// Begin to send.
    Subscribe,
    /// Stop sending; the socket stays open.
    Unsubscribe,
}

/// What can be subscribed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LiveTopic {
    /// The dashboard's figures.
    DashboardUpdates,
}

/// What the server sends.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveMessage {
    /// The figures now: at once after subscribing, on every change, and at least every five seconds.
    SavingsUpdate {
        /// The figures.
        data: Box<LiveUpdate>,
    },
    /// A message was not understood, or the socket is about to be closed; `data` says why.
    Error {
        /// Why, and what to do.
        data: LiveError,
    },
}

/// The figures now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LiveUpdate {
    /// Counts the messages of this socket from 1.
    pub seq: u64,
    /// When the figures were read.
    pub as_of: Moment,
    /// This month: what `coverage` is of.
    pub period: Period,
    /// What the month's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are anywhere in here.
    pub simulated: bool,
    /// This calendar month so far.
    pub month: Headline,
    /// Today so far.
    pub today: Headline,
    /// Providers today, busiest first, with their breakers now.
    pub providers: Vec<ProviderRow>,
    /// The newest rows, newest first, at most 20.
    pub recent: Vec<EventRow>,
    /// Alerts in short.
    pub alerts: AlertsSummary,
}

/// Why a message was not understood or the socket closes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LiveError {
    /// `bad_message`, `unknown_zone`, `signed_out`, `slow_consumer` or `unavailable`.
    pub code: String,
    /// In words, with the fix.
    pub message: String,
}

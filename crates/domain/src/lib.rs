//! What we talk about: ids, names, money, usage, faults, time, chat and the usage event. No IO.
//!
//! Every other crate speaks these types; this crate knows none of them.

pub mod chat;
pub mod content;
pub mod event;
pub mod fault;
pub mod ids;
pub mod money;
pub mod names;
pub mod time;
pub mod usage;

pub use content::{Content, Secret};
pub use event::{Attempt, Outcome, RequestType, UsageEvent};
pub use fault::{ErrorKind, Fault, Retry, Source};
pub use ids::{EventId, KeyId, PriceId, SessionId, TenantId, UserId};
pub use money::{Pico, PicoSum};
pub use names::{ErrorCode, ModelName, ModelRef, ProviderName, RouteName, Token};
pub use time::{Clock, SystemClock, Timestamp};
pub use usage::{Usage, UsageSource};

//! Role: REST, WebSocket, the dashboard's files.

pub mod admin;
pub mod analytics;
pub mod answer;
pub mod assets;
pub mod auth;
mod encoding;
pub mod errors;
pub mod live;
pub mod openapi;
pub mod question;
pub mod router;
pub mod state;

pub use router::router;
pub use state::{ApiSettings, ApiState, Hooks, Random, ReplayRefused};

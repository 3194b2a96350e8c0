//! Role: REST, WebSocket, the dashboard's files.

pub mod admin;
pub mod analytics;
pub mod answer;
pub mod auth;
pub mod errors;
pub mod live;
pub mod openapi;
pub mod question;

/// What every handler reads from.
#[derive(Clone)]
pub struct ApiState {}

//! The role over HTTP and WebSocket, on a real SQLite store with a fixed ledger and a clock that stands still.

mod admin;
mod alerts;
mod analytics;
mod auth;
mod document;
mod house;
mod live;
mod roi;

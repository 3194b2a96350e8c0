//! The role over HTTP and WebSocket, on a real SQLite store with a fixed ledger and a clock that stands still.

mod admin;
mod alerts;
mod analytics;
mod auth;
mod compare;
mod document;
mod exports;
mod house;
mod live;
mod providers;
mod roi;
mod rows;
mod views;

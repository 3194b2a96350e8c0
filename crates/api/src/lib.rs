//! Role: REST, WebSocket, the dashboard's files.

//! Bytes to domain and back: providers, dialects, server-sent events. Opens no socket.

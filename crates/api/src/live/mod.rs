//! `WS /api/v1/analytics/live`: the month's savings, today's cost and the newest rows, as they change.

pub mod messages;
mod socket;
mod update;

use crate::auth::{Caller, origin};
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::PLACE;
use crate::state::ApiState;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use http::{HeaderMap, Uri};

/// The largest message a client may send; a subscription is far smaller.
const MAX_MESSAGE_BYTES: usize = 4_096;

/// Opens the socket. Signed in by header, or by the session cookie from our own page; never by anything in the URL.
pub async fn open(
    State(state): State<ApiState>,
    caller: Caller,
    headers: HeaderMap,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    if caller.session.is_some() && !origin::is_own_page(&headers) {
        return Err(Problem::forbidden(
            "A live socket that rides on the session cookie must come from the dashboard's own page.",
            "Scripts send `Authorization: Bearer` with a key instead of the cookie.",
        ));
    }
    let asked = Asked::new(&state, &caller, &uri, &[PLACE]).await?;
    let upgrade = upgrade.map_err(|_| {
        Problem::bad("upgrade", "This is a WebSocket.", "Connect with ws:// or wss:// and the headers of an upgrade.")
    })?;
    let seat = state
        .sockets
        .clone()
        .try_acquire_owned()
        .map_err(|_| Problem::unavailable("Too many live sockets are open."))?;
    // The library's own read buffer is 128 KiB a socket, and thousands of sockets mostly hear a pong.
    let upgrade = upgrade.max_message_size(MAX_MESSAGE_BYTES).max_frame_size(MAX_MESSAGE_BYTES);
    let upgrade = upgrade.read_buffer_size(MAX_MESSAGE_BYTES);
    Ok(upgrade.on_upgrade(move |socket| async move {
        socket::serve(socket, state, caller, asked).await;
        drop(seat);
    }))
}

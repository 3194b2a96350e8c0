//! One socket's life: hear, and tell.

use super::messages::{LiveAction, LiveError, LiveMessage, LiveRequest};
use super::update;
use crate::auth::Caller;
use crate::question::Asked;
use crate::state::ApiState;
use axum::extract::ws::{Message, WebSocket};
use cache::LiveFeed;
use metering::Zone;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// The longest silence: figures come at least so often.
const AT_LEAST: Duration = Duration::from_secs(5);
/// The shortest pause between two updates: about four a second.
const AT_MOST: Duration = Duration::from_millis(250);
/// How long a client may take to accept a message before it counts as gone.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a ping is sent.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How long a client may say nothing, pongs included.
const MAX_SILENCE: Duration = Duration::from_secs(65);
/// Messages that were not understood before the socket closes.
const MAX_BAD_MESSAGES: u32 = 20;

/// Why a socket ends.
enum End {
    Gone,
    Told(&'static str, &'static str),
}

/// Serves a socket until either side ends it. Nothing queues: an update is made when it can be sent, from figures as they are
/// then, so a slow client gets fewer updates, never older ones.
pub(super) async fn serve(mut socket: WebSocket, state: ApiState, caller: Caller, asked: Asked) {
    if let End::Told(code, message) = talk(&mut socket, &state, &caller, asked).await {
        // The client may be gone already; there is nobody to tell then.
        let _ = send(&mut socket, &error(code, message)).await;
        let _ = timeout(SEND_TIMEOUT, socket.send(Message::Close(None))).await;
    }
}

async fn talk(socket: &mut WebSocket, state: &ApiState, caller: &Caller, mut asked: Asked) -> End {
    let mut feed: Option<LiveFeed> = None;
    let (mut seq, mut bad_messages) = (0, 0);
    let mut heard = Instant::now();
    let mut next_ping = heard + PING_EVERY;
    let (mut due, mut earliest) = (heard, heard);
    loop {
        tokio::select! {
            () = state.stopping.cancelled() => return End::Told("unavailable", "The server stops; connect again in a moment."),
            () = sleep_until(heard + MAX_SILENCE) => return End::Gone,
            () = sleep_until(next_ping) => {
                next_ping = Instant::now() + PING_EVERY;
                if !send_raw(socket, Message::Ping(Vec::new().into())).await {
                    return End::Gone;
                }
            }
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return End::Gone };
                heard = Instant::now();
                let text = match message {
                    Message::Text(text) => text,
                    Message::Close(_) => return End::Gone,
                    Message::Ping(_) | Message::Pong(_) => continue,
                    Message::Binary(_) => "".into(),
                };
                match understood(&text, &asked) {
                    Ok((LiveAction::Subscribe, zone)) => {
                        asked.zone = zone;
                        feed = Some(state.live.subscribe(asked.scope.tenant_id()));
                        due = heard;
                    }
                    Ok((LiveAction::Unsubscribe, _)) => feed = None,
                    Err(problem) => {
                        bad_messages += 1;
                        if bad_messages >= MAX_BAD_MESSAGES {
                            return End::Told("bad_message", "Too many messages were not understood; the socket closes.");
                        }
                        if !send(socket, &problem).await {
                            return End::Gone;
                        }
                    }
                }
            }
            () = changed(&mut feed) => due = due.min(earliest.max(Instant::now())),
            () = sleep_until(due), if feed.is_some() => {
                if !caller.still_works(state).await {
                    return End::Told("signed_out", "The key or session no longer works; sign in again.");
                }
                asked.now = state.clock.now();
                let Ok(data) = update::now(state, &asked, seq + 1).await else {
                    return End::Told("unavailable", "The figures cannot be read now; connect again in a moment.");
                };
                seq += 1;
                if !send(socket, &LiveMessage::SavingsUpdate { data: Box::new(data) }).await {
                    return End::Gone;
                }
                earliest = Instant::now() + AT_MOST;
                due = Instant::now() + AT_LEAST;
            }
        }
    }
}

/// Waits for a change, for ever without a subscription.
async fn changed(feed: &mut Option<LiveFeed>) {
    match feed {
        Some(feed) => {
            feed.changed().await;
        }
        None => std::future::pending().await,
    }
}

fn understood(text: &str, asked: &Asked) -> Result<(LiveAction, Zone), LiveMessage> {
    let wanted = r#"This socket takes {"action":"subscribe","type":"dashboard_updates"}, or "unsubscribe"; a "tz" may stand beside."#;
    let request: LiveRequest = serde_json::from_str(text).map_err(|_| error("bad_message", wanted))?;
    let zone = match &request.tz {
        Some(name) => Zone::new(name).map_err(|problem| error("unknown_zone", &problem.to_string()))?,
        None => asked.zone.clone(),
    };
    Ok((request.action, zone))
}

fn error(code: &str, message: &str) -> LiveMessage {
    LiveMessage::Error { data: LiveError { code: code.to_owned(), message: message.to_owned() } }
}

async fn send(socket: &mut WebSocket, message: &LiveMessage) -> bool {
    match serde_json::to_string(message) {
        Ok(json) => send_raw(socket, Message::Text(json.into())).await,
        Err(_) => false,
    }
}

async fn send_raw(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(SEND_TIMEOUT, socket.send(message)).await, Ok(Ok(())))
}

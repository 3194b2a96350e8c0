//! One live socket to an API node, signed in by header.

use crate::population;
use anyhow::Context;
use futures_util::{SinkExt as _, StreamExt as _};
use http::Uri;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// How long connecting may take, the handshake included.
const CONNECT: Duration = Duration::from_secs(20);
/// What is read at once: ten thousand sockets share this machine with the server that is measured.
const READ_BYTES: usize = 4 << 10;

/// A live socket.
pub struct Live(WebSocketStream<TcpStream>);

impl Live {
    /// Opens one for a tenant, from the address 127.0.0.`source`.
    ///
    /// # Errors
    /// It is refused, or takes too long.
    pub async fn open(api: &Uri, owner: u64, source: u8) -> anyhow::Result<Self> {
        let authority = api.authority().with_context(|| format!("`{api}` names no host and port"))?.as_str();
        let address: SocketAddr = authority.parse().with_context(|| format!("`{authority}` is no address"))?;
        let mut request = format!("ws://{authority}/api/v1/analytics/live").into_client_request()?;
        let key = format!("Bearer {}", population::key(owner)).parse()?;
        request.headers_mut().insert("authorization", key);
        let config = WebSocketConfig::default().read_buffer_size(READ_BYTES);
        let open = async {
            let socket = TcpSocket::new_v4()?;
            socket.bind(([127, 0, 0, source], 0).into())?;
            let stream = socket.connect(address).await?;
            stream.set_nodelay(true)?;
            let (socket, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config))
                .await
                .context("handshake")?;
            anyhow::Ok(Self(socket))
        };
        tokio::time::timeout(CONNECT, open).await.context("no socket in time")?
    }

    /// Asks for updates.
    ///
    /// # Errors
    /// The socket broke.
    pub async fn subscribe(&mut self) -> anyhow::Result<()> {
        let wanted = r#"{"action":"subscribe","type":"dashboard_updates"}"#;
        Ok(self.0.send(Message::Text(wanted.into())).await?)
    }

    /// The next message that says something; pings are answered on the way.
    ///
    /// # Errors
    /// The socket broke or was closed.
    pub async fn next(&mut self) -> anyhow::Result<Bytes> {
        loop {
            match self.0.next().await.context("the socket was closed")?? {
                Message::Text(text) => return Ok(text.into()),
                Message::Close(_) => anyhow::bail!("the socket was closed"),
                _ => {}
            }
        }
    }
}

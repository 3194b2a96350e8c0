//! Someone who stands between a client and its broker, and can stop passing anything on: to each the other just falls silent.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes bytes on to a port, until it is told to hold them.
pub struct Between {
    listener: Option<TcpListener>,
    address: SocketAddr,
    holds: watch::Sender<bool>,
}

impl Between {
    /// Listens, and passes nothing on yet.
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        Self { listener: Some(listener), address, holds: watch::Sender::new(false) }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its address as settings take it.
    pub fn url(&self) -> String {
        format!("kafka://{}", self.address)
    }

    /// Begins to pass on to a port.
    pub fn pass_on_to(&mut self, port: u16) {
        let (listener, holds) = (self.listener.take().expect("once"), self.holds.subscribe());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let holds = holds.clone();
                tokio::spawn(async move {
                    let Ok(broker) = TcpStream::connect(("127.0.0.1", port)).await else { return };
                    let (from_client, to_client) = client.into_split();
                    let (from_broker, to_broker) = broker.into_split();
                    tokio::spawn(pass(from_client, to_broker, holds.clone()));
                    pass(from_broker, to_client, holds).await;
                });
            }
        });
    }

    /// Holds everything, or passes on again.
    pub fn hold(&self, holds: bool) {
        self.holds.send_replace(holds);
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut holds: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; 64 << 10];
    loop {
        if holds.wait_for(|holds| !holds).await.is_err() {
            return;
        }
        let Ok(read @ 1..) = from.read(&mut bytes).await else { return };
        // What came while the way was closed waits too.
        if holds.wait_for(|holds| !holds).await.is_err() || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

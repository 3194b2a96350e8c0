//! A line to a server that can go dead: open, and silent in both directions, as after a cable is pulled.

use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Proxy {
    pub url: String,
    dead: Arc<watch::Sender<u64>>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// A proxy before the server of this port.
    pub async fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("redis://{}", listener.local_addr().expect("bound"));
        let dead = Arc::new(watch::Sender::new(0));
        let lines = dead.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, port, lines.subscribe()));
            }
        });
        Self { url, dead, accepting }
    }

    /// Makes every open line dead; new ones work.
    pub fn pull(&self) {
        self.dead.send_modify(|times| *times += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn carry(mut client: TcpStream, port: u16, mut dead: watch::Receiver<u64>) {
    dead.mark_unchanged();
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.expect("the server is there");
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => {}
        _ = dead.changed() => std::future::pending().await,
    }
}

//! The clients: so many at a time, each asking the next number, waiting out the restart after the kill.

use super::binary::Gateway;
use super::scenes::Scene;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

/// What became of a request, as its client saw it.
#[derive(Clone, Debug)]
pub enum Fate {
    /// An answer with a status; `admitted` says that it names an attempt, and so has a row.
    Answered { admitted: bool, request_id: String },
    /// The client left: in the middle of an answer that named its request, or before it got any.
    Left { request_id: Option<String> },
    /// The connection broke: the process was killed under it.
    Lost,
}

impl Fate {
    /// The request that must have a row: its client was told that it was admitted.
    pub fn admitted(&self) -> Option<&str> {
        match self {
            Self::Answered { admitted: true, request_id } | Self::Left { request_id: Some(request_id) } => {
                Some(request_id)
            }
            _ => None,
        }
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Sent {
    pub number: usize,
    pub fate: Fate,
}

type HttpClient = Client<HttpConnector, Full<Bytes>>;

/// Sends them all, with one SIGKILL and restart when a third is done.
pub async fn send(gateway: &mut Gateway, key: &str, requests: usize, clients: usize) -> Vec<Sent> {
    let next = Arc::new(AtomicUsize::new(0));
    let address = Arc::new(RwLock::new(gateway.address.clone()));
    let up = Arc::new(AtomicBool::new(true));
    let fates = Arc::new(Mutex::new(Vec::with_capacity(requests)));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (next, address, up, fates) = (next.clone(), address.clone(), up.clone(), fates.clone());
        let key = key.to_owned();
        tasks.spawn(async move {
            let client: HttpClient = Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build_http();
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= requests {
                    return;
                }
                let fate = one(&client, &address, &up, &key, number).await;
                fates.lock().expect("no panic").push(Sent { number, fate });
            }
        });
    }
    while next.load(Ordering::SeqCst) < requests / 3 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    up.store(false, Ordering::SeqCst);
    gateway.kill_and_restart().await;
    address.write().expect("no panic").clone_from(&gateway.address);
    up.store(true, Ordering::SeqCst);
    while let Some(done) = tasks.join_next().await {
        done.expect("a client does not panic");
    }
    let fates = fates.lock().expect("no panic").clone();
    assert_eq!(fates.len(), requests);
    fates
}

async fn one(client: &HttpClient, address: &RwLock<String>, up: &AtomicBool, key: &str, number: usize) -> Fate {
    let scene = Scene::numbered(number);
    let (path, body) = scene.request(number);
    loop {
        while !up.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let base = address.read().expect("no panic").clone();
        let request = Request::post(format!("{base}{path}"))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .header("user-agent", "ledger-test/1.0")
            .body(Full::from(body.to_string()))
            .expect("a request");
        let answered = if scene == Scene::LeavesAtOnce {
            match tokio::time::timeout(Duration::from_millis(3), client.request(request)).await {
                Ok(answered) => answered,
                Err(_) => return Fate::Left { request_id: None },
            }
        } else {
            client.request(request).await
        };
        let mut response = match answered {
            Ok(response) => response,
            // Never sent: nobody listened. It is asked again when somebody does.
            Err(error) if error.is_connect() => {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
            Err(_) => return Fate::Lost,
        };
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let request_id = header("x-tollkeeper-request-id").expect("every answer names its request");
        let admitted = header("x-tollkeeper-attempts").is_some();
        if matches!(scene, Scene::Leaves | Scene::LeavesAtOnce) {
            let _ = response.body_mut().frame().await;
            return Fate::Left { request_id: Some(request_id).filter(|_| admitted) };
        }
        return match response.into_body().collect().await {
            Ok(_) => Fate::Answered { admitted, request_id },
            Err(_) => Fate::Lost,
        };
    }
}

//! The clients: so many at a time, each asking the next number, waiting out the restart after a kill.

use super::scenes::Scene;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// Where a gateway is; nowhere while it is being started again.
#[derive(Clone, Default)]
pub struct Door(Arc<RwLock<Option<String>>>);

impl Door {
    /// It is here now.
    pub fn open(&self, address: &str) {
        *self.0.write().expect("no panic") = Some(address.to_owned());
    }

    /// It is about to go.
    pub fn shut(&self) {
        *self.0.write().expect("no panic") = None;
    }

    fn address(&self) -> Option<String> {
        self.0.read().expect("no panic").clone()
    }
}

/// Requests on their way: so many clients, each asking the next number.
pub struct Underway {
    requests: usize,
    next: Arc<AtomicUsize>,
    fates: Arc<Mutex<Vec<Sent>>>,
    tasks: tokio::task::JoinSet<()>,
}

/// Begins to send. Clients are dealt out to the doors; each rests for `pause` between two requests.
pub fn begin(doors: &[Door], key: &str, requests: usize, clients: usize, pause: Duration) -> Underway {
    let next = Arc::new(AtomicUsize::new(0));
    let fates = Arc::new(Mutex::new(Vec::with_capacity(requests)));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..clients {
        let (next, fates) = (next.clone(), fates.clone());
        let (door, key) = (doors[number % doors.len()].clone(), key.to_owned());
        tasks.spawn(async move {
            let client: HttpClient = Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build_http();
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= requests {
                    return;
                }
                let fate = one(&client, &door, &key, number).await;
                fates.lock().expect("no panic").push(Sent { number, fate });
                tokio::time::sleep(pause).await;
            }
        });
    }
    Underway { requests, next, fates, tasks }
}

impl Underway {
    /// Waits until so many requests were begun.
    pub async fn reached(&self, number: usize) {
        while self.next.load(Ordering::SeqCst) < number.min(self.requests) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits for all of them.
    pub async fn done(mut self) -> Vec<Sent> {
        while let Some(done) = self.tasks.join_next().await {
            done.expect("a client does not panic");
        }
        let fates = self.fates.lock().expect("no panic").clone();
        assert_eq!(fates.len(), self.requests);
        fates
    }
}

async fn one(client: &HttpClient, door: &Door, key: &str, number: usize) -> Fate {
    let scene = Scene::numbered(number);
    let (path, body) = scene.request(number);
    loop {
        let Some(base) = door.address() else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
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

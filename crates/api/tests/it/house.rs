//! A whole role with two tenants, three rows of the first, one of the second.

use api::{ApiSettings, ApiState, Hooks, ReplayRefused, auth::hash::hash};
use axum::Router;
use axum::body::Body;
use cache::{Answers, HealthBoardView, KeyBook, LiveBus, MemoryAnswers, PriceShelf};
use domain::{Clock, KeyId, TenantId};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use metering::{LedgerRow, PriceRow};
use serde_json::Value;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use store::dead_letters::DeadLetter;
use store::keys::NewKey;
use store::ledger::Batch;
use store::{OperatorKey, Store, Tenant};
use store_sqlite::SqliteStore;
use test_support::{FakeClock, at, event, failed_event, price_book, target, tenant};
use tower::ServiceExt;
use uuid::Uuid;

pub const OPERATOR: &str = "operator-key-for-tests";
pub const KEY_ONE: &str = "tk_one";
pub const KEY_TWO: &str = "tk_two";

pub struct House {
    pub router: Router,
    pub state: ApiState,
    pub clock: FakeClock,
    pub hooks: Arc<Heard>,
    _folder: tempfile::TempDir,
}

#[derive(Default)]
pub struct Heard {
    pub prices: Mutex<Vec<i64>>,
}

#[async_trait::async_trait]
impl Hooks for Heard {
    async fn price_changed(&self, price: &PriceRow) {
        self.prices.lock().expect("not poisoned").push(price.id.0);
    }
    async fn replay(&self, _letter: &DeadLetter, _event_json: &str) -> Result<(), ReplayRefused> {
        Err(ReplayRefused::Invalid { reason: "unknown_field".into(), field: Some("prompt".into()) })
    }
}

pub fn rows() -> Vec<LedgerRow> {
    let book = price_book();
    let mut routed = event(2);
    routed.requested_model = None;
    routed.baseline = Some(target("openai/gpt-5.4"));
    let mut theirs = event(9);
    theirs.tenant_id = tenant(2);
    [event(1), routed, failed_event(3, "overloaded"), theirs]
        .into_iter()
        .map(|event| LedgerRow { rating: metering::rate(&event, &book), event })
        .collect()
}

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = FakeClock::at(at("2026-11-02T12:00:00Z"));
        let store: Arc<dyn Store> =
            Arc::new(SqliteStore::open(folder.path().join("t.db"), Arc::new(clock.clone())).expect("a store"));
        let keys = Arc::new(KeyBook::default());
        let proof = OperatorKey::new(hash(OPERATOR)).verify(&hash(OPERATOR)).expect("the operator");
        for (number, name, zone, key) in [(1, "one", "UTC", KEY_ONE), (2, "two", "Asia/Kolkata", KEY_TWO)] {
            let id: TenantId = tenant(number);
            let created_at = clock.now();
            let made = Tenant { id, name: name.into(), timezone: zone.into(), created_at, closed_at: None };
            store.tenants().create(made).await.expect("created");
            let key_id = KeyId(Uuid::from_u128(number.into()));
            let prefix = key.into();
            let new = NewKey { key_id, name: "laptop".into(), prefix, hash: hash(key), user_id: None, created_at };
            let made = store.keys().create(proof.scope(id), new).await.expect("created");
            keys.put(hash(key), made);
        }
        store.ledger().apply(Batch { rows: rows().into(), ..Batch::default() }).await.expect("applied");
        let answers = Answers::new(Arc::new(MemoryAnswers::default()));
        let hooks = Arc::new(Heard::default());
        let counter = AtomicU8::new(1);
        let state = ApiState {
            store,
            keys,
            prices: Arc::new(PriceShelf::new(price_book())),
            tenants: Arc::default(),
            live: LiveBus::forgetting(answers.cache().clone()),
            answers,
            health: Arc::new(HealthBoardView::default()),
            operator: hash(OPERATOR),
            clock: Arc::new(clock.clone()),
            random: Arc::new(move |bytes: &mut [u8]| bytes.fill(counter.fetch_add(1, Ordering::SeqCst))),
            hooks: hooks.clone(),
            settings: ApiSettings::default(),
            stopping: tokio_util::sync::CancellationToken::new(),
            sockets: Arc::new(tokio::sync::Semaphore::new(10)),
        };
        Self { router: api::router(state.clone()), state, clock, hooks, _folder: folder }
    }

    /// Another node on the same store and the same cache.
    pub fn beside(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let state = ApiState { tenants: Arc::default(), ..self.state.clone() };
        let (clock, hooks) = (self.clock.clone(), self.hooks.clone());
        Self { router: api::router(state.clone()), state, clock, hooks, _folder: folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("answers")
    }

    /// Status and JSON of a request with a key.
    pub async fn ask(&self, method: &str, path: &str, key: &str, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !key.is_empty() {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header("content-type", "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        read(self.send(request.body(body).expect("a request")).await).await
    }

    pub async fn get(&self, path: &str, key: &str) -> (StatusCode, Value) {
        self.ask("GET", path, key, None).await
    }
}

pub async fn read(response: Response<Body>) -> (StatusCode, Value) {
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

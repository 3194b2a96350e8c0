//! A gateway on a real socket between a real client and the scripted sandbox, with a real journal behind it.

use cache::{KeyBook, PriceShelf};
use domain::{Clock, KeyId, ProviderName, SystemClock, TenantId, UsageEvent};
use events::{EventLog, Journal, Offset, RecordKind};
use gateway::{Gateway, GatewayDeps, Limits, OnClientGone, ProviderSetup, RouteCandidate, RouteSetup, Settings};
use http::Response;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use routing::{HealthSettings, RetrySettings};
use sandbox::{Running, Sandbox, SandboxConfig, Scene, Seen};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use store::keys::StoredKey;
use store::{ApiKey, KeyHash};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub const KEY: &str = "tk_test";
pub const TENANT: TenantId = TenantId(Uuid::from_u128(0x7e57));

pub struct World {
    pub sandbox: Running,
    pub journal: Arc<Journal>,
    pub keys: Arc<KeyBook>,
    pub address: String,
    gateway: Arc<Gateway>,
    stop: CancellationToken,
    server: JoinHandle<()>,
    client: Client<HttpConnector, Full<Bytes>>,
    _dir: tempfile::TempDir,
}

pub struct Setup {
    pub limits: Limits,
    pub on_client_gone: OnClientGone,
    pub budget_bytes: u64,
    /// Where a further provider `raw` of OpenAI's wire is.
    pub raw: Option<String>,
}

impl Default for Setup {
    fn default() -> Self {
        let limits = Limits {
            first_byte_time: Duration::from_millis(400),
            full_answer_time: Duration::from_millis(400),
            between_bytes_time: Duration::from_millis(300),
            body_bytes: 1 << 20,
            ..Limits::default()
        };
        Self { limits, on_client_gone: OnClientGone::Drain, budget_bytes: 1 << 30, raw: None }
    }
}

impl World {
    /// A world whose providers behave as `script` says.
    pub async fn of(script: impl Fn(&Seen) -> Scene + Send + Sync + 'static) -> Self {
        Self::with(Setup::default(), script).await
    }

    pub async fn with(setup: Setup, script: impl Fn(&Seen) -> Scene + Send + Sync + 'static) -> Self {
        let config = SandboxConfig { script: Some(Arc::new(script)), entries_kept: 10_000, ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.expect("a free port");
        let dir = tempfile::tempdir().expect("a folder");
        let journal_settings = events::Settings {
            budget_bytes: setup.budget_bytes,
            segment_bytes: setup.budget_bytes / 16,
            ..events::Settings::in_dir(dir.path())
        };
        let now = SystemClock.now();
        let journal = Arc::new(Journal::open(journal_settings, now).expect("a fresh journal"));
        let stored = StoredKey {
            key_id: KeyId(Uuid::from_u128(1)),
            tenant_id: TENANT,
            name: "test".into(),
            prefix: KEY.into(),
            user_id: None,
            created_at: now,
            revoked_at: None,
        };
        let hash = KeyHash(Sha256::digest(KEY).into());
        let keys = Arc::new(KeyBook::new(vec![(hash, ApiKey::from_stored(stored))]));
        let deps = GatewayDeps {
            log: journal.clone(),
            keys: keys.clone(),
            prices: Arc::new(PriceShelf::new(test_support::price_book())),
            counters: Arc::new(cache::MemoryCounters::default()),
            clock: Arc::new(SystemClock),
            health: HealthSettings::default(),
        };
        let gateway = Gateway::start(deps, settings(&sandbox, &setup)).expect("sound settings");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let router = gateway.router();
        let stop = CancellationToken::new();
        let serving = axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
        let server = tokio::spawn(async move { serving.await.expect("served") });
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { sandbox, journal, keys, address, gateway, stop, server, client, _dir: dir }
    }

    /// Shuts down as the process does: no new connections, running requests end, then what runs on without its client.
    pub async fn end(&mut self) {
        self.stop.cancel();
        (&mut self.server).await.expect("no panic");
        self.gateway.finish().await;
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response<Incoming> {
        self.send("POST", path, KEY, body.to_string().into()).await
    }

    pub async fn send(&self, method: &str, path: &str, key: &str, body: Bytes) -> Response<Incoming> {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .header("user-agent", "test-client/1.0 (it)")
            .body(Full::new(body))
            .expect("a request");
        self.client.request(request).await.expect("an answer")
    }

    /// The events settled so far.
    pub async fn events(&self) -> Vec<UsageEvent> {
        let batch = self.journal.read(Offset::START, 10_000, 64 << 20).await.expect("readable");
        batch
            .records
            .into_iter()
            .map(|record| match record.kind {
                RecordKind::Usage(json) => events::usage::decode(&json, SystemClock.now()).expect("our own event"),
                RecordKind::Damaged => panic!("damage"),
            })
            .collect()
    }

    /// Requests admitted and not settled.
    pub fn journal_open(&self) -> u64 {
        self.journal.stats().open_intents
    }

    /// Waits until so many events are settled, and gives them.
    pub async fn settled(&self, count: usize) -> Vec<UsageEvent> {
        let limit = tokio::time::Instant::now() + Duration::from_secs(20);
        loop {
            let events = self.events().await;
            if events.len() >= count || tokio::time::Instant::now() > limit {
                return events;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

pub fn provider(name: &str) -> ProviderName {
    ProviderName::new(name).expect("a name")
}

fn settings(sandbox: &Running, setup: &Setup) -> Settings {
    let kind = wire::providers::find("sandbox").expect("there");
    let make = |name: &str, url: String, catalogue: &str| ProviderSetup {
        name: provider(name),
        kind,
        base_url: url.parse().expect("an address"),
        api_key: None,
        catalogue: provider(catalogue),
        on_client_gone: setup.on_client_gone,
        models: vec![(
            domain::ModelName::new(format!("model-of-{name}")).expect("a name"),
            gateway::ModelSetup::default(),
        )],
    };
    let route = |name: &str, targets: &[&str]| RouteSetup {
        name: domain::RouteName::new(name).expect("a name"),
        strategy: routing::strategy::find("priority").expect("there"),
        candidates: targets
            .iter()
            .map(|target| RouteCandidate { target: target.parse().expect("a target"), weight: 1, max_complexity: None })
            .collect(),
        baseline: Some("openai/gpt-5.4".parse().expect("a target")),
    };
    Settings {
        providers: vec![
            make("openai", sandbox.openai_url("one"), "openai"),
            make("second", sandbox.openai_url("two"), "openai"),
            make("anthropic", sandbox.anthropic_url("three"), "anthropic"),
        ]
        .into_iter()
        .chain(setup.raw.iter().map(|url| make("raw", url.clone(), "openai")))
        .collect(),
        routes: vec![
            route("auto", &["openai/gpt-5.4-mini", "second/gpt-5.4"]),
            route("across", &["openai/gpt-5.4-mini", "anthropic/claude-haiku-4-5"]),
        ],
        limits: setup.limits,
        retry: RetrySettings { base_delay_ms: 1, max_delay_ms: 2, ..RetrySettings::default() },
    }
}

/// An upstream that answers every connection with these bytes, each after its wait in milliseconds, and then holds the
/// connection open. Gives its address as a base URL.
pub async fn raw_upstream(says: Vec<(u64, &'static str)>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let says = says.clone();
            tokio::spawn(async move {
                let mut asked = [0; 16 << 10];
                let _ = socket.read(&mut asked).await;
                for (wait_ms, bytes) in says {
                    tokio::time::sleep(Duration::from_millis(wait_ms)).await;
                    let _ = socket.write_all(bytes.as_bytes()).await;
                }
                while socket.read(&mut asked).await.is_ok_and(|read| read > 0) {}
            });
        }
    });
    format!("http://{address}/v1")
}

/// The whole body as text.
pub async fn text(response: Response<Incoming>) -> String {
    let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("text")
}

//! The ledger's promise on a cluster: two gateways, two workers and two API nodes on real Kafka, PostgreSQL and Redis, ten
//! thousand requests, and everything that fails under them; then row against bill, and table against table.

#![allow(clippy::print_stdout, reason = "the counts are what a person runs this test to read")]

mod ask;
mod equal;
mod node;
mod services;

use crate::ledger::scenes::{CANARY, Scene};
use crate::ledger::{expected_rows, one_row_each, rows_agree_with_the_bill, the_sums_agree, traffic};
use ask::{answer, call, counted, rows, tenant, wait_until};
use node::{Node, OPERATOR};
use sandbox::{Running, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use services::{Services, psql};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Requests in all.
const REQUESTS: usize = 10_000;
/// Clients at a time, and so the most requests that one kill can interrupt.
const CLIENTS: usize = 32;
/// Requests that may be under way at the gateway's kills: half of the clients are there, each time.
const MOST_LOST: usize = 3 * CLIENTS / 2;
/// A client's rest between two requests: the traffic must last through all that happens.
const PAUSE: Duration = Duration::from_millis(450);
/// How long Kafka is away.
const OUTAGE: Duration = Duration::from_secs(60);

/// The gateways' file.
fn config(folder: &Path, upstream: &Running) -> PathBuf {
    let path = folder.join("tollkeeper.toml");
    std::fs::write(&path, crate::ledger::binary::config(upstream)).expect("written");
    path
}

/// `tollkeeper migrate` as the owner.
fn migrate(services: &Services, folder: &Path) {
    let done = Command::new(env!("CARGO_BIN_EXE_tollkeeper"))
        .args(["migrate", "--data-dir"])
        .arg(folder.join("migrate"))
        .env("TOLLKEEPER__STORE__URL", &services.store_url)
        .env("TOLLKEEPER__STORE__OWNER_URL", &services.owner_url)
        .env("TOLLKEEPER__EVENTS__URL", &services.kafka_url)
        .env("TOLLKEEPER__EVENTS__TOPIC_PREFIX", &services.topic_prefix)
        .env("TOLLKEEPER__EVENTS__PARTITIONS", "6")
        .output()
        .expect("the binary runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Everything that runs.
struct Cluster {
    services: Services,
    nodes: BTreeMap<&'static str, Node>,
    config: PathBuf,
    root: PathBuf,
    began: Instant,
}

impl Cluster {
    fn start(services: Services, config: PathBuf, root: &Path) -> Self {
        let mut cluster =
            Self { services, nodes: BTreeMap::new(), config, root: root.to_owned(), began: Instant::now() };
        for (name, role) in [
            ("api-a", "api"),
            ("api-b", "api"),
            ("worker-a", "worker"),
            ("worker-b", "worker"),
            ("gateway-a", "gateway"),
            ("gateway-b", "gateway"),
        ] {
            cluster.add(name, role);
        }
        cluster
    }

    fn add(&mut self, name: &'static str, role: &'static str) {
        // One gateway's clock is ten minutes ahead, one worker's ten behind.
        let clock_off_by_ms = match name {
            "gateway-b" => 600_000,
            "worker-b" => -600_000,
            _ => 0,
        };
        let node = Node::start(name, role, clock_off_by_ms, &self.services, &self.config, &self.root);
        self.nodes.insert(name, node);
    }

    fn node(&mut self, name: &str) -> &mut Node {
        self.nodes.get_mut(name).expect("a node")
    }

    /// SIGKILL and a new process on the same folder.
    fn crash(&mut self, name: &str) {
        self.tell(&format!("SIGKILL {name}, started again"));
        self.node(name).kill();
        self.node(name).again();
    }

    fn tell(&self, what: &str) {
        println!("{:>6.1} s  {what}", self.began.elapsed().as_secs_f64());
    }
}

/// Asks an API node for its first screen all the while, and counts what it answers.
fn watch(address: String, key: String, stop: Arc<AtomicBool>) -> std::thread::JoinHandle<BTreeMap<u16, usize>> {
    std::thread::spawn(move || {
        let mut statuses = BTreeMap::new();
        let bearer = format!("Bearer {key}");
        let host = address.trim_start_matches("http://").to_owned();
        while !stop.load(Ordering::SeqCst) {
            let headers = [("authorization", bearer.as_str())];
            let (status, _) = crate::program::ask(&host, "GET", "/api/v1/analytics/dashboard?period=7d", &headers, "");
            *statuses.entry(status).or_insert(0) += 1;
            std::thread::sleep(Duration::from_millis(200));
        }
        statuses
    })
}

/// What other programs may write to the topic and we cannot count: none of it may stop a partition or be kept.
fn poison() -> Vec<String> {
    let mut lines: Vec<String> = (0..20).map(|n| format!("{{\"{CANARY}\": {n}")).collect();
    lines.push(json!({ "event_id": uuid::Uuid::new_v4(), "prompt": CANARY }).to_string());
    lines.push(
        json!({
            "event_id": uuid::Uuid::new_v4(), "tenant_id": uuid::Uuid::new_v4(), "user_id": null, "session_id": null,
            "timestamp": domain::Clock::now(&domain::SystemClock).to_string(), "provider": "openai",
            "model": "gpt-5.4", "request_type": "chat", "input_tokens": 1, "output_tokens": 1, "latency_ms": 1,
            "succeeded": true, "error_code": null, "routing_strategy": null, "alternative_provider": null,
        })
        .to_string(),
    );
    lines
}

/// What happens under the traffic.
async fn trouble(cluster: &mut Cluster, underway: &traffic::Underway) {
    for number in [300, 450, 600] {
        underway.reached(number).await;
        cluster.crash("gateway-a");
    }
    for number in [900, 1_050, 1_200] {
        underway.reached(number).await;
        cluster.crash("worker-a");
    }
    underway.reached(1_500).await;
    cluster.crash("api-a");
    underway.reached(2_000).await;
    cluster.tell("Kafka stopped");
    Services::command(&["stop", "kafka"]);
    tokio::time::sleep(OUTAGE).await;
    Services::command(&["start", "kafka"]);
    cluster.tell("Kafka started");
    underway.reached(6_500).await;
    for _ in 0..3 {
        cluster.tell("PostgreSQL crashed and started");
        Services::command(&["restart", "postgres", "--mode", "immediate"]);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    underway.reached(7_500).await;
    cluster.tell("Redis flushed, then killed for ten seconds");
    cluster.services.redis.cli(&["flushall"]);
    cluster.services.redis.kill();
    tokio::time::sleep(Duration::from_secs(10)).await;
    cluster.services.redis.again();
    underway.reached(8_300).await;
    cluster.tell("a third worker joins");
    cluster.add("worker-c", "worker");
    underway.reached(8_600).await;
    cluster.tell("worker-b stops");
    cluster.node("worker-b").stop();
    underway.reached(8_900).await;
    cluster.tell("SIGKILL worker-c, worker-b joins again");
    cluster.node("worker-c").kill();
    cluster.node("worker-b").again();
    cluster.tell("other programs' garbage in the topic");
    let lines: Vec<Vec<u8>> = poison().into_iter().map(String::into_bytes).collect();
    let settings = cluster.services.kafka();
    let written = tokio::task::spawn_blocking(move || events::kafka::foreign::produce(&settings, &lines)).await;
    written.expect("no panic").expect("the broker takes anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_leave_one_true_row_each_whatever_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = SandboxConfig {
        script: Some(Arc::new(|seen| Scene::of(seen.marker.as_deref()).script(seen))),
        entries_kept: 4 * REQUESTS,
        ..SandboxConfig::default()
    };
    let upstream = Sandbox::start(script).await.expect("a free port");
    let services = Services::new(folder.path());
    migrate(&services, folder.path());
    let mut cluster = Cluster::start(services, config(folder.path(), &upstream), folder.path());
    let (tenant_id, key) = tenant(cluster.node("api-a"));
    // A key works at another process from that one's next look at the store on.
    for (name, path) in [("gateway-a", "/v1/models"), ("gateway-b", "/v1/models"), ("api-b", "/api/v1/metrics/current")]
    {
        let node = &*cluster.node(name);
        wait_until("the key everywhere", Duration::from_secs(30), || call(node, "GET", path, &key, None).0 == 200);
    }

    let stop = Arc::new(AtomicBool::new(false));
    let watched = watch(cluster.node("api-b").address().to_owned(), key.clone(), stop.clone());
    let doors = ["gateway-a", "gateway-b"].map(|name| cluster.node(name).door.clone());
    cluster.began = Instant::now();
    let underway = traffic::begin(&doors, &key, REQUESTS, CLIENTS, PAUSE);
    trouble(&mut cluster, &underway).await;
    let fates = underway.done().await;
    cluster.tell("every client is done");
    stop.store(true, Ordering::SeqCst);
    let statuses = watched.join().expect("no panic");
    println!("the first screen, asked all the while: {statuses:?}");
    assert!(statuses.keys().all(|status| [200, 503].contains(status)), "{statuses:?}");

    let expected = expected_rows(&fates);
    let node = &*cluster.node("api-b");
    let mut last = 0;
    wait_until("every row", Duration::from_secs(180), || {
        std::thread::sleep(Duration::from_secs(7));
        let now = counted(node, &key);
        let settled = now >= expected && now == last;
        last = now;
        settled
    });
    cluster.tell("every row is there");
    let found = rows(cluster.node("api-b"), &key);
    assert_eq!(found.len(), last, "the list has other rows than the rollups count");
    one_row_each(&fates, &found, MOST_LOST);
    rows_agree_with_the_bill(&tenant_id, &fates, &found, &upstream.billed(), MOST_LOST);
    let [usage, costs] = ["usage", "costs"].map(|what| format!("/api/v1/analytics/{what}?period=7d"));
    let said = |node: &Node| (answer(node, &usage, &key), answer(node, &costs, &key));
    let (usage_a, costs_a) = said(cluster.node("api-a"));
    the_sums_agree(&usage_a, &costs_a, &found);
    let (usage_b, costs_b) = said(cluster.node("api-b"));
    assert_eq!(
        (&usage_a["total"], &costs_a["total"]),
        (&usage_b["total"], &costs_b["total"]),
        "both nodes say the same"
    );

    let dead: Value = answer(cluster.node("api-a"), "/api/v1/admin/dead-letters", OPERATOR);
    println!("dead letters: {}", dead["counts"]);
    assert_eq!(dead["items"].as_array().map(Vec::len), Some(poison().len()), "{}", dead["counts"]);
    let differing = psql(&cluster.services.owner_url, "SELECT count(*) FROM dirty_hours");
    println!("hours that reconciliation marked: {differing}");

    let (cluster_says, alone_says) = equal::tables(&cluster.services, folder.path(), domain::TenantId(tenant_id)).await;
    let line = cluster_says.lines().zip(alone_says.lines()).find(|(cluster, alone)| cluster != alone);
    assert!(line.is_none() && cluster_says.len() == alone_says.len(), "PostgreSQL and SQLite differ: {line:?}");
    println!("PostgreSQL's and SQLite's tables are equal: {} lines", cluster_says.lines().count());
    no_content(folder.path());
}

/// No prompt stands in any file of any node, nor what others wrote to the topic.
fn no_content(folder: &Path) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            no_content(&path);
            continue;
        }
        let bytes = std::fs::read(&path).expect("readable");
        let found = bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes());
        assert!(!found, "{CANARY} stands in {}", path.display());
    }
}

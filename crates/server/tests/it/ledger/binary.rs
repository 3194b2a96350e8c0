//! The real binary as a child process, with a config that points its providers at the upstream of the test.

use super::scenes::CANARY;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use sandbox::Running;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

const OPERATOR: &str = "operator-key-of-the-ledger-test";
/// Begins every simulated answer.
const COMPLETION_CANARY: &str = "nothing in it is real";

/// A running `tollkeeper serve`.
pub struct Gateway {
    pub address: String,
    child: Child,
    dir: tempfile::TempDir,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Gateway {
    pub async fn start(upstream: &Running) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("tollkeeper.toml"), config(upstream)).expect("written");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let child = spawn(dir.path());
        let mut gateway = Self { address: String::new(), child, dir, client };
        gateway.wait_until_ready().await;
        gateway
    }

    /// SIGKILL, as by the out-of-memory killer, and a new process on the same folder.
    pub async fn kill_and_restart(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
        let _ = fs::remove_file(self.dir.path().join("data/listen-addr"));
        self.child = spawn(self.dir.path());
        self.wait_until_ready().await;
    }

    async fn wait_until_ready(&mut self) {
        let limit = Instant::now() + Duration::from_secs(60);
        loop {
            assert!(Instant::now() < limit, "not ready within a minute; log:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
            if let Some(status) = self.child.try_wait().expect("asked") {
                panic!("ended with {status}; log:\n{}", self.log());
            }
            let Ok(address) = fs::read_to_string(self.dir.path().join("data/listen-addr")) else { continue };
            self.address = format!("http://{}", address.trim());
            let ready = Request::get(format!("{}/readyz", self.address)).body(Full::default()).expect("a request");
            if self.client.request(ready).await.is_ok_and(|response| response.status() == 200) {
                return;
            }
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// A tenant and a key, made as an operator makes them.
    pub async fn tenant(&self) -> (Uuid, String) {
        let tenant = self.ask("POST", "/api/v1/admin/tenants", OPERATOR, Some(json!({"name": "ledger-test"}))).await;
        let id = tenant["id"].as_str().expect("an id").to_owned();
        let path = format!("/api/v1/admin/tenants/{id}/keys");
        let key = self.ask("POST", &path, OPERATOR, Some(json!({"name": "clients"}))).await;
        (id.parse().expect("a UUID"), key["key"].as_str().expect("shown this once").to_owned())
    }

    pub async fn get(&self, path: &str, key: &str) -> Value {
        self.ask("GET", path, key, None).await
    }

    async fn ask(&self, method: &str, path: &str, key: &str, body: Option<Value>) -> Value {
        let (status, text) = self.text(method, path, key, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn text(&self, method: &str, path: &str, key: &str, body: Option<Value>) -> (u16, String) {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("authorization", format!("Bearer {key}"))
            .header("content-type", "application/json")
            .body(Full::from(body.map(|body| body.to_string()).unwrap_or_default()))
            .expect("a request");
        let response = self.client.request(request).await.expect("an answer");
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.expect("whole").to_bytes();
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    /// Every row, page by page, once the worker has them: waits until there are as many as must be, and no more come.
    pub async fn all_rows(&self, key: &str, at_least: usize) -> Vec<Value> {
        let limit = Instant::now() + Duration::from_secs(120);
        let mut before = 0;
        loop {
            let usage = self.get("/api/v1/analytics/usage?period=today", key).await;
            let now = usage["coverage"]["requests"].as_u64().expect("a count") as usize;
            if now >= at_least && now == before {
                break;
            }
            before = now;
            assert!(
                Instant::now() < limit,
                "{now} rows of at least {at_least} after two minutes; log:\n{}",
                self.log()
            );
            // Longer than a drain may take, so that its row is among them.
            tokio::time::sleep(Duration::from_secs(6)).await;
        }
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("/api/v1/analytics/events?period=today&limit=1000{cursor}"), key).await;
            rows.extend(page["items"].as_array().expect("a list").iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => {
                    assert_eq!(rows.len(), before, "the list has other rows than the rollups count");
                    return rows;
                }
            }
        }
    }

    /// The canaries of prompts and completions are nowhere: not in a file, the log, a metric or an answer of the API.
    pub async fn search_for_content(&self, tenant: &Uuid) {
        let mut files = Vec::new();
        walk(self.dir.path(), &mut files);
        assert!(files.iter().any(|file| file.ends_with("log")) && files.len() > 4, "{files:?}");
        for file in files {
            let bytes = fs::read(&file).expect("readable");
            for canary in [CANARY, COMPLETION_CANARY] {
                let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                assert!(!found, "{canary} stands in {}", file.display());
            }
        }
        let scoped = format!("tenant_id={tenant}");
        for path in [
            "/metrics".to_owned(),
            "/readyz".to_owned(),
            format!("/api/v1/analytics/dashboard?{scoped}"),
            format!("/api/v1/analytics/events?limit=1000&{scoped}"),
            format!("/api/v1/analytics/costs?period=today&group_by=model&{scoped}"),
            "/api/v1/admin/dead-letters".to_owned(),
            "/api/v1/admin/audit".to_owned(),
        ] {
            let (status, text) = self.text("GET", &path, OPERATOR, None).await;
            assert_eq!(status, 200, "{path}: {text}");
            assert!(!text.contains(CANARY) && !text.contains(COMPLETION_CANARY), "content in {path}");
        }
    }
}

/// The file of a gateway whose providers are all played by this upstream.
pub fn config(upstream: &Running) -> String {
    format!(
        r#"
[[provider]]
name = "openai"
kind = "openai-compatible"
base_url = "{openai}"
catalogue = "openai"

[[provider]]
name = "second"
kind = "openai-compatible"
base_url = "{second}"
catalogue = "openai"

[[provider]]
name = "anthropic"
kind = "anthropic"
base_url = "{anthropic}"
api_key = {{ env = "LEDGER_TEST_KEY" }}

[[route]]
name = "auto"
strategy = "priority"
candidates = ["openai/gpt-5.4-mini", "second/gpt-5.4-mini"]
baseline = "openai/gpt-5.4"
"#,
        openai = upstream.openai_url("one"),
        second = upstream.openai_url("two"),
        anthropic = upstream.anthropic_url("three"),
    )
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

fn spawn(dir: &Path) -> Child {
    let log = fs::OpenOptions::new().create(true).append(true).open(dir.join("log")).expect("a log");
    Command::new(env!("CARGO_BIN_EXE_tollkeeper"))
        .args(["serve", "--listen", "127.0.0.1:0", "--config"])
        .arg(dir.join("tollkeeper.toml"))
        .arg("--data-dir")
        .arg(dir.join("data"))
        .env("TOLLKEEPER_ADMIN_KEY", OPERATOR)
        .env("LEDGER_TEST_KEY", "sk-not-a-key")
        .env("TOLLKEEPER__TELEMETRY__LOG", "info,gateway=trace,worker=trace,api=trace")
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a second handle"))
        .stderr(log)
        .spawn()
        .expect("the binary starts")
}

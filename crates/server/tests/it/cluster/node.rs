//! One process of the cluster: a role of the real binary in a folder of its own.

use super::services::Services;
use crate::ledger::traffic::Door;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The operator's key of every node.
pub const OPERATOR: &str = "operator-key-of-the-cluster";
/// The longest a node may take to listen, or to be ready.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running process.
pub struct Node {
    name: &'static str,
    role: &'static str,
    folder: PathBuf,
    environment: Vec<(&'static str, String)>,
    child: Option<Child>,
    /// Where clients find it.
    pub door: Door,
    address: String,
}

impl Node {
    /// Starts a node. `config` is its file.
    pub fn start(
        name: &'static str,
        role: &'static str,
        clock_off_by_ms: i64,
        services: &Services,
        config: &Path,
        root: &Path,
    ) -> Self {
        let folder = root.join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let environment = vec![
            ("TOLLKEEPER_ADMIN_KEY", OPERATOR.to_owned()),
            ("LEDGER_TEST_KEY", "sk-not-a-key".to_owned()),
            ("TOLLKEEPER__TELEMETRY__LOG", "info".to_owned()),
            ("TOLLKEEPER__STORE__URL", services.store_url.clone()),
            ("TOLLKEEPER__EVENTS__URL", services.kafka_url.clone()),
            ("TOLLKEEPER__EVENTS__TOPIC_PREFIX", services.topic_prefix.clone()),
            ("TOLLKEEPER__EVENTS__PARTITIONS", "6".to_owned()),
            ("TOLLKEEPER__CACHE__URL", services.redis.url()),
            ("TOLLKEEPER_CLOCK_OFF_BY_MS", clock_off_by_ms.to_string()),
            ("CONFIG", config.display().to_string()),
        ];
        let mut node =
            Self { name, role, folder, environment, child: None, door: Door::default(), address: String::new() };
        node.again();
        node
    }

    /// Starts it, and waits until it listens.
    pub fn again(&mut self) {
        let data = self.folder.join("data");
        let _ = fs::remove_file(data.join("listen-addr"));
        let log = fs::OpenOptions::new().create(true).append(true).open(self.folder.join("log")).expect("a log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_tollkeeper"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--role", self.role, "--data-dir"]).arg(&data);
        for (name, value) in &self.environment {
            if *name == "CONFIG" {
                command.args(["--config", value]);
            } else {
                command.env(name, value);
            }
        }
        let errors = log.try_clone().expect("a second handle");
        let child = command.stdin(Stdio::null()).stdout(log).stderr(errors).spawn().expect("the binary starts");
        self.child = Some(child);
        let limit = Instant::now() + PATIENCE;
        self.address = loop {
            if let Ok(address) = fs::read_to_string(data.join("listen-addr"))
                && address.ends_with('\n')
            {
                break format!("http://{}", address.trim());
            }
            let ended = self.child.as_mut().and_then(|child| child.try_wait().expect("asked"));
            assert!(ended.is_none() && Instant::now() < limit, "{} does not listen: {}", self.name, self.words());
            std::thread::sleep(Duration::from_millis(20));
        };
        self.door.open(&self.address);
    }

    /// SIGKILL, as by the out-of-memory killer.
    pub fn kill(&mut self) {
        self.door.shut();
        if let Some(mut child) = self.child.take() {
            child.kill().expect("killed");
            child.wait().expect("gone");
        }
    }

    /// SIGTERM, and waits for its end.
    pub fn stop(&mut self) {
        self.door.shut();
        let Some(mut child) = self.child.take() else { return };
        let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        let limit = Instant::now() + PATIENCE;
        while child.try_wait().expect("asked").is_none() {
            assert!(Instant::now() < limit, "{} does not stop: {}", self.name, self.words());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its log's last lines.
    pub fn words(&self) -> String {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

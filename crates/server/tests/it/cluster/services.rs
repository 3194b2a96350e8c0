//! The services that the cluster stands on: a database and topics of the test's own, a Redis of its own, and the shared
//! servers' being stopped and started.

use events::kafka::KafkaSettings;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// An address that `make services` wrote.
fn given(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run `make services`, then load target/services.env"))
}

/// The same server with another database.
fn with_database(url: &str, database: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("a database in the URL");
    format!("{server}/{database}")
}

/// What one test uses; taken away when it is dropped.
pub struct Services {
    database: String,
    pub store_url: String,
    pub owner_url: String,
    pub kafka_url: String,
    pub topic_prefix: String,
    pub redis: Redis,
}

impl Services {
    pub fn new(folder: &Path) -> Self {
        let name = Uuid::new_v4().simple().to_string();
        let database = format!("chaos_{}", &name[..12]);
        psql(&given("POSTGRES_OWNER_URL"), &format!("CREATE DATABASE {database}"));
        Self {
            store_url: with_database(&given("POSTGRES_URL"), &database),
            owner_url: with_database(&given("POSTGRES_OWNER_URL"), &database),
            kafka_url: given("KAFKA_URL"),
            topic_prefix: format!("{database}."),
            redis: Redis::start(folder.join("redis")),
            database,
        }
    }

    /// How Kafka is reached, with this test's topics.
    pub fn kafka(&self) -> KafkaSettings {
        let mut settings = KafkaSettings::from_url(&self.kafka_url).expect("an address");
        settings.prefix.clone_from(&self.topic_prefix);
        settings
    }

    /// Stops, starts or restarts a shared server.
    pub fn command(arguments: &[&str]) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/services");
        let done = Command::new(script).args(arguments).stdin(Stdio::null()).output().expect("the script runs");
        let words = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "scripts/services {arguments:?}: {words}");
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database);
        let _ = Command::new("psql").args([&given("POSTGRES_OWNER_URL"), "-qc", &drop]).output();
    }
}

/// Runs a statement.
pub fn psql(url: &str, statement: &str) -> String {
    let done = Command::new("psql").args([url, "-qAtc", statement]).output().expect("psql runs");
    assert!(done.status.success(), "{statement}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

/// A Redis server of the test's own.
pub struct Redis {
    child: Option<Child>,
    port: u16,
    folder: PathBuf,
}

impl Redis {
    fn start(folder: PathBuf) -> Self {
        std::fs::create_dir_all(&folder).expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        let mut redis = Self { child: None, port, folder };
        redis.again();
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Starts it, empty.
    pub fn again(&mut self) {
        let child = Command::new("redis-server")
            .args([
                "--port",
                &self.port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
            ])
            .arg(&self.folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server starts");
        self.child = Some(child);
        let limit = Instant::now() + Duration::from_secs(30);
        while self.cli(&["ping"]) != "PONG" {
            assert!(Instant::now() < limit, "Redis does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Kills it.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it something.
    pub fn cli(&self, words: &[&str]) -> String {
        let done = Command::new("redis-cli").args(["-p", &self.port.to_string()]).args(words).output();
        String::from_utf8_lossy(&done.expect("redis-cli runs").stdout).trim().to_owned()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

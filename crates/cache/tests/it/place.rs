//! Where Redis is: the shared one that `REDIS_URL` names, and private ones that a test may flush, stop and break.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The longest wait for something that must happen. Nothing is proved by it: a test that reaches it fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The shared server's URL. Others use it at the same time, so keys must not collide and nothing may be flushed.
pub fn shared() -> String {
    std::env::var("REDIS_URL").expect(
        "REDIS_URL is not set: run `make services`, then `. target/services.env` and export REDIS_URL for these tests",
    )
}

/// A port that nobody used a moment ago. Not one that the system gives out: those go to clients' ends too, of which these
/// tests open many, and one of them would take it before the server does.
pub fn free_port() -> u16 {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    loop {
        let tried = TRIED.fetch_add(1, Ordering::Relaxed);
        // Each process of tests walks from another place, in steps that reach every port once.
        let port = 10_000 + (std::process::id().wrapping_mul(7_919).wrapping_add(tried.wrapping_mul(613))) % 22_000;
        let port = u16::try_from(port).expect("below 32000");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// A private server, gone with the value.
pub struct Server {
    pub port: u16,
    child: Child,
    folder: tempfile::TempDir,
}

impl Server {
    /// A plain server with nothing in it.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// A server with further settings.
    pub fn with(settings: &[&str]) -> Self {
        Self::on(free_port(), settings)
    }

    /// A server on this port.
    pub fn on(port: u16, settings: &[&str]) -> Self {
        let number = port.to_string();
        let mut all = vec!["--port", &number, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        all.extend_from_slice(settings);
        let mut server = Self::spawn(port, tempfile::tempdir().expect("a folder"), &all);
        server.answers();
        server
    }

    /// A server whose only port speaks TLS, with this certificate and key.
    pub fn tls(certificate: &Path, key: &Path) -> Self {
        let port = free_port();
        let (number, certificate, key) = (port.to_string(), text(certificate), text(key));
        let settings = [
            ["--port", "0"],
            ["--tls-port", number.as_str()],
            ["--tls-cert-file", certificate],
            ["--tls-key-file", key],
            ["--tls-ca-cert-file", certificate],
            ["--tls-auth-clients", "no"],
            ["--bind", "127.0.0.1"],
        ];
        let mut server = Self::spawn(port, tempfile::tempdir().expect("a folder"), &settings.concat());
        server.listens();
        server
    }

    /// A Sentinel that watches the server of `master_port` under the name `main`.
    pub fn sentinel(master_port: u16) -> Self {
        let (port, folder) = (free_port(), tempfile::tempdir().expect("a folder"));
        let file = folder.path().join("sentinel.conf");
        let settings = format!(
            "port {port}\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 {master_port} 1\n\
             sentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 5000\n"
        );
        std::fs::write(&file, settings).expect("written");
        let mut server = Self::spawn(port, folder, &[text(&file), "--sentinel"]);
        server.answers();
        server
    }

    fn spawn(port: u16, folder: tempfile::TempDir, arguments: &[&str]) -> Self {
        let child = Command::new("redis-server")
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("redis-server starts; `make services` installs it");
        Self { port, child, folder }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Runs `redis-cli` against it; answers what it printed.
    pub fn cli(&self, arguments: &[&str]) -> String {
        let port = self.port.to_string();
        let output = run("redis-cli", &[&["-p", port.as_str()], arguments].concat());
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// As `cli`, at a moment when the server may cut connections, as one does whose role changes; `None` if it did.
    pub fn cli_if_let(&self, arguments: &[&str]) -> Option<String> {
        let port = self.port.to_string();
        let output = Command::new("redis-cli").args(["-p", &port]).args(arguments).output().expect("redis-cli starts");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Writes down every command that the server does, in its order.
    pub fn monitor(&self) -> Monitor {
        let file = self.folder.path().join("monitor");
        let into = std::fs::File::create(&file).expect("a file");
        let port = self.port.to_string();
        let child =
            Command::new("redis-cli").args(["-p", &port, "monitor"]).stdout(into).spawn().expect("redis-cli starts");
        let monitor = Monitor { child, file };
        let begun = Instant::now();
        while !monitor.text().starts_with("OK") {
            assert!(begun.elapsed() < PATIENCE, "the monitor does not begin");
            std::thread::sleep(Duration::from_millis(5));
        }
        monitor
    }

    /// Holds the process still: it keeps its connections and answers nothing.
    pub fn freeze(&self) {
        run("kill", &["-STOP", &self.child.id().to_string()]);
    }

    /// Lets it run again.
    pub fn thaw(&self) {
        run("kill", &["-CONT", &self.child.id().to_string()]);
    }

    fn listens(&mut self) -> TcpStream {
        let begun = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("redis-server ended at once ({status}); is port {} somebody else's?", self.port);
            }
            match TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) {
                Ok(stream) => return stream,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "redis-server does not listen: {error}"),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until it answers, and makes sure that it is this process that does.
    fn answers(&mut self) {
        let mut stream = self.listens();
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.write_all(b"INFO server\r\n").expect("sent");
        let (mut text, mut part) = (String::new(), [0; 4_096]);
        let mine = format!("process_id:{}\r\n", self.child.id());
        while !text.contains(&mine) {
            // Without a password it says only that it wants one.
            if text.starts_with("-NOAUTH") {
                return;
            }
            let read = stream.read(&mut part).expect("redis-server answers");
            assert!(read > 0, "another server answers at port {}: {text}", self.port);
            text.push_str(&String::from_utf8_lossy(&part[..read]));
        }
    }
}

/// What a server was told to do.
pub struct Monitor {
    child: Child,
    file: std::path::PathBuf,
}

impl Monitor {
    /// The commands so far, quoted, without their time and client.
    pub fn commands(&self) -> Vec<String> {
        let text = self.text();
        text.lines().filter_map(|line| line.split_once("] ")).map(|(_, command)| command.to_owned()).collect()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.file).expect("the monitor's file")
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A frozen process does not hear anything but this signal.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program to its end.
pub fn run(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} does not start ({error}); install it"));
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A path as text.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("plain")
}

/// Waits until it is so.
pub async fn eventually(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !so().await {
        assert!(begun.elapsed() < PATIENCE, "still not so: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits for something that must come.
pub async fn soon<T>(what: &str, coming: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, coming).await.unwrap_or_else(|_| panic!("did not come: {what}"))
}

//! Starts the binary in a folder of its own, talks to it, and ends it whatever the test does.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// The longest anything here is waited for. Reached only when something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A command on the binary, without the environment's own settings.
pub fn tollkeeper(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollkeeper"));
    command.args(arguments);
    for name in ["TOLLKEEPER_ADMIN_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(arguments: &[&str]) -> Output {
    tollkeeper(arguments).output().expect("the binary runs")
}

/// What a command wrote.
pub fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A running server.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// Its data folder.
    pub data: PathBuf,
    log: PathBuf,
}

impl Program {
    /// Starts `serve` in a folder, with a configuration if one is given, and waits until it listens.
    pub fn start(folder: &Path, config: Option<&str>) -> Self {
        Self::start_as(&["serve"], folder, config)
    }

    /// The same with another command.
    pub fn start_as(command: &[&str], folder: &Path, config: Option<&str>) -> Self {
        let data = folder.join("data");
        let data_dir = data.to_str().expect("a plain path").to_owned();
        let mut arguments = command.to_vec();
        arguments.extend(["--listen", "127.0.0.1:0", "--data-dir", &data_dir]);
        let path = folder.join("tollkeeper.toml");
        if let Some(text) = config {
            std::fs::write(&path, text).expect("a configuration is written");
            arguments.extend(["--config", path.to_str().expect("a plain path")]);
        }
        let log = folder.join("log");
        let file = File::create(&log).expect("a log is made");
        let child = tollkeeper(&arguments)
            .stdout(Stdio::from(file.try_clone().expect("a second handle")))
            .stderr(Stdio::from(file))
            .spawn()
            .expect("the binary starts");
        let mut program = Self { child, address: String::new(), data, log };
        program.address = wait_for("the bound address", || {
            let address = std::fs::read_to_string(program.data.join("listen-addr")).ok()?;
            Some(address.trim().to_owned()).filter(|address| !address.is_empty())
        });
        program
    }

    /// Asks for a path; answers status and body.
    pub fn get(&self, path: &str) -> (u16, String) {
        self.ask("GET", path, &[], "")
    }

    /// Asks; answers status and body.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        ask(&self.address, method, path, headers, body)
    }

    /// Waits until it has told all of these words; answers everything it told so far.
    ///
    /// What it answers and what it tells have no order: it serves before its first words are out.
    pub fn told(&self, words: &[&str]) -> String {
        wait_for(&format!("the words {words:?}"), || {
            let log = std::fs::read_to_string(&self.log).expect("the log is there");
            words.iter().all(|words| log.contains(words)).then_some(log)
        })
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        let child = &mut self.child;
        wait_for("the end of the process", || child.try_wait().expect("a child"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks an address; answers status and body.
pub fn ask(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .expect("a request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, body.to_owned())
}

/// Looks until there is something.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

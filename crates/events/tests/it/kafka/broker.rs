//! A broker of a test's own, for what must not happen to the one that all tests share: it is killed, and it asks who we are.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest a broker may take to listen, and to end.
const BOUND: Duration = Duration::from_secs(120);
/// The name that the brokers know.
pub const USER: &str = "tollkeeper";
/// Its password.
pub const PASSWORD: &str = "of-the-test";

/// A broker with a plain door, one that asks for a login, one with TLS, and a plain one that it gives out under another
/// address, where a test may stand in between.
pub struct Broker {
    folder: tempfile::TempDir,
    /// Runs the broker and kills it when its own input ends: so it goes when the test does, however that ends.
    keeper: Option<Child>,
    ports: [u16; 5],
    /// What the broker gives out as the address of its last door.
    between: u16,
}

impl Broker {
    /// Makes and starts one.
    ///
    /// # Panics
    /// Kafka's jars are not there, or it does not start.
    pub fn start() -> Self {
        Self::start_behind(1)
    }

    /// The same; whoever asks at its last door is sent to this port from then on.
    pub fn start_behind(between: u16) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut broker = Self { folder, keeper: None, ports: free_ports(), between };
        broker.certify();
        fs::write(broker.path("server.properties"), broker.properties()).expect("writes");
        let scram = ["SCRAM-SHA-256", "SCRAM-SHA-512"]
            .map(|mechanism| format!("{mechanism}=[name={USER},password={PASSWORD}]"));
        let mut format = java("kafka.tools.StorageTool");
        format.args(["format", "-t", "dG9sbGtlZXBlci10ZXN0cw", "-c"]).arg(broker.path("server.properties"));
        for user in &scram {
            format.args(["--add-scram", user]);
        }
        run(&mut format);
        broker.again();
        broker
    }

    /// Starts it again after [`Broker::kill`], with what it has on disk.
    pub fn again(&mut self) {
        let log = File::create(self.path("log")).expect("a log");
        let mut broker = java("kafka.Kafka");
        broker.arg(self.path("server.properties"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", "\"$@\" </dev/null & broker=$!; cat >/dev/null; kill -9 $broker; wait", "sh"]);
        keeper.arg(broker.get_program()).args(broker.get_args());
        let errors = log.try_clone().expect("a log");
        let keeper = keeper.stdin(Stdio::piped()).stdout(log).stderr(errors).spawn().expect("sh starts");
        self.keeper = Some(keeper);
        self.until("listens", |broker| std::net::TcpStream::connect(("127.0.0.1", broker.ports[0])).is_ok());
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            keeper.wait().expect("ends");
        }
    }

    fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + BOUND;
        while !done(self) {
            let log = || fs::read_to_string(self.path("log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "a broker never {what}: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The address of the door without questions.
    pub fn plain(&self) -> String {
        format!("kafka://127.0.0.1:{}", self.ports[0])
    }

    /// The address of the door that asks for a login.
    pub fn login(&self) -> String {
        format!("kafka://127.0.0.1:{}", self.ports[1])
    }

    /// The address of the door with TLS.
    pub fn tls(&self) -> String {
        format!("kafka://127.0.0.1:{}", self.ports[2])
    }

    /// The port behind whoever stands in between.
    pub fn behind(&self) -> u16 {
        self.ports[4]
    }

    /// The certificate of the door with TLS, which signed itself.
    pub fn certificate(&self) -> PathBuf {
        self.path("broker.pem")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn certify(&self) {
        let mut make = Command::new(beside_java("keytool"));
        make.args(["-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker", "-validity", "30"]);
        make.args(["-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore"]);
        run(make.arg(self.path("broker.p12")));
        let mut export = Command::new(beside_java("keytool"));
        export.args(["-exportcert", "-rfc", "-alias", "broker", "-storepass", PASSWORD, "-keystore"]);
        run(export.arg(self.path("broker.p12")).arg("-file").arg(self.certificate()));
    }

    fn properties(&self) -> String {
        let [plain, login, tls, controller, behind] = self.ports;
        let between = self.between;
        let doors = format!("PLAIN://127.0.0.1:{plain},LOGIN://127.0.0.1:{login},TLS://127.0.0.1:{tls}");
        let module = "org.apache.kafka.common.security";
        let data = self.path("data");
        let mut text = format!(
            "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:{controller}\n\
             listeners={doors},BEHIND://127.0.0.1:{behind},CONTROLLER://127.0.0.1:{controller}\n\
             advertised.listeners={doors},BEHIND://127.0.0.1:{between}\n\
             controller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAIN\n\
             listener.security.protocol.map=PLAIN:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL,\
             BEHIND:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
             sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512\n\
             listener.name.login.plain.sasl.jaas.config={module}.plain.PlainLoginModule required \
             user_{USER}=\"{PASSWORD}\";\n\
             ssl.keystore.location={}\nssl.keystore.type=PKCS12\nssl.keystore.password={PASSWORD}\n\
             ssl.key.password={PASSWORD}\nlog.dirs={}\nauto.create.topics.enable=false\n\
             group.initial.rebalance.delay.ms=0\n\
             group.min.session.timeout.ms=1000\nbroker.session.timeout.ms=1500\n\
             broker.heartbeat.interval.ms=300\nlog.index.size.max.bytes=1048576\n\
             log.cleaner.dedupe.buffer.size=8388608\n",
            self.path("broker.p12").display(),
            data.display(),
        );
        for mechanism in ["scram-sha-256", "scram-sha-512"] {
            let line =
                format!("listener.name.login.{mechanism}.sasl.jaas.config={module}.scram.ScramLoginModule required;");
            writeln!(text, "{line}").expect("a text takes text");
        }
        for internal in ["offsets.topic", "transaction.state.log", "share.coordinator.state.topic"] {
            writeln!(text, "{internal}.replication.factor=1\n{internal}.num.partitions=1").expect("a text takes text");
        }
        text.push_str("transaction.state.log.min.isr=1\nshare.coordinator.state.topic.min.isr=1\n");
        text
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Ports that nobody has.
fn free_ports() -> [u16; 5] {
    let listeners = [(); 5].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
    listeners.map(|listener| listener.local_addr().expect("an address").port())
}

fn beside_java(program: &str) -> PathBuf {
    std::env::var_os("JAVA_HOME").map_or_else(|| program.into(), |home| Path::new(&home).join("bin").join(program))
}

/// A program of Kafka's, from the jars that the services of the tests were made of.
fn java(class: &str) -> Command {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache"))).expect("a home");
    let places =
        fs::read_dir(cache.join("tollkeeper")).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let is_jars = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("kafka-"))
            && path.join("pom.xml").exists()
    };
    let jars = places.filter(is_jars).max();
    let jars =
        jars.unwrap_or_else(|| panic!("Kafka's jars are not in {}: `make services` fetches them", cache.display()));
    let mut java = Command::new(beside_java("java"));
    java.args([
        "-Xms128m",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.awt.headless=true",
        "-cp",
    ]);
    java.arg(jars.join("*")).arg(class);
    java
}

fn run(command: &mut Command) {
    let output = command.output().expect("starts");
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}: {} {}", words(&output.stdout), words(&output.stderr));
}

//! Says whether a Redis will do, and if not, what to change: for `tollkeeper check` and the start.

use super::address::{Address, Host, Shape};
use super::dial::{self, DIAL_TIMEOUT, Wire};
use super::fixes::{NO_TLS, explained, incomplete, refused, slow};
use super::generations;
use super::link;
use super::signal::CHANNEL;
use redis::aio::MultiplexedConnection;
use redis::{Cmd, RedisResult, cmd};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

/// The oldest major version whose commands suffice: `SET` with both `NX` and `GET`.
const OLDEST: u32 = 7;

/// How long a server that answers without TLS may take to do so.
const PLAIN_TIMEOUT: Duration = Duration::from_secs(1);

/// Reaches Redis at this address and tries what the program does there; answers its version and where it is.
///
/// # Errors
/// What is wrong, with the fix. Neither holds the URL's user or password.
pub async fn check(address: &Address) -> Result<String, String> {
    if let Some(path) = &address.ca_file {
        std::fs::metadata(path).map_err(|error| {
            format!("ca_file {} of the cache's URL cannot be read ({error}); name a PEM file", path.display())
        })?;
    }
    let about = Server::ask(address).await?;
    about.fits(address)?;
    let wire = dial::dial(address).await.map_err(|error| explained(address, &error))?;
    for command in trials() {
        tried(address, &wire, command).await?;
    }
    let mut listening = dial::dial_for_listening(address).await.map_err(|error| explained(address, &error))?;
    match timeout(DIAL_TIMEOUT, listening.subscribe(CHANNEL)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(refused(address, "SUBSCRIBE", &error)),
        Err(_) => return Err(slow(address)),
    }
    Ok(format!("{} {} at {address}: may read, write, run scripts, publish and listen", about.name, about.version))
}

/// What a server says of itself.
struct Server {
    name: &'static str,
    version: String,
    mode: String,
    role: String,
    /// Of a cluster: whether every slot has a master.
    whole: bool,
}

impl Server {
    async fn ask(address: &Address) -> Result<Self, String> {
        let asked = async {
            let mut last = None;
            // Of a cluster's hosts one that answers is enough.
            for host in hosts(address) {
                match dial::command_connection(address, host).await {
                    Ok(mut connection) => return Self::tell(&mut connection, address).await,
                    Err(error) => last = Some(error),
                }
            }
            Err(last.unwrap_or_else(|| io::Error::from(io::ErrorKind::NotFound).into()))
        };
        match timeout(DIAL_TIMEOUT, asked).await {
            Ok(Ok(about)) => Ok(about),
            // A server without TLS takes the handshake for the start of a long line, and waits for its end.
            Ok(Err(error)) if address.tls && error.is_timeout() && speaks_plainly(&address.hosts[0]).await => {
                Err(format!("{address} {NO_TLS}"))
            }
            Ok(Err(error)) => Err(explained(address, &error)),
            Err(_) => Err(slow(address)),
        }
    }

    async fn tell(connection: &mut MultiplexedConnection, address: &Address) -> RedisResult<Self> {
        let mut about = Self::read(&cmd("INFO").query_async::<String>(connection).await?);
        if address.shape == Shape::Cluster && about.mode == "cluster" {
            let state: String = cmd("CLUSTER").arg("INFO").query_async(connection).await?;
            about.whole = state.contains("cluster_state:ok");
        }
        Ok(about)
    }

    fn read(info: &str) -> Self {
        let field = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            line.map(|value| value.trim().to_owned()).unwrap_or_default()
        };
        Self {
            name: if field("server_name") == "valkey" { "Valkey, compatible with Redis" } else { "Redis" },
            version: field("redis_version"),
            mode: field("redis_mode"),
            role: field("role"),
            whole: true,
        }
    }

    fn fits(&self, address: &Address) -> Result<(), String> {
        let scheme = if address.tls { "rediss" } else { "redis" };
        let shape = match (&address.shape, self.mode.as_str()) {
            (Shape::Node | Shape::Sentinel { .. }, "cluster") => {
                Some(format!("is a node of a cluster; write {scheme}-cluster:// and name some of its nodes"))
            }
            (Shape::Node | Shape::Cluster, "sentinel") => {
                Some(format!("is a Sentinel; write {scheme}-sentinel://host:port/master-name"))
            }
            (Shape::Cluster, "standalone") => {
                Some(format!("is a single server, not a cluster; write {scheme}://host:port"))
            }
            _ => None,
        };
        if let Some(shape) = shape {
            return Err(format!("{address} {shape} in [cache] url"));
        }
        let major = self.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        if major.is_none_or(|major| major < OLDEST) {
            let version = if self.version.is_empty() { "of no known version" } else { &self.version };
            return Err(format!("{address} is Redis {version}; version {OLDEST} or newer is needed"));
        }
        if !self.whole {
            return Err(incomplete(address));
        }
        if address.shape == Shape::Node && self.role == "slave" {
            return Err(format!(
                "{address} is a replica, which takes no writes; name its master in [cache] url, or let Sentinel find it \
                 with {scheme}-sentinel://"
            ));
        }
        Ok(())
    }
}

/// One of each thing that the program does, on keys of its own that vanish.
fn trials() -> Vec<Cmd> {
    let key = "tollkeeper:check";
    let with = |name: &str, arguments: &[&str]| {
        let mut command = cmd(name);
        command.arg(arguments);
        command
    };
    let script = "redis.call('TIME') redis.call('HSET', KEYS[1], 'a', 1) redis.call('PEXPIRE', KEYS[1], 1000) \
                  redis.call('HGETALL', KEYS[1]) return redis.call('HDEL', KEYS[1], 'a')";
    vec![
        with("PING", &[]),
        with("TIME", &[]),
        with("GET", &["analytics:check"]),
        generations::unless_there(with("SET", &["analytics:check", "", "PX", "1000"])),
        with("EVAL", &[script, "1", key]),
        with("HDEL", &[key, "a"]),
        // Not as long as any message that is understood.
        with("PUBLISH", &[CHANNEL, &Uuid::nil().to_string()]),
    ]
}

async fn tried(address: &Address, wire: &Wire, command: Cmd) -> Result<(), String> {
    let name = match command.args_iter().next() {
        Some(redis::Arg::Simple(name)) => String::from_utf8_lossy(name).into_owned(),
        _ => String::new(),
    };
    match timeout(DIAL_TIMEOUT, link::send(wire.clone(), vec![command])).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refused(address, &name, &error)),
        Err(_) => Err(slow(address)),
    }
}

/// Whether a server answers without TLS at this place.
async fn speaks_plainly(host: &Host) -> bool {
    let asked = async {
        let mut stream = TcpStream::connect((host.name.as_str(), host.port)).await?;
        stream.write_all(b"PING\r\n").await?;
        stream.read_u8().await
    };
    matches!(timeout(PLAIN_TIMEOUT, asked).await, Ok(Ok(b'+' | b'-')))
}

fn hosts(address: &Address) -> Vec<Option<&Host>> {
    match address.shape {
        Shape::Cluster => address.hosts.iter().map(Some).collect(),
        Shape::Node | Shape::Sentinel { .. } => vec![None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(url: &str, info: &str) -> Result<(), String> {
        Server::read(info).fits(&Address::parse(url).expect("valid"))
    }

    #[test]
    fn a_server_of_another_shape_age_or_role_is_named_with_the_fix() {
        let info = |version: &str, mode: &str, role: &str| {
            format!("# Server\r\nredis_version:{version}\r\nredis_mode:{mode}\r\nrole:{role}\r\n")
        };
        for (url, info, part) in [
            ("redis://h", info("6.2.7", "standalone", "master"), "is Redis 6.2.7; version 7"),
            ("redis://h", info("", "standalone", "master"), "of no known version"),
            ("redis://h", info("7.0.1", "cluster", "master"), "write redis-cluster://"),
            ("rediss-sentinel://h/m", info("7.0.1", "cluster", "master"), "write rediss-cluster://"),
            ("redis-cluster://h", info("7.0.1", "standalone", "master"), "write redis://"),
            ("redis://h", info("7.0.1", "sentinel", ""), "write redis-sentinel://"),
            ("redis://h", info("7.0.1", "standalone", "slave"), "is a replica"),
        ] {
            let error = fits(url, &info).expect_err(url);
            assert!(error.contains(part), "{error}");
        }
        assert_eq!(fits("redis://h", &info("10.1.0", "standalone", "master")), Ok(()));
        assert_eq!(fits("redis-cluster://h", &info("7.0.1", "cluster", "slave")), Ok(()));
    }
}

//! Where Redis is: the URL of `[cache] url`, taken apart. Neither its text nor its password stands in an error or a log.

use domain::Secret;
use std::fmt;
use std::path::PathBuf;

/// What a URL may look like; stands in every error.
const FORMS: &str = "redis://[user:password@]host[:port][/db], redis-cluster://host:port,host:port, or \
                     redis-sentinel://host:port,host:port/master-name[/db]; rediss for TLS";

/// Why a URL is not one of Redis. Names the place, never the text: any part of a mistyped URL may be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Something else in front of `://`.
    #[error("the cache's URL does not begin with a scheme it may have; write {FORMS}")]
    Scheme,
    /// No host, or something that is none.
    #[error("host {0} of the cache's URL is not a host name or an address (IPv6 in brackets); write {FORMS}")]
    Host(usize),
    /// A port that is none.
    #[error("the port of host {0} of the cache's URL is not a number from 1 to 65535")]
    Port(usize),
    /// Several hosts where one is meant.
    #[error(
        "the cache's URL names several hosts; for a cluster write redis-cluster://, for Sentinel redis-sentinel://"
    )]
    Hosts,
    /// A user without a password, or characters that end the part before the hosts.
    #[error(
        "the part before @ in the cache's URL is not user:password or :password; in it, write %2F for /, %3F for ?, \
         %23 for #, %40 for @ and %25 for %"
    )]
    Credentials,
    /// A database that is no number, or one of a cluster.
    #[error(
        "the path of the cache's URL is not a database number; a cluster has database 0 only, so leave it out there"
    )]
    Database,
    /// Sentinel without the name of what it watches.
    #[error(
        "the cache's URL does not say which master Sentinel is asked for: write redis-sentinel://host:port/master-name"
    )]
    Master,
    /// A setting after `?` that there is not.
    #[error(
        "the cache's URL has a setting after ? that there is not; there are ca_file (a PEM file, with TLS), and with \
         Sentinel sentinel_user and sentinel_password"
    )]
    Setting,
}

/// A host and its port.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) port: u16,
}

/// Who one is, to a server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Login {
    pub(crate) user: Option<String>,
    pub(crate) password: Option<Secret>,
}

/// What stands behind the hosts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// One server.
    Node,
    /// The servers of a cluster, or some of them.
    Cluster,
    /// Sentinels, which know where the master of this name is.
    Sentinel { master: String, login: Login },
}

/// A Redis of any shape.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub(crate) shape: Shape,
    pub(crate) hosts: Vec<Host>,
    pub(crate) tls: bool,
    pub(crate) login: Login,
    pub(crate) db: i64,
    /// The certificate authority that is trusted instead of the system's.
    pub(crate) ca_file: Option<PathBuf>,
}

impl Address {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// What is wrong with it, without its text.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(AddressError::Scheme)?;
        let (tls, kind) = match scheme.split_once('-').unwrap_or((scheme, "")) {
            ("redis", kind) => (false, kind),
            ("rediss", kind) => (true, kind),
            _ => return Err(AddressError::Scheme),
        };
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if tail.contains(['@', '#']) {
            return Err(AddressError::Credentials);
        }
        let (login, hosts) = match authority.rsplit_once('@') {
            Some((credentials, hosts)) => (credentials_of(credentials)?, hosts),
            None => (Login::default(), authority),
        };
        let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
        let mut settings = Settings::read(query, tls)?;
        let mut steps = path.trim_start_matches('/').split('/').filter(|step| !step.is_empty());
        let shape = match kind {
            "" => Shape::Node,
            "cluster" => Shape::Cluster,
            "sentinel" => {
                let master = decoded(steps.next().ok_or(AddressError::Master)?).ok_or(AddressError::Master)?;
                Shape::Sentinel { master, login: std::mem::take(&mut settings.sentinel) }
            }
            _ => return Err(AddressError::Scheme),
        };
        if settings.sentinel != Login::default() {
            return Err(AddressError::Setting);
        }
        let db = match steps.next() {
            Some(number) => number.parse().ok().filter(|db| *db >= 0).ok_or(AddressError::Database)?,
            None => 0,
        };
        if steps.next().is_some() || (shape == Shape::Cluster && db != 0) {
            return Err(AddressError::Database);
        }
        let port = if matches!(shape, Shape::Sentinel { .. }) { 26_379 } else { 6_379 };
        let hosts = hosts_of(hosts, port)?;
        if shape == Shape::Node && hosts.len() > 1 {
            return Err(AddressError::Hosts);
        }
        Ok(Self { shape, hosts, tls, login, db, ca_file: settings.ca_file })
    }
}

/// What may stand after `?`.
#[derive(Default)]
struct Settings {
    ca_file: Option<PathBuf>,
    sentinel: Login,
}

impl Settings {
    fn read(query: &str, tls: bool) -> Result<Self, AddressError> {
        let mut settings = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or(AddressError::Setting)?;
            let value = decoded(value).filter(|value| !value.is_empty()).ok_or(AddressError::Setting)?;
            match name {
                "ca_file" if tls => settings.ca_file = Some(value.into()),
                "sentinel_user" => settings.sentinel.user = Some(value),
                "sentinel_password" => settings.sentinel.password = Some(Secret::new(value)),
                _ => return Err(AddressError::Setting),
            }
        }
        Ok(settings)
    }
}

fn credentials_of(text: &str) -> Result<Login, AddressError> {
    let (user, password) = text.split_once(':').ok_or(AddressError::Credentials)?;
    let user = decoded(user).ok_or(AddressError::Credentials)?;
    let password = decoded(password).filter(|password| !password.is_empty()).ok_or(AddressError::Credentials)?;
    Ok(Login { user: Some(user).filter(|user| !user.is_empty()), password: Some(Secret::new(password)) })
}

fn hosts_of(text: &str, default_port: u16) -> Result<Vec<Host>, AddressError> {
    let host = |(index, text): (usize, &str)| {
        let number = index + 1;
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (name, port) = rest.split_once(']').ok_or(AddressError::Host(number))?;
                name.parse::<std::net::Ipv6Addr>().map_err(|_| AddressError::Host(number))?;
                match port {
                    "" => (name, None),
                    port => (name, Some(port.strip_prefix(':').ok_or(AddressError::Host(number))?)),
                }
            }
            None => match text.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (text, None),
            },
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        if name.is_empty() || !(text.starts_with('[') || name.bytes().all(plain)) {
            return Err(AddressError::Host(number));
        }
        let port = match port {
            Some(port) => port.parse().ok().filter(|port| *port != 0).ok_or(AddressError::Port(number))?,
            None => default_port,
        };
        Ok(Host { name: name.to_owned(), port })
    };
    text.split(',').enumerate().map(host).collect()
}

/// The text with `%XX` read as bytes; `None` if that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits =
                std::str::from_utf8(&digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.contains(':') {
            true => write!(f, "[{}]:{}", self.name, self.port),
            false => write!(f, "{}:{}", self.name, self.port),
        }
    }
}

/// The URL without what logs in: for logs and errors.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.shape {
            Shape::Node => "",
            Shape::Cluster => "-cluster",
            Shape::Sentinel { .. } => "-sentinel",
        };
        write!(f, "redis{}{kind}://", if self.tls { "s" } else { "" })?;
        for (index, host) in self.hosts.iter().enumerate() {
            write!(f, "{}{host}", if index > 0 { "," } else { "" })?;
        }
        if let Shape::Sentinel { master, .. } = &self.shape {
            write!(f, "/{master}")?;
        }
        if self.db != 0 {
            write!(f, "/{}", self.db)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_urls_are_taken_apart() {
        for (url, printed) in [
            ("redis://127.0.0.1", "redis://127.0.0.1:6379"),
            ("redis://cache.internal:6380/", "redis://cache.internal:6380"),
            ("redis://localhost/2", "redis://localhost:6379/2"),
            ("rediss://:pw@[::1]:7000/0", "rediss://[::1]:7000"),
            (" redis://[fe80::1] ", "redis://[fe80::1]:6379"),
            ("redis-cluster://a:1,b:2,c", "redis-cluster://a:1,b:2,c:6379"),
            ("rediss-cluster://u:p@a?ca_file=/etc/ca.pem", "rediss-cluster://a:6379"),
            ("redis-sentinel://a,b:1/main", "redis-sentinel://a:26379,b:1/main"),
            ("rediss-sentinel://:p@a/my%2Fmain/3?sentinel_password=q", "rediss-sentinel://a:26379/my/main/3"),
        ] {
            assert_eq!(Address::parse(url).expect(url).to_string(), printed, "{url}");
        }
    }

    #[test]
    fn credentials_are_decoded_and_kept_out_of_sight() {
        let address = Address::parse(
            "rediss-sentinel://ada:can%40ry%3Aone@h/main?ca_file=/ca%20s.pem&sentinel_user=s&sentinel_password=can%2fry",
        )
        .expect("valid");
        assert_eq!(address.login.user.as_deref(), Some("ada"));
        assert_eq!(address.login.password.as_ref().map(Secret::expose), Some("can@ry:one"));
        assert_eq!(address.ca_file.as_deref(), Some(std::path::Path::new("/ca s.pem")));
        let Shape::Sentinel { master, login } = &address.shape else { panic!("sentinel") };
        assert_eq!((master.as_str(), login.user.as_deref()), ("main", Some("s")));
        assert_eq!(login.password.as_ref().map(Secret::expose), Some("can/ry"));
        let shown = format!("{address} {address:?} {:?}", address.shape);
        assert!(!shown.contains("can") && !shown.contains("ada"), "{shown}");
        let no_user = Address::parse("redis://:a:b@h").expect("valid");
        assert_eq!(no_user.login, Login { user: None, password: Some(Secret::new("a:b")) });
    }

    #[test]
    fn bad_urls_say_where_and_never_what() {
        for (url, error) in [
            ("canary", AddressError::Scheme),
            ("http://canary", AddressError::Scheme),
            ("redis-ring://canary", AddressError::Scheme),
            ("redisx://canary", AddressError::Scheme),
            ("redis://", AddressError::Host(1)),
            ("redis://:canary", AddressError::Host(1)),
            ("redis://h:canary", AddressError::Port(1)),
            ("redis://h:0", AddressError::Port(1)),
            ("redis://h:65536", AddressError::Port(1)),
            ("redis://[::canary]:1", AddressError::Host(1)),
            ("redis://[::1]1", AddressError::Host(1)),
            ("redis://::1", AddressError::Host(1)),
            ("redis://a:1,b:2", AddressError::Hosts),
            ("redis-cluster://a,,b", AddressError::Host(2)),
            ("redis-cluster://a,b c", AddressError::Host(2)),
            ("redis://canary@h", AddressError::Credentials),
            ("redis://ada:@h", AddressError::Credentials),
            ("redis://:can/ary@h", AddressError::Credentials),
            ("redis://:can?ary@h", AddressError::Credentials),
            ("redis://:can#ary@h", AddressError::Credentials),
            ("redis://:canary%@h", AddressError::Credentials),
            ("redis://:canary%ff@h", AddressError::Credentials),
            ("redis://:canary%+1@h", AddressError::Credentials),
            ("redis://h/canary", AddressError::Database),
            ("redis://h/-1", AddressError::Database),
            ("redis://h/1/canary", AddressError::Database),
            ("redis-cluster://h/1", AddressError::Database),
            ("redis-sentinel://h", AddressError::Master),
            ("redis-sentinel://h/main/canary", AddressError::Database),
            ("redis://h?ca_file=/canary", AddressError::Setting),
            ("redis://h?sentinel_password=canary", AddressError::Setting),
            ("redis://h?canary=1", AddressError::Setting),
            ("rediss://h?ca_file", AddressError::Setting),
        ] {
            let found = Address::parse(url).expect_err(url);
            assert_eq!(found, error, "{url}");
            assert!(!found.to_string().contains("canary"), "{found}");
        }
    }
}

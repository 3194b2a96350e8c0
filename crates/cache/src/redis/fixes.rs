//! What went wrong with a Redis, in words, with the fix. The URL stands there without what logs in.

use super::address::Address;
use super::dial::DIAL_TIMEOUT;
use redis::{ErrorKind, RedisError};
use std::error::Error as _;
use std::fmt::Display;
use std::io;
use std::sync::Arc;

/// What a restricted user needs.
const PERMISSIONS: &str = "+ping +info +time +get +set +hset +hgetall +hdel +pexpire +eval +publish +subscribe \
                           ~analytics:* ~tollkeeper:* &tollkeeper:live; in a cluster also +cluster, with Sentinel +role, for a database \
                           other than 0 +select";

/// What is wrong with a server that answers without TLS.
pub(crate) const NO_TLS: &str =
    "does not speak TLS there; write redis in place of rediss in [cache] url, or name its TLS port";

/// No answer in time.
pub(crate) fn slow(address: &Address) -> String {
    let seconds = DIAL_TIMEOUT.as_secs();
    format!(
        "{address} did not answer within {seconds} seconds; look whether host and port in [cache] url are right, whether \
         something between drops packets, and whether the server speaks TLS there where the URL does"
    )
}

/// Some of a cluster's nodes are missing.
pub(crate) fn incomplete(address: &Address) -> String {
    format!(
        "{address} is a cluster in which some slots have no master; bring the nodes that are missing back \
         (`redis-cli --cluster check` names them)"
    )
}

/// A command that did not succeed on a connection that did.
pub(crate) fn refused(address: &Address, command: &str, error: &RedisError) -> String {
    match (error.code(), error.to_string()) {
        (Some("NOPERM"), _) => {
            format!("{address} does not let this user run {command}; it needs: {PERMISSIONS}")
        }
        (_, text)
            if text.contains("NOPERM")
                || text.contains("have no permissions")
                || text.contains("can't run this command") =>
        {
            format!("{address} does not let this user do what {command} does; it needs: {PERMISSIONS}")
        }
        (Some("OOM"), _) => format!(
            "{address} is full and takes no writes; raise its maxmemory, or set maxmemory-policy to allkeys-lru"
        ),
        (Some("MISCONF"), _) => format!(
            "{address} takes no writes because it cannot save to its disk; free disk space there, or switch saving off \
             (save \"\"): nothing that Tollkeeper keeps there needs it"
        ),
        (Some("CLUSTERDOWN"), _) => incomplete(address),
        _ => explained(address, error),
    }
}

/// A connection that did not come about.
pub(crate) fn explained(address: &Address, error: &RedisError) -> String {
    let why = match error.kind() {
        ErrorKind::AuthenticationFailed => Some(
            "refuses the user or the password; correct the part before @ in [cache] url (a server without users wants \
             only :password, one without a password nothing)",
        ),
        ErrorKind::MasterNameNotFoundBySentinel => Some(
            "knows no healthy master of that name; the name stands after the / in [cache] url, and SENTINEL MASTERS \
             lists what there is",
        ),
        ErrorKind::InvalidClientConfig if error.to_string().contains("sentinel node") => {
            Some("is no Sentinel; name the Sentinels' own addresses (port 26379) in [cache] url, or write redis://")
        }
        ErrorKind::ClusterConnectionNotFound => {
            Some("cannot be reached at any of its nodes; start it, or correct [cache] url")
        }
        ErrorKind::Server(_) | ErrorKind::Extension => match error.code() {
            Some("NOAUTH") => Some("wants a password; write it before the host in [cache] url, as :password@"),
            Some("WRONGPASS") => Some("refuses the user or the password; correct the part before @ in [cache] url"),
            Some("NOPERM") => return format!("{address} does not let this user in; it needs: {PERMISSIONS}"),
            Some("LOADING") => Some("is still reading its data from disk; try again when it has"),
            _ => None,
        },
        _ => io_reason(address, error),
    };
    match why {
        Some(why) => format!("{address} {why}"),
        None => format!("{address} cannot be used: {error}"),
    }
}

fn io_reason(address: &Address, error: &RedisError) -> Option<&'static str> {
    let source = error.source()?;
    // The driver hands its own error out behind an `Arc`, which is an error too.
    let shared = source.downcast_ref::<Arc<dyn std::error::Error + Send + Sync>>();
    let error = source.downcast_ref::<io::Error>().or_else(|| shared?.downcast_ref())?;
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Some(tls_reason(tls));
    }
    Some(match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            "refuses the connection: nothing listens there; start Redis, or correct host and port in [cache] url"
        }
        io::ErrorKind::TimedOut | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "does not answer; look whether host and port in [cache] url are right and whether something between drops \
             packets"
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe if !address.tls => {
            "ends the connection at once; if it speaks TLS there, write rediss in place of redis in [cache] url"
        }
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            "ends the connection during the TLS handshake; if it does not speak TLS there, write redis in place of rediss \
             in [cache] url"
        }
        _ if said_of_name(error) => "has a host name that is not known here; correct it in [cache] url",
        _ => return None,
    })
}

/// The system has no kind for a name that does not resolve; its text begins so.
fn said_of_name(error: &impl Display) -> bool {
    error.to_string().contains("failed to lookup address")
}

fn tls_reason(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Certificate;
    match error {
        rustls::Error::InvalidMessage(_) => NO_TLS,
        rustls::Error::InvalidCertificate(Certificate::UnknownIssuer) => {
            "has a certificate of an authority that this system does not know; add ?ca_file=/path/to/authority.pem to \
             [cache] url"
        }
        rustls::Error::InvalidCertificate(
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. },
        ) => "has a certificate for another name; write the name that it is made out to in [cache] url",
        rustls::Error::InvalidCertificate(
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. },
        ) => "has a certificate that is not valid now; renew it, and look at the clocks of both machines",
        _ => "does not agree on TLS with this program; it must speak TLS 1.2 or 1.3 and ask for no client certificate",
    }
}

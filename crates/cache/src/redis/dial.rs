//! Opening connections: to a node, to the master that Sentinel names, to a cluster; for commands or for listening.

use super::address::{Address, Host, Login, Shape};
use domain::Secret;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_async::ClusterConnection;
use redis::io::tcp::TcpSettings;
use redis::sentinel::{SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, IntoConnectionInfo, RedisConnectionInfo, RedisError, RedisResult,
    TlsCertificates, TlsMode,
};
use std::time::Duration;

/// How long one server may take to accept a connection and to shake hands. Nobody waits for it but the task that connects.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// How long it may take to find the server and connect, whatever the shape.
pub(crate) const DIAL_TIMEOUT: Duration = Duration::from_secs(8);

/// Commands that may wait for their turn on a connection before callers wait.
const PIPELINE: usize = 1_024;

/// An open connection for commands. Clones share it.
#[derive(Clone)]
pub(crate) enum Wire {
    /// To one server.
    Node(MultiplexedConnection),
    /// To every master of a cluster.
    Cluster(ClusterConnection),
}

/// Connects, within [`DIAL_TIMEOUT`].
///
/// # Errors
/// Nobody there, or whoever is there does not let us in.
pub(crate) async fn dial(address: &Address) -> RedisResult<Wire> {
    bounded(async {
        match &address.shape {
            Shape::Cluster => Ok(Wire::Cluster(cluster(address)?.get_async_connection().await?)),
            Shape::Node | Shape::Sentinel { .. } => Ok(Wire::Node(command_connection(address, None).await?)),
        }
    })
    .await
}

/// A connection to one server: this host, or the one that the address means.
pub(crate) async fn command_connection(address: &Address, host: Option<&Host>) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        // Callers bound their own waits, and learn from it that the connection is broken.
        .set_response_timeout(None)
        .set_pipeline_buffer_size(PIPELINE);
    let client = match host {
        Some(host) => client(address, host, &address.login)?,
        None => server(address).await?,
    };
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// Connects for listening to channels. Every node of a cluster hears what is published at any.
///
/// # Errors
/// As [`dial`].
pub(crate) async fn dial_for_listening(address: &Address) -> RedisResult<PubSub> {
    bounded(async {
        if address.shape != Shape::Cluster {
            return server(address).await?.get_async_pubsub().await;
        }
        let mut last = None;
        for host in &address.hosts {
            let client = client(address, host, &address.login)?;
            match tokio::time::timeout(CONNECT_TIMEOUT, client.get_async_pubsub()).await {
                Ok(Ok(listening)) => return Ok(listening),
                Ok(Err(error)) => last = Some(error),
                Err(_) => last = Some(timed_out()),
            }
        }
        Err(last.unwrap_or_else(timed_out))
    })
    .await
}

/// The one server that is asked: the node, or the master that a Sentinel names now.
async fn server(address: &Address) -> RedisResult<Client> {
    match &address.shape {
        Shape::Sentinel { master, login } => master_of(address, master, login).await,
        Shape::Node | Shape::Cluster => client(address, &address.hosts[0], &address.login),
    }
}

/// Boxed: the driver's futures are large, and whoever awaits this would grow by them.
async fn bounded<T>(dialing: impl Future<Output = RedisResult<T>>) -> RedisResult<T> {
    tokio::time::timeout(DIAL_TIMEOUT, Box::pin(dialing)).await.unwrap_or_else(|_| Err(timed_out()))
}

fn timed_out() -> RedisError {
    std::io::Error::from(std::io::ErrorKind::TimedOut).into()
}

fn client(address: &Address, host: &Host, login: &Login) -> RedisResult<Client> {
    let mut settings = RedisConnectionInfo::default().set_db(address.db).set_skip_set_lib_name();
    if let Some(user) = &login.user {
        settings = settings.set_username(user);
    }
    if let Some(password) = &login.password {
        settings = settings.set_password(password.expose());
    }
    let info = place(address, host).into_connection_info()?.set_redis_settings(settings).set_tcp_settings(tcp());
    match certificates(address)? {
        Some(certificates) => Client::build_with_tls(info, certificates),
        None => Client::open(info),
    }
}

async fn master_of(address: &Address, master: &str, to_sentinel: &Login) -> RedisResult<Client> {
    let sentinels = address.hosts.iter().map(|host| place(address, host));
    let mut builder = SentinelClientBuilder::new(sentinels, master, SentinelServerType::Master)?
        .set_client_to_redis_db(address.db)
        .set_client_to_redis_tcp_settings(tcp())
        .set_client_to_sentinel_tcp_settings(tcp());
    if address.tls {
        builder = builder.set_client_to_redis_tls_mode(TlsMode::Secure);
        if let Some(certificates) = certificates(address)? {
            builder = builder
                .set_client_to_redis_certificates(certificates.clone())
                .set_client_to_sentinel_certificates(certificates);
        }
    }
    if let Some(user) = &address.login.user {
        builder = builder.set_client_to_redis_username(user);
    }
    if let Some(password) = &address.login.password {
        builder = builder.set_client_to_redis_password(password.expose());
    }
    if let Some(user) = &to_sentinel.user {
        builder = builder.set_client_to_sentinel_username(user);
    }
    if let Some(password) = &to_sentinel.password {
        builder = builder.set_client_to_sentinel_password(password.expose());
    }
    builder.build()?.async_get_client().await
}

fn cluster(address: &Address) -> RedisResult<ClusterClient> {
    // A caller gives up sooner than a retry of the client's would help; a moved slot is followed all the same.
    let mut builder: ClusterClientBuilder =
        ClusterClient::builder(address.hosts.iter().map(|host| place(address, host)))
            .connection_timeout(CONNECT_TIMEOUT)
            .response_timeout(CONNECT_TIMEOUT)
            .retries(3)
            .tcp_settings(tcp());
    if let Some(user) = &address.login.user {
        builder = builder.username(user);
    }
    if let Some(password) = address.login.password.as_ref().map(Secret::expose) {
        builder = builder.password(password);
    }
    if let Some(certificates) = certificates(address)? {
        builder = builder.certs(certificates);
    }
    builder.build()
}

fn place(address: &Address, host: &Host) -> ConnectionAddr {
    if !address.tls {
        return ConnectionAddr::Tcp(host.name.clone(), host.port);
    }
    // The driver takes the process's default provider; without one, as in a test, it would panic. A second install is
    // refused, and the first stays.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    ConnectionAddr::TcpTls { host: host.name.clone(), port: host.port, insecure: false, tls_params: None }
}

/// Small commands must not wait for each other's acknowledgements.
fn tcp() -> TcpSettings {
    TcpSettings::default().set_nodelay(true)
}

fn certificates(address: &Address) -> RedisResult<Option<TlsCertificates>> {
    let Some(path) = address.ca_file.as_ref().filter(|_| address.tls) else { return Ok(None) };
    let root_cert = std::fs::read(path)?;
    Ok(Some(TlsCertificates { client_tls: None, root_cert: Some(root_cert) }))
}

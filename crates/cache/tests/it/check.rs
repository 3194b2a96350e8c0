//! `tollkeeper check` on a cache: what will do, and each thing that will not, with its fix and without its password.

use crate::place::{Server, free_port, shared};
use crate::world::check;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_server_is_named_with_its_version() {
    let said = check(&shared()).await.expect("the shared server will do");
    assert!(said.starts_with("Redis 7.") || said.contains("compatible") || said.starts_with("Redis 8."), "{said}");
}

async fn refused(url: &str, part: &str) {
    let error = check(url).await.expect_err(url);
    assert!(error.contains(part), "{url}: {error}");
    assert!(!error.contains("canary"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passwords_and_permissions_are_told_apart() {
    let server = Server::with(&["--requirepass", "canary-right"]);
    let host = format!("127.0.0.1:{}", server.port);
    refused(&format!("redis://{host}"), "wants a password").await;
    refused(&format!("redis://:canary-wrong@{host}"), "refuses the user or the password").await;
    refused(&format!("redis://nobody:canary-right@{host}"), "refuses the user or the password").await;
    let good = check(&format!("redis://:canary-right@{host}")).await.expect("will do");
    assert!(!good.contains("canary"), "{good}");
    let admin = |arguments: &[&str]| server.cli(&[&["-a", "canary-right", "--no-auth-warning"], arguments].concat());
    let needed = [
        "acl",
        "setuser",
        "tollkeeper",
        "on",
        ">canary-acl",
        "resetkeys",
        "~analytics:*",
        "~tollkeeper:*",
        "resetchannels",
        "&tollkeeper:live",
        "-@all",
        "+ping",
        "+info",
        "+time",
        "+get",
        "+set",
        "+hset",
        "+hgetall",
        "+hdel",
        "+pexpire",
        "+eval",
        "+publish",
        "+subscribe",
    ];
    assert_eq!(admin(&needed), "OK");
    let url = format!("redis://tollkeeper:canary-acl@{host}");
    check(&url).await.expect("what the message lists is enough");
    for (lost, part) in [
        ("-info", "it needs: +ping"),
        ("-publish", "run PUBLISH"),
        ("-set", "run SET"),
        ("-subscribe", "SUBSCRIBE"),
        ("-hdel", "it needs: +ping"),
    ] {
        assert_eq!(admin(&["acl", "setuser", "tollkeeper", lost]), "OK");
        refused(&url, part).await;
        assert_eq!(admin(&["acl", "setuser", "tollkeeper", &lost.replace('-', "+")]), "OK");
    }
    assert_eq!(admin(&["acl", "setuser", "tollkeeper", "resetchannels"]), "OK");
    refused(&url, "&tollkeeper:live").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_there_or_somebody_else_is_named() {
    refused(&format!("redis://:canary@127.0.0.1:{}", free_port()), "nothing listens there").await;
    refused("redis://:canary@no-such-host.invalid", "has a host name that is not known here").await;
    refused("postgres://:canary@127.0.0.1", "does not begin with a scheme").await;
    let server = Server::start();
    refused(&format!("redis-cluster://127.0.0.1:{}", server.port), "is a single server, not a cluster").await;
    refused(&format!("redis-sentinel://127.0.0.1:{}/main", server.port), "is no Sentinel").await;
    let sentinel = Server::sentinel(server.port);
    refused(&format!("redis://127.0.0.1:{}", sentinel.port), "is a Sentinel; write redis-sentinel://").await;
    let replica = Server::with(&["--replicaof", "127.0.0.1", &server.port.to_string()]);
    refused(&replica.url(), "is a replica").await;
    server.cli(&["config", "set", "maxmemory", "1"]);
    refused(&server.url(), "is full and takes no writes").await;
    let clustered = Server::with(&["--cluster-enabled", "yes", "--cluster-port", &free_port().to_string()]);
    refused(&clustered.url(), "is a node of a cluster; write redis-cluster://").await;
    refused(&format!("redis-cluster://127.0.0.1:{}", clustered.port), "slots have no master").await;
}

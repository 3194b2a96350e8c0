//! Clusters, Sentinel and TLS, each with real servers.

use crate::place::{PATIENCE, Server, eventually, free_port, run, soon, text};
use crate::world::check;
use crate::world::{Process, fill, key, tenant};
use crate::{answers, counters};
use std::path::PathBuf;

/// Three masters without replicas.
fn cluster() -> Vec<Server> {
    let settings = |bus: &str| {
        let settings = ["--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "2000"];
        Server::with(&settings)
    };
    let nodes: Vec<Server> = (0..3).map(|_| settings(&free_port().to_string())).collect();
    let hosts: Vec<String> = nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
    let mut arguments = vec!["--cluster", "create"];
    arguments.extend(hosts.iter().map(String::as_str));
    arguments.push("--cluster-yes");
    run("redis-cli", &arguments);
    nodes
}

async fn formed(nodes: &[Server]) -> String {
    for node in nodes {
        eventually("the cluster is formed", async || node.cli(&["cluster", "info"]).contains("cluster_state:ok")).await;
    }
    let hosts: Vec<String> = nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
    format!("redis-cluster://{}", hosts.join(","))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_passes_the_contracts_and_carries_changes() {
    let nodes = cluster();
    let url = formed(&nodes).await;
    let checked = check(&url).await.expect("will do");
    assert!(checked.contains("redis-cluster://"), "{checked}");
    answers::passes_the_contract(&url).await;
    counters::passes_the_contract(&url).await;
    let (worker, api) = (Process::at(&url).await, Process::at(&url).await);
    let keys: Vec<_> = (0..30).map(|_| key(tenant())).collect();
    for key in &keys {
        fill(&*api.cache, key, "old").await;
    }
    let mut feeds: Vec<_> = keys.iter().map(|key| api.live.subscribe(key.tenant_id())).collect();
    keys.iter().for_each(|key| worker.live.publish(key.tenant_id()));
    for (key, feed) in keys.iter().zip(&mut feeds) {
        soon("the change is heard", feed.changed()).await;
        assert_eq!(api.finds(key).await, None);
    }
    let held = nodes.iter().filter(|node| node.cli(&["dbsize"]) != "0").count();
    assert_eq!(held, 3, "the keys lie on all nodes");
    worker.end().await;
    api.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cluster_that_loses_a_node_is_done_without() {
    let mut nodes = cluster();
    let url = formed(&nodes).await;
    let process = Process::at(&url).await;
    let keys: Vec<_> = (0..30).map(|_| key(tenant())).collect();
    for key in &keys {
        fill(&*process.cache, key, "kept").await;
    }
    drop(nodes.remove(0));
    eventually("it is missed", async || {
        for key in &keys {
            let _ = process.finds(key).await;
        }
        !process.redis.is_up()
    })
    .await;
    process.live.publish(keys[0].tenant_id());
    for key in &keys {
        process.finds(key).await;
    }
    eventually("the rest of the cluster says what is missing", async || {
        check(&url).await.is_err_and(|error| error.contains("some slots have no master"))
    })
    .await;
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sentinel_leads_to_the_master_and_to_the_next_one() {
    let master = Server::start();
    let replica = Server::with(&["--replicaof", "127.0.0.1", &master.port.to_string()]);
    let sentinel = Server::sentinel(master.port);
    eventually("the replica follows", async || master.cli(&["info", "replication"]).contains("connected_slaves:1"))
        .await;
    eventually("the Sentinel knows both", async || {
        sentinel.cli(&["sentinel", "master", "main"]).contains("num-slaves\n1")
    })
    .await;
    let url = format!("redis-sentinel://127.0.0.1:{}/main", sentinel.port);
    let checked = check(&url).await.expect("will do");
    assert!(checked.contains("/main"), "{checked}");
    answers::passes_the_contract(&url).await;
    let (process, other) = (Process::at(&url).await, Process::at(&url).await);
    let key = key(tenant());
    fill(&*process.cache, &key, "before").await;
    let mut feed = other.live.subscribe(key.tenant_id());
    // The Sentinel needs to have seen the replica lately, so it may refuse at first.
    eventually("the replica takes over", async || {
        sentinel.cli(&["sentinel", "failover", "main"]);
        replica.cli_if_let(&["role"]).is_some_and(|role| role.starts_with("master"))
    })
    .await;
    drop(master);
    process.live.publish(key.tenant_id());
    soon("the new master hears of it", process.cache.settled()).await;
    soon("and the other process", feed.changed()).await;
    eventually("answers are kept again", async || {
        if process.finds(&key).await.is_none() {
            let generation = match cache::AnswerCache::look(&*process.cache, &key, crate::world::NOW).await {
                cache::Looked::Miss(generation) => generation,
                cache::Looked::Hit(_) => return true,
            };
            cache::AnswerCache::keep(&*process.cache, &key, generation, "after".into(), crate::world::NOW).await;
        }
        other.finds(&key).await.as_deref() == Some("after")
    })
    .await;
    assert_ne!(replica.cli(&["dbsize"]), "0", "they lie at the new master");
    let wrong = format!("redis-sentinel://127.0.0.1:{}/nobody", sentinel.port);
    let error = check(&wrong).await.expect_err("no such master");
    assert!(error.contains("knows no healthy master of that name"), "{error}");
    process.end().await;
    other.end().await;
}

/// An authority, and a certificate of its for 127.0.0.1.
fn certificates(folder: &std::path::Path) -> (PathBuf, PathBuf, PathBuf) {
    let path = |name: &str| folder.join(name);
    let (authority, authority_key) = (path("ca.pem"), path("ca.key"));
    let (request, certificate, key, names) = (path("r.csr"), path("s.pem"), path("s.key"), path("names"));
    let new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    let made = ["-x509", "-subj", "/CN=authority", "-keyout", text(&authority_key), "-out", text(&authority)];
    run("openssl", &[&["req"][..], &new, &made].concat());
    let asked = ["-subj", "/CN=redis", "-keyout", text(&key), "-out", text(&request)];
    run("openssl", &[&["req"][..], &new, &asked].concat());
    std::fs::write(&names, "subjectAltName=IP:127.0.0.1\n").expect("written");
    run(
        "openssl",
        &[
            &["x509", "-req", "-in", text(&request), "-CA", text(&authority), "-CAkey", text(&authority_key)][..],
            &["-CAcreateserial", "-extfile", text(&names), "-out", text(&certificate)],
        ]
        .concat(),
    );
    (authority, certificate, key)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_works_and_a_mismatch_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (authority, certificate, key_file) = certificates(folder.path());
    let (tls, plain) = (Server::tls(&certificate, &key_file), Server::start());
    let url = format!("rediss://127.0.0.1:{}?ca_file={}", tls.port, text(&authority));
    let checked = check(&url).await.expect("will do");
    assert!(checked.contains("rediss://127.0.0.1"), "{checked}");
    let process = Process::at(&url).await;
    let key = key(tenant());
    fill(&*process.cache, &key, "kept").await;
    assert_eq!(process.finds(&key).await.as_deref(), Some("kept"));
    process.end().await;
    for (url, part) in [
        (format!("rediss://127.0.0.1:{}", tls.port), "of an authority that this system does not know; add ?ca_file="),
        (format!("rediss://localhost:{}?ca_file={}", tls.port, text(&authority)), "has a certificate for another name"),
        (format!("redis://127.0.0.1:{}", tls.port), "write rediss in place of redis"),
        (format!("rediss://127.0.0.1:{}", plain.port), "write redis in place of rediss"),
        (format!("rediss://127.0.0.1:{}?ca_file=/nowhere.pem", tls.port), "ca_file /nowhere.pem of the cache's URL"),
    ] {
        let error = tokio::time::timeout(PATIENCE, check(&url)).await.expect("it ends").expect_err(&url);
        assert!(error.contains(part), "{url}: {error}");
    }
}

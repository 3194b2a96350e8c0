//! Answers in Redis: the contract, and what happens when Redis is flushed, held still, stopped or full.

use crate::contract::answers::{Shared, all};
use crate::place::{PATIENCE, Server, eventually, soon};
use crate::world::{NOW, Process, fill, found, key, surely_fill, tenant};
use cache::{AnswerCache, AnswerKey, Looked, MemoryAnswers, Metric};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_passes_the_contract() {
    let cache = Arc::new(MemoryAnswers::default());
    let settled = Box::new(|| Box::pin(std::future::ready(())) as _);
    all(&Shared { here: cache.clone(), there: cache, settled }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_passes_the_contract() {
    // Private, because the suite forgets everyone's answers.
    let server = Server::start();
    passes_the_contract(&server.url()).await;
}

/// The contract over two processes at this URL.
pub async fn passes_the_contract(url: &str) {
    let (here, there) = (Process::at(url).await, Process::at(url).await);
    let forgetting = here.cache.clone();
    let settled = Box::new(move || {
        let forgetting = forgetting.clone();
        Box::pin(async move { forgetting.settled().await }) as _
    });
    all(&Shared { here: here.cache.clone(), there: there.cache.clone(), settled }).await;
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_lie_under_their_own_keys_for_as_long_as_their_metric_says() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let tenant_id = tenant();
    for (metric, seconds) in [
        (Metric::Dashboard, 300),
        (Metric::Costs, 900),
        (Metric::Savings, 900),
        (Metric::Roi, 900),
        (Metric::Providers, 3_600),
    ] {
        let key = AnswerKey::new(tenant_id, metric, "30d", &["Asia/Kolkata".into()]);
        fill(&*process.cache, &key, "{}").await;
        let name = format!("analytics:{tenant_id}:{}:30d:Asia/Kolkata", metric.as_str());
        let left: i64 = server.cli(&["pttl", &name]).parse().expect("milliseconds");
        assert!(left > 0 && left <= seconds * 1_000, "{name}: {left}");
        assert!(left > (seconds - 60) * 1_000, "{name}: {left}");
    }
    let left: i64 = server.cli(&["pttl", &format!("analytics:{tenant_id}:generation")]).parse().expect("milliseconds");
    assert!(left > 3_600_000, "a mark outlives every answer: {left}");
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_flush_nothing_old_is_found() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let key = key(tenant());
    fill(&*process.cache, &key, "before").await;
    let Looked::Miss(begun_before) =
        process.cache.look(&AnswerKey::new(key.tenant_id(), Metric::Usage, "7d", &[]), NOW).await
    else {
        panic!("another question")
    };
    server.cli(&["flushall"]);
    assert_eq!(process.finds(&key).await, None);
    process.cache.keep(&key, begun_before, "begun before the flush".into(), NOW).await;
    assert_eq!(process.finds(&key).await, None, "its mark is gone for good");
    fill(&*process.cache, &key, "after").await;
    assert_eq!(process.finds(&key).await.as_deref(), Some("after"));
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_forgotten_while_redis_stood_still_is_forgotten_when_it_moves() {
    let server = Server::start();
    let (here, there) = (Process::hasty(&server.url()).await, Process::hasty(&server.url()).await);
    let (changed, same) = (key(tenant()), key(tenant()));
    surely_fill(&*here.cache, &changed, "old").await;
    surely_fill(&*here.cache, &same, "still true").await;
    server.freeze();
    here.live.publish(changed.tenant_id());
    assert_eq!(here.finds(&changed).await, None);
    eventually("both notice", async || {
        let _ = (here.finds(&same).await, there.finds(&same).await);
        !here.redis.is_up() && !there.redis.is_up()
    })
    .await;
    assert_eq!(here.finds(&same).await, None, "slower");
    let computed = here.answers.get(&same, NOW, || async { Ok::<Arc<str>, ()>("computed".into()) }).await;
    assert_eq!(computed.as_deref(), Ok("computed"), "never down");
    server.thaw();
    soon("the deletion is confirmed", here.cache.settled()).await;
    eventually("the other process is back", async || {
        assert_eq!(there.finds(&changed).await, None, "never wrong");
        there.finds(&same).await.as_deref() == Some("still true")
    })
    .await;
    assert_eq!(there.finds(&changed).await, None, "never wrong");
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_ends_is_done_without_and_used_again_when_it_is_back() {
    let server = Server::start();
    let (port, url) = (server.port, server.url());
    let process = Process::at(&url).await;
    let key = key(tenant());
    fill(&*process.cache, &key, "kept").await;
    drop(server);
    eventually("it is missed", async || process.finds(&key).await.is_none() && !process.redis.is_up()).await;
    process.live.publish(key.tenant_id());
    process.live.publish_all();
    let _server = Server::on(port, &[]);
    soon("what was forgotten is said", process.cache.settled()).await;
    fill(&*process.cache, &key, "anew").await;
    assert_eq!(process.finds(&key).await.as_deref(), Some("anew"));
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_without_redis_is_a_start() {
    let port = crate::place::free_port();
    let process = Process::starting(&format!("redis://127.0.0.1:{port}"), PATIENCE);
    let key = key(tenant());
    assert_eq!(process.finds(&key).await, None);
    process.live.publish(key.tenant_id());
    let _server = Server::on(port, &[]);
    soon("what was forgotten is said", process.cache.settled()).await;
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_connection_hears_the_last_words_again() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let tenant_id = tenant();
    let name = format!("analytics:{tenant_id}:generation");
    process.cache.forget(tenant_id);
    soon("it is said", process.cache.settled()).await;
    let first = server.cli(&["get", &name]);
    assert_eq!(first.len(), 32);
    // As after a failover whose new master had not heard of it.
    server.cli(&["del", &name]);
    server.cli(&["client", "kill", "type", "normal"]);
    eventually("it is said again", async || {
        let again = server.cli(&["get", &name]);
        again.len() == 32 && again != first
    })
    .await;
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_ends_says_what_is_left() {
    let server = Server::start();
    let (ending, staying) = (Process::at(&server.url()).await, Process::at(&server.url()).await);
    let keys: Vec<_> = (0..50).map(|_| key(tenant())).collect();
    for key in &keys {
        fill(&*staying.cache, key, "old").await;
    }
    keys.iter().for_each(|key| ending.live.publish(key.tenant_id()));
    ending.end().await;
    for key in &keys {
        assert_eq!(staying.finds(key).await, None);
    }
    staying.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_server_keeps_nothing_and_loses_no_deletion() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let old = key(tenant());
    fill(&*process.cache, &old, "old").await;
    server.cli(&["config", "set", "maxmemory", "1"]);
    let new = key(tenant());
    assert_eq!(process.finds(&new).await, None);
    process.cache.forget(old.tenant_id());
    assert_eq!(process.finds(&old).await, None);
    assert!(process.redis.is_up(), "a refusal is no outage");
    server.cli(&["config", "set", "maxmemory", "0"]);
    soon("the deletion is confirmed", process.cache.settled()).await;
    assert_eq!(process.finds(&old).await, None);
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rubbish_under_our_keys_is_written_over() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let (one, two) = (key(tenant()), key(tenant()));
    server.cli(&["set", "analytics:generation", "rubbish"]);
    server.cli(&["set", &format!("analytics:{}:generation", one.tenant_id()), "rubbish"]);
    server.cli(&["set", &two.to_string(), "rubbish"]);
    eventually("both are kept in the end", async || {
        for key in [&one, &two] {
            if let Looked::Miss(generation) = process.cache.look(key, NOW).await {
                process.cache.keep(key, generation, "good".into(), NOW).await;
            }
        }
        found(&*process.cache, &one).await.as_deref() == Some("good")
            && found(&*process.cache, &two).await.as_deref() == Some("good")
    })
    .await;
    process.end().await;
}

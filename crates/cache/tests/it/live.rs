//! Fan-out between processes: who changed something, who hears it, and what a gap costs.

use crate::place::{PATIENCE, Server, eventually, shared, soon};
use crate::proxy::Proxy;
use crate::world::{Process, fill, key, surely_fill, tenant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_in_one_process_wakes_who_watches_in_another_and_finds_no_old_answer() {
    let url = shared();
    let (worker, api) = (Process::at(&url).await, Process::at(&url).await);
    let (changed, other) = (key(tenant()), key(tenant()));
    let mut feed = api.live.subscribe(changed.tenant_id());
    let mut quiet = api.live.subscribe(other.tenant_id());
    for round in 0..20 {
        if api.finds(&changed).await.is_none() {
            fill(&*api.cache, &changed, &round.to_string()).await;
        }
        worker.live.publish(changed.tenant_id());
        soon("the change is heard", feed.changed()).await;
        assert_eq!(api.finds(&changed).await, None, "whoever hears it finds nothing old, round {round}");
    }
    let woken = tokio::select! { biased; _ = quiet.changed() => true, () = std::future::ready(()) => false };
    assert!(!woken, "nobody else was woken");
    worker.end().await;
    api.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_are_few_messages_and_each_tenant_is_heard() {
    let url = shared();
    let (worker, api) = (Process::at(&url).await, Process::at(&url).await);
    let tenants: Vec<_> = (0..2_500).map(|_| tenant()).collect();
    let mut feeds: Vec<_> = tenants.iter().map(|tenant| api.live.subscribe(*tenant)).collect();
    for _ in 0..10 {
        tenants.iter().for_each(|tenant| worker.live.publish(*tenant));
    }
    let mut heard = 0;
    for feed in &mut feeds {
        heard += soon("each is heard", feed.changed()).await;
    }
    assert!(heard < 25_000, "{heard} wakes for 25000 changes");
    worker.end().await;
    api.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_here_wakes_here_once() {
    let url = shared();
    let (one, two) = (Process::at(&url).await, Process::at(&url).await);
    let (mine, mark) = (tenant(), tenant());
    let (mut feed, mut marked) = (one.live.subscribe(mine), one.live.subscribe(mark));
    one.live.publish(mine);
    soon("it is said", one.cache.settled()).await;
    // What another says afterwards is heard after what this one said itself.
    two.live.publish(mark);
    soon("the mark is heard", marked.changed()).await;
    assert_eq!(feed.changed().await, 1);
    one.end().await;
    two.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_is_woken_everywhere() {
    let server = Server::start();
    let (one, two) = (Process::at(&server.url()).await, Process::at(&server.url()).await);
    let (mut here, mut there) = (one.live.subscribe(tenant()), two.live.subscribe(tenant()));
    one.live.publish_all();
    soon("it is heard here", here.changed()).await;
    soon("it is heard there", there.changed()).await;
    one.end().await;
    two.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_gap_everyone_who_watches_is_woken() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let mut feed = process.live.subscribe(tenant());
    server.cli(&["client", "kill", "type", "pubsub"]);
    assert!(process.bridge.subscribed(2, PATIENCE).await, "it listens again");
    soon("the watcher is woken", feed.changed()).await;
    process.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_that_go_dead_are_given_up_and_the_watchers_woken() {
    let server = Server::start();
    let proxy = Proxy::before(server.port).await;
    let (near, far) = (Process::hasty(&server.url()).await, Process::hasty(&proxy.url).await);
    let changed = key(tenant());
    surely_fill(&*near.cache, &changed, "old").await;
    let mut feed = far.live.subscribe(changed.tenant_id());
    proxy.pull();
    near.live.publish(changed.tenant_id());
    soon("the watcher is woken", feed.changed()).await;
    assert!(far.bridge.subscribed(2, PATIENCE).await, "it listens over another line");
    eventually("it asks over another line", async || far.redis.is_up()).await;
    assert_eq!(far.finds(&changed).await, None);
    near.end().await;
    far.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_told_only_after_the_old_answers_are_out_of_reach() {
    let server = Server::start();
    let process = Process::at(&server.url()).await;
    let heard = server.monitor();
    let tenants: Vec<_> = (0..20).map(|_| tenant()).collect();
    for tenant in &tenants {
        process.live.publish(*tenant);
        soon("it is said", process.cache.settled()).await;
    }
    process.live.publish_all();
    soon("it is said", process.cache.settled()).await;
    let mut commands = Vec::new();
    eventually("the server has done all of it", async || {
        commands = heard.commands();
        commands.iter().filter(|command| command.starts_with("\"PUBLISH\"")).count() == tenants.len() + 1
    })
    .await;
    let mut marks =
        tenants.iter().map(|tenant| format!("\"SET\" \"analytics:{tenant}:generation\"")).collect::<Vec<_>>();
    marks.push("\"SET\" \"analytics:generation\"".to_owned());
    let told = commands.iter().enumerate().filter(|(_, command)| command.starts_with("\"PUBLISH\""));
    for ((place, _), mark) in told.zip(&marks) {
        let marked = commands.iter().position(|command| command.starts_with(mark)).expect("marked");
        assert!(marked < place, "{mark} at {marked}, told at {place}");
    }
    process.end().await;
}

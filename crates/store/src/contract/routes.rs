//! Routes.

use super::Opened;
use super::sample::begin;
use crate::routes::{ConfiguredRoute, RouteCandidate};
use test_support::target;

fn route(name: &str, candidates: &[(&str, u32)]) -> ConfiguredRoute {
    let candidate = |(name, weight): &(&str, u32)| RouteCandidate {
        target: target(name),
        weight: *weight,
        max_complexity: (*weight == 0).then(|| "simple".to_owned()),
    };
    ConfiguredRoute {
        name: name.parse().expect("a name"),
        strategy: "weighted".into(),
        candidates: candidates.iter().map(candidate).collect(),
        baseline: None,
        seen_at: begin(),
    }
}

pub(super) async fn are_replaced_whole(one: Opened, _two: Opened) {
    let routes = one.store.routes();
    assert!(routes.list().await.expect("lists").is_empty());
    let fast = route("fast", &[("openai/gpt-5.4-mini", 3), ("azure/gpt-5.4", 0)]);
    let auto = route("auto", &[("openai/gpt-5.4", 1)]);
    routes.replace(&[fast.clone(), auto.clone()]).await.expect("files");
    assert_eq!(routes.list().await.expect("lists"), [auto, fast]);

    let moved = ConfiguredRoute {
        baseline: Some(target("openai/gpt-5.4")),
        seen_at: begin().plus_millis(5),
        ..route("fast", &[("azure/gpt-5.4", 1)])
    };
    routes.replace(std::slice::from_ref(&moved)).await.expect("files");
    assert_eq!(routes.list().await.expect("lists"), [moved], "one that is gone is gone");
    routes.replace(&[]).await.expect("files");
    assert!(routes.list().await.expect("lists").is_empty());
}

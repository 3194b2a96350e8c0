//! What is wrong with Kafka is named with its fix: nobody there, the wrong door, the wrong login, topics that do not fit.

use crate::kafka::broker::{Broker, PASSWORD, USER};
use crate::kafka::stage::{KafkaStage, settings};
use domain::Secret;
use events::contract::source::Stage as _;
use events::kafka::{Found, KafkaProblem, KafkaSettings, Mechanism, Sasl, Tls, TopicChange, check, ensure_topics};
use events::topics;
use rdkafka::admin::{AdminOptions, AlterConfig, ResourceSpecifier};
use std::time::Duration;

/// What is found at an address.
async fn at(url: &str, tls: Option<Tls>, sasl: Option<Sasl>) -> Result<Found, Vec<KafkaProblem>> {
    let mut settings = KafkaSettings::from_url(url).expect("an address");
    (settings.tls, settings.sasl) = (tls, sasl);
    settings.answer_time = Duration::from_secs(5);
    check(&settings).await
}

/// The one problem with the way to a broker.
async fn problem(url: &str, tls: Option<Tls>, sasl: Option<Sasl>) -> KafkaProblem {
    let problems = at(url, tls, sasl).await.expect_err("is no way");
    assert_eq!(problems.len(), 1, "{problems:?}");
    let text = format!("{problems:?} {}", problems[0]);
    assert!(!text.contains(PASSWORD) && !text.contains("canary"), "{text}");
    problems.into_iter().next().expect("one")
}

fn login(mechanism: Mechanism, password: &str) -> Option<Sasl> {
    Some(Sasl { mechanism, user: USER.into(), password: Secret::new(password) })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_wrong_door_is_named() {
    let broker = tokio::task::spawn_blocking(Broker::start).await.expect("starts");
    let (plain, ask, tls) = (broker.plain(), broker.login(), broker.tls());
    let ours = || Some(Tls { ca_file: Some(broker.certificate()), client: None });
    let others = || Some(Tls::default());
    let found = problem(&plain, ours(), None).await;
    assert!(matches!(found, KafkaProblem::Tls { .. }), "TLS at a plain door: {found}");
    let found = problem(&tls, None, None).await;
    assert!(matches!(found, KafkaProblem::HangsUp { .. }), "no TLS at a TLS door: {found}");
    let found = problem(&tls, others(), None).await;
    assert!(matches!(found, KafkaProblem::Tls { .. }), "a certificate that nobody vouches for: {found}");
    let found = problem(&ask, None, None).await;
    assert!(matches!(found, KafkaProblem::HangsUp { .. }), "no login at a door that asks: {found}");
    for mechanism in Mechanism::ALL {
        let found = problem(&ask, None, login(mechanism, "canary")).await;
        assert!(matches!(found, KafkaProblem::Login { .. }), "a wrong password: {found}");
    }
    let nobody = { std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address") };
    let found = problem(&format!("kafka://{nobody}"), None, None).await;
    assert!(matches!(found, KafkaProblem::Unreachable { .. }), "nobody: {found}");
    let missing = Some(Tls { ca_file: Some("/nowhere/ca.pem".into()), client: None });
    let found = problem(&tls, missing, None).await;
    assert!(matches!(found, KafkaProblem::Unusable { .. }), "no file: {found}");

    // Whoever is let in hears that the topics are missing.
    let mut ways = vec![(plain, None, None), (tls, ours(), None)];
    ways.extend(Mechanism::ALL.map(|mechanism| (ask.clone(), None, login(mechanism, PASSWORD))));
    for (url, tls, sasl) in ways {
        let problems = at(&url, tls, sasl).await.expect_err("no topics");
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems.iter().all(|found| matches!(found, KafkaProblem::MissingTopic { .. })), "{problems:?}");
    }
    tokio::task::spawn_blocking(move || drop(broker)).await.expect("ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_are_made_grown_and_checked() {
    let mut settings = settings(2);
    let missing = check(&settings).await.expect_err("nothing is there");
    assert_eq!(missing.len(), 3);
    let made = ensure_topics(&settings).await.expect("makes them");
    assert!(made.iter().all(|change| matches!(change, TopicChange::Made { partitions: 2, .. })), "{made:?}");
    assert_eq!(check(&settings).await.expect("all is well").partitions, 2);
    let kept = ensure_topics(&settings).await.expect("has nothing to do");
    assert!(kept.iter().all(|change| matches!(change, TopicChange::Kept { partitions: 2, .. })), "{kept:?}");

    settings.partitions = 5;
    let few = check(&settings).await.expect_err("too few");
    assert!(
        few.iter().all(|found| matches!(found, KafkaProblem::FewPartitions { found: 2, wanted: 5, .. })),
        "{few:?}"
    );
    let grown = ensure_topics(&settings).await.expect("adds some");
    assert!(grown.iter().all(|change| matches!(change, TopicChange::Grown { from: 2, to: 5, .. })), "{grown:?}");
    assert_eq!(check(&settings).await.expect("all is well").partitions, 5);
    settings.partitions = 3;
    assert_eq!(check(&settings).await.expect("more is well too").partitions, 5);

    let stage = KafkaStage { settings: settings.clone() };
    let topic = settings.topic(topics::ERRORS);
    let alter = AlterConfig::new(ResourceSpecifier::Topic(&topic)).set("max.message.bytes", "10000");
    stage.admin().alter_configs([&alter], &AdminOptions::new()).await.expect("alters");
    let small = check(&settings).await.expect_err("too small");
    assert!(matches!(&small[..], [KafkaProblem::SmallMessages { max_bytes: 10_000, .. }]), "{small:?}");
    stage.end().await;
}

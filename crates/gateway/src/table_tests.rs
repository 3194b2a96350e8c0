//! What a client's `model` stands for, and what a reload keeps.

use super::*;
use crate::settings::ProviderSetup;

fn provider_at(name: &str, url: &str, models: &[&str]) -> ProviderSetup {
    ProviderSetup {
        name: test_support::provider(name),
        kind: wire::providers::find("openai-compatible").expect("there"),
        base_url: url.parse().expect("an address"),
        api_key: None,
        catalogue: test_support::provider(name),
        on_client_gone: OnClientGone::Drain,
        models: models.iter().map(|model| (test_support::model(model), ModelSetup::default())).collect(),
    }
}

fn provider(name: &str, models: &[&str]) -> ProviderSetup {
    provider_at(name, &format!("http://{name}.test/v1"), models)
}

fn route(name: &str, candidates: &[&str]) -> RouteSetup {
    RouteSetup {
        name: RouteName::new(name).expect("a name"),
        strategy: routing::strategy::find("priority").expect("there"),
        candidates: candidates
            .iter()
            .map(|text| RouteCandidate { target: test_support::target(text), weight: 1, max_complexity: None })
            .collect(),
        baseline: None,
    }
}

fn settings() -> Settings {
    Settings {
        providers: vec![
            provider("one", &["shared", "only-one", "vendor/with-slash", "one/odd"]),
            provider("two", &["shared", "auto"]),
        ],
        routes: vec![route("auto", &["two/shared", "one/shared"])],
        ..Settings::default()
    }
}

/// What a text resolves to: `route …`, `provider/model`, or the error's kind.
fn resolved(table: &Table, text: &str) -> String {
    match table.resolve(text) {
        Ok(Target::Route(route)) => format!("route {}", route.name),
        Ok(Target::Model(upstream, model)) => {
            assert_eq!(upstream.name, model.provider);
            model.to_string()
        }
        Err(fault) => {
            let repeated = ["nary", "nobody"].iter().any(|word| fault.message.contains(word));
            assert!(!repeated, "the text is not repeated: {}", fault.message);
            fault.kind.code().to_owned()
        }
    }
}

#[test]
fn a_name_is_a_route_then_a_providers_model_then_one_of_a_catalogue() {
    let table = Table::build(settings(), None).expect("sound");
    for (text, meant) in [
        ("auto", "route auto"),
        ("two/auto", "two/auto"),
        ("one/not-in-the-catalogue", "one/not-in-the-catalogue"),
        ("two/a/b", "two/a/b"),
        ("only-one", "one/only-one"),
        ("shared", "one/shared"),
        ("vendor/with-slash", "one/vendor/with-slash"),
        ("one/odd", "one/odd"),
        ("nobody/shared", "not_found"),
        ("canary-nothing", "not_found"),
        ("one/", "not_found"),
        ("one/ca nary", "not_found"),
        ("Auto", "not_found"),
        ("", "not_found"),
    ] {
        assert_eq!(resolved(&table, text), meant, "{text}");
    }
}

#[test]
fn what_is_missing_is_named_with_what_there_is() {
    let empty = Table::build(Settings::default(), None).expect("sound");
    let Err(fault) = empty.resolve("x") else { panic!("there is nothing") };
    assert!(fault.message.contains("[[provider]]") && empty.is_empty());
    let table = Table::build(settings(), None).expect("sound");
    let Err(fault) = table.resolve("x") else { panic!("there is no such model") };
    assert!(fault.message.contains("providers: one, two; routes: auto"), "{}", fault.message);
    let broken = Settings { routes: vec![route("lost", &["three/x"])], ..settings() };
    let error = Table::build(broken, None).err().expect("an unknown provider");
    assert_eq!((error.route.as_str(), error.provider.as_str()), ("lost", "three"));
}

#[test]
fn a_list_holds_routes_first_and_every_catalogue() {
    let table = Table::build(settings(), None).expect("sound");
    let ids: Vec<String> = table.listed().into_iter().map(|model| model.id).collect();
    assert_eq!(ids[0], "auto");
    assert_eq!(ids.len(), 7);
    for id in &ids {
        assert!(table.resolve(id).is_ok(), "{id} is listed and cannot be asked");
    }
}

#[test]
fn a_reload_keeps_what_was_learnt_of_an_address_and_names_what_changed() {
    let old = Table::build(settings(), None).expect("sound");
    old.order[0].refuse_usage_option();
    old.order[1].refuse_usage_option();
    let mut next = settings();
    next.providers[1] = provider_at("two", "http://elsewhere.test/v1", &[]);
    let new = Table::build(next, Some(&old)).expect("sound");
    assert!(!new.order[0].takes_usage_option() && new.order[1].takes_usage_option());
    let changed: Vec<&str> = new.changed(&old).map(ProviderName::as_str).collect();
    assert_eq!(changed, ["two"]);
}

#[test]
fn addresses_join_without_doubling_a_slash() {
    for (base, address) in [
        ("http://x.test/v1", "http://x.test/v1/chat/completions"),
        ("https://x.test:8443/v1/", "https://x.test:8443/v1/chat/completions"),
        ("http://x.test", "http://x.test/chat/completions"),
    ] {
        let settings = Settings { providers: vec![provider_at("one", base, &[])], ..Settings::default() };
        let table = Table::build(settings, None).expect("sound");
        assert_eq!(table.order[0].address("/chat/completions", None), address);
        assert_eq!(table.order[0].address("/chat/completions", Some("a=b")), format!("{address}?a=b"));
    }
}

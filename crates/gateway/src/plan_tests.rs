//! Expected costs, the order they give, and the baseline that stands on the event.

use super::*;
use crate::settings::{ModelSetup, OnClientGone, ProviderSetup, RouteCandidate, RouteSetup, Settings};
use bytes::Bytes;
use domain::RequestType;
use routing::{HealthSettings, Supports};
use test_support::{at, price_book, provider, target, tenant};
use wire::Endpoint;

const NOW: &str = "2026-11-23T12:00:00Z";

fn setup(name: &str, kind: &str, small: &[&str]) -> ProviderSetup {
    let supports = Supports { context_tokens: Some(10), ..Supports::default() };
    ProviderSetup {
        name: provider(name),
        kind: wire::providers::find(kind).expect("there"),
        base_url: "http://upstream.test/v1".parse().expect("an address"),
        api_key: None,
        catalogue: provider(name),
        on_client_gone: OnClientGone::Drain,
        models: small
            .iter()
            .map(|model| (test_support::model(model), ModelSetup { supports, max_output_tokens: None }))
            .collect(),
    }
}

fn table() -> Table {
    let route = |name: &str, candidates: &[&str], baseline: Option<&str>| RouteSetup {
        name: RouteName::new(name).expect("a name"),
        strategy: routing::strategy::find("cost_optimized").expect("there"),
        candidates: candidates
            .iter()
            .map(|text| RouteCandidate { target: target(text), weight: 1, max_complexity: None })
            .collect(),
        baseline: baseline.map(target),
    };
    let settings = Settings {
        providers: vec![
            setup("openai", "openai", &["small"]),
            setup("anthropic", "anthropic", &[]),
            setup("azure", "openai-compatible", &[]),
        ],
        routes: vec![
            route(
                "auto",
                &["openai/unpriced", "openai/gpt-5.4", "azure/gpt-5.4", "anthropic/claude-haiku-4-5"],
                Some("openai/gpt-5.4"),
            ),
            route("plain", &["openai/gpt-5.4"], None),
            route("narrow", &["openai/small"], None),
            route("empty", &[], None),
        ],
        ..Settings::default()
    };
    Table::build(settings, None).expect("sound")
}

fn planned(endpoint: Endpoint, body: &str) -> Result<Planning, Fault> {
    let (table, health) = (table(), HealthBoard::new(HealthSettings::default()));
    let prices = PriceShelf::new(price_book());
    let view = View { table: &table, health: &health, prices: &prices, tenant: tenant(1), now: at(NOW) };
    let envelope = Envelope::read(endpoint, &Bytes::copy_from_slice(body.as_bytes())).expect("a sound body");
    plan(&view, &envelope, &mut Dice::new(1))
}

fn chat(model: &str) -> Result<Planning, Fault> {
    let body = format!(r#"{{"model":"{model}","messages":[{{"role":"user","content":"hello, how are you today"}}]}}"#);
    planned(Endpoint::ChatCompletions, &body)
}

#[test]
fn expected_costs_are_worked_out_by_hand() {
    let book = price_book();
    let cost = |text: &str, request_type, max_output_tokens| {
        let facts = RequestFacts {
            request_type,
            estimated_input_tokens: 1_000,
            max_output_tokens,
            features: Features::default(),
        };
        expected_cost(&book, tenant(1), &target(text), at(NOW), &facts).map(|cost| cost.0)
    };
    // Dollars a million tokens are millions of pico-dollars a token: 1,000 × 10 + 500 × 40 dollars a million.
    assert_eq!(cost("openai/gpt-5.4", RequestType::Chat, None), Some((1_000 * 10 + 500 * 40) * 1_000_000));
    assert_eq!(cost("openai/gpt-5.4", RequestType::Chat, Some(100)), Some((1_000 * 10 + 100 * 40) * 1_000_000));
    assert_eq!(cost("openai/gpt-5.4", RequestType::Chat, Some(99_999)), Some((1_000 * 10 + 500 * 40) * 1_000_000));
    assert_eq!(cost("openai/gpt-5.4", RequestType::Embedding, None), Some(1_000 * 10 * 1_000_000));
    assert_eq!(cost("openai/unpriced", RequestType::Chat, None), None, "no price, no figure");
}

#[test]
fn a_route_is_ordered_by_cost_and_measured_against_its_baseline() {
    let planning = chat("auto").expect("a plan");
    let order: Vec<String> = (0..).map_while(|place| planning.at(place)).map(|(_, _, to)| to.to_string()).collect();
    assert_eq!(order, ["anthropic/claude-haiku-4-5", "azure/gpt-5.4", "openai/gpt-5.4", "openai/unpriced"]);
    assert_eq!(planning.route.as_ref().map(RouteName::as_str), Some("auto"));
    assert_eq!((planning.requested.as_ref(), planning.baseline), (None, Some(target("openai/gpt-5.4"))));
    assert_eq!(chat("plain").expect("a plan").baseline, None, "no baseline configured, no estimate");
}

#[test]
fn a_named_model_is_its_own_baseline() {
    let planning = chat("anthropic/claude-haiku-4-5").expect("a plan");
    let named = Some(target("anthropic/claude-haiku-4-5"));
    assert_eq!((&planning.requested, &planning.baseline, planning.route.is_none()), (&named, &named, true));
    assert!(planning.plan.direct);
    assert_eq!(planning.alternative(&[Tried { position: 0, asked: true }]), None);
}

#[test]
fn the_alternative_is_the_best_that_is_not_used() {
    let planning = chat("auto").expect("a plan");
    let tried = |position, asked| Tried { position, asked };
    assert_eq!(planning.alternative(&[tried(0, true)]), Some(provider("azure")));
    assert_eq!(planning.alternative(&[tried(0, true), tried(1, true)]), Some(provider("openai")));
}

#[test]
fn what_nobody_can_serve_says_why() {
    let fault = |endpoint, body: &str| planned(endpoint, body).err().expect("nobody");
    let embedding = fault(Endpoint::Embeddings, r#"{"model":"anthropic/claude-haiku-4-5","input":"x"}"#);
    assert_eq!(embedding.kind, ErrorKind::InvalidRequest);
    assert!(embedding.message.contains("embedding"));
    let long = format!(r#"{{"model":"narrow","messages":[{{"role":"user","content":"{}"}}]}}"#, "canary ".repeat(50));
    let long = fault(Endpoint::ChatCompletions, &long);
    assert_eq!(long.kind, ErrorKind::TooLarge);
    assert!(long.message.contains("openai/small") && !long.message.contains("canary"), "{}", long.message);
    let empty = fault(Endpoint::ChatCompletions, r#"{"model":"empty","messages":[]}"#);
    assert!(empty.message.contains("`empty` has no candidates"), "{}", empty.message);
}

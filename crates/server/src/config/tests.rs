//! Bad configurations and the words they get: golden files, so that no message changes unseen. None may show a secret.

use super::load::{Sources, load};
use super::secret::Outside;
use super::{Config, Problems};
use std::path::Path;

fn variable(name: &str) -> Option<String> {
    match name {
        "OPENAI_API_KEY" => Some("sk-from-the-environment".to_owned()),
        "STORE_URL" => Some("postgres://tollkeeper:hunter2@db/ledger".to_owned()),
        "SPACES" => Some("sk hunter2".to_owned()),
        _ => None,
    }
}

fn no_file(_: &Path) -> std::io::Result<String> {
    Err(std::io::ErrorKind::NotFound.into())
}

fn read(
    text: Option<&str>,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &'static str, String)],
) -> Result<Config, Problems> {
    let environment: Vec<_> = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    load(&Sources {
        file: text.map(|text| ("tollkeeper.toml", text)),
        environment: &environment,
        flags,
        outside: Outside { variable: &variable, file: &no_file },
        in_catalogue: &|catalogue, model| catalogue == "openai" && model == "gpt-5.4",
    })
}

fn refused(text: &str) -> String {
    read(Some(text), &[], &[]).expect_err("a bad configuration").to_string()
}

#[test]
fn every_bad_file_gets_its_words() {
    let files = [
        ("typo", include_str!("fixtures/typo.toml")),
        ("values", include_str!("fixtures/values.toml")),
        ("backends", include_str!("fixtures/backends.toml")),
        ("backend-unknown", include_str!("fixtures/backend-unknown.toml")),
        ("secrets", include_str!("fixtures/secrets.toml")),
        ("providers", include_str!("fixtures/providers.toml")),
        ("routes", include_str!("fixtures/routes.toml")),
        ("syntax", include_str!("fixtures/syntax.toml")),
    ];
    for (name, text) in files {
        let words = refused(text);
        assert!(!words.contains("hunter2"), "{name} shows a secret: {words}");
        insta::assert_snapshot!(name, words);
    }
}

#[test]
fn a_whole_file_is_read() {
    let config = read(Some(include_str!("fixtures/good.toml")), &[], &[]).expect("a good configuration");
    assert!(!format!("{config:?}").contains("sk-from"), "a secret prints");
    insta::assert_snapshot!("good", format!("{config:#?}"));
}

#[test]
fn three_addresses_make_a_cluster_and_any_roles() {
    for roles in ["gateway", "worker", "api", "gateway,api"] {
        let flags = [("role", "--role", roles.to_owned())];
        let config = read(Some(include_str!("fixtures/cluster.toml")), &[], &flags).expect("a good configuration");
        let shown = format!("{:#?}", (config.store, config.events, config.cache));
        assert!(!shown.contains("hunter2") && !shown.contains("sk-from"), "a secret prints: {shown}");
        insta::assert_snapshot!("cluster", shown);
    }
}

#[test]
fn nothing_at_all_is_the_defaults() {
    let config = read(None, &[], &[]).expect("defaults");
    assert_eq!((config.listen.as_str(), config.data_dir.as_path()), ("127.0.0.1:8787", Path::new("./tollkeeper-data")));
    assert_eq!(config.sizes.gateway.body_bytes, 64 << 20);
    assert!(config.providers.is_empty() && config.routes.is_empty());
}

#[test]
fn flags_lie_over_the_environment_and_that_over_the_file() {
    let file = Some("listen = \"127.0.0.1:1\"\ndata_dir = \"a\"\n[retry]\nmax_attempts = 2\n");
    let environment = [("TOLLKEEPER__LISTEN", "127.0.0.1:2"), ("TOLLKEEPER__RETRY__MAX_ATTEMPTS", "3"), ("OTHER", "x")];
    let flags = [("listen", "--listen", "127.0.0.1:3".to_owned())];
    let config = read(file, &environment, &flags).expect("a good configuration");
    assert_eq!((config.listen.as_str(), config.retry.max_attempts), ("127.0.0.1:3", 3));
    assert_eq!(config.data_dir, Path::new("a"));
}

#[test]
fn a_bad_variable_or_flag_is_named() {
    let environment = [
        ("TOLLKEEPER__STROE__URL", "sqlite:"),
        ("TOLLKEEPER__PROVIDER__NAME", "x"),
        ("TOLLKEEPER__RETRY__DEADLINE", "soon"),
    ];
    let flags = [("listen", "--listen", "here".to_owned()), ("role", "--role", "gateway".to_owned())];
    let file = Some("[[provider]]\nname = \"a\"\nkind = \"sandbox\"\n");
    insta::assert_snapshot!("outside", read(file, &environment, &flags).expect_err("bad").to_string());
}

#[test]
fn roles_that_a_local_backend_cannot_split_are_refused() {
    let flags = |roles: &str| [("role", "--role", roles.to_owned())];
    assert!(read(None, &[], &flags("gateway,worker,api")).is_ok());
    for roles in ["gateway", "worker,api", "api", "gateway,worker", "", "all"] {
        let words = read(None, &[], &flags(roles)).expect_err(roles).to_string();
        insta::assert_snapshot!(format!("roles-{}", roles.replace(',', "-")), words);
    }
}

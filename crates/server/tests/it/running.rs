//! What a running server answers, and how it stops.

use crate::program::Program;
use server::telemetry::metric;

const SANDBOX: &str = "[[provider]]\nname = \"play\"\nkind = \"sandbox\"\n";

#[test]
fn health_readiness_and_metrics_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path(), Some(SANDBOX));
    let (status, body) = program.get("/healthz");
    assert_eq!(status, 200);
    assert!(body.contains("\"ok\"") && body.contains(env!("CARGO_PKG_VERSION")), "{body}");
    let (status, body) = program.get("/readyz");
    assert_eq!((status, body.as_str()), (200, "{\"degraded\":[],\"missing\":[],\"ready\":true}"));
    assert_eq!(program.get("/v1/models").0, 401);
    let (status, body) = program.get("/metrics");
    assert_eq!(status, 200);
    let names = body.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut seen = 0;
    for line in names {
        let name = line.split(['{', ' ']).next().unwrap();
        // A distribution is shown as its quantiles, its sum and its count.
        let name = name.trim_end_matches("_sum").trim_end_matches("_count");
        let listed = metric::ALL.iter().any(|names| names.contains(&name));
        assert!(listed, "{name} is on the page and not in the list");
        seen += 1;
    }
    assert!(seen >= 8, "{body}");
    program.signal("TERM");
    assert!(program.ended().success());
    assert!(!program.data.join("listen-addr").exists(), "the note of the address goes with the server");
}

#[test]
fn a_start_without_anything_serves_and_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), None);
    let (status, body) = program.get("/readyz");
    assert_eq!(status, 503);
    assert!(body.contains("no provider is configured") && body.contains("OPENAI_API_KEY"), "{body}");
    let log = program.told(&["admin-key", "tollkeeper key create", "no provider is configured"]);
    let key = std::fs::read_to_string(program.data.join("admin-key")).unwrap();
    assert!(!log.contains(key.trim()), "the operator's key is never printed");
}

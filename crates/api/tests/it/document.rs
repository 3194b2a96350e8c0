//! The OpenAPI document that the dashboard's client is made from.

#[test]
fn the_snapshot_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/openapi.json");
    let kept = std::fs::read_to_string(path).expect("web/openapi.json is there");
    let made = api::openapi::document().expect("a document");
    assert!(kept == made, "web/openapi.json is old: run `cargo run -p xtask -- openapi` and commit it");
}

//! `openapi`: writes the API's own description to `web/openapi.json`, which the dashboard's client is generated from.

use anyhow::Context;

/// Writes the document. A test of the api crate fails when the file no longer says what the code does.
pub fn run(_arguments: &[String]) -> anyhow::Result<()> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/openapi.json");
    let document = api::openapi::document().context("the document cannot be written as JSON")?;
    std::fs::create_dir_all(path.parent().context("the path has a folder")?)?;
    std::fs::write(&path, document).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("wrote web/openapi.json");
    Ok(())
}

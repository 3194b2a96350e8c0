//! Which crate may use which: the arrows drawn in `ARCHITECTURE.md` and the few third-party crates that only some of ours
//! may use, held against Cargo's own view. Dev-dependencies are free: a test may look further than the code it tests.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Crates for tools and tests, which may use what they need and which nothing else may use.
const TOOLS: &[&str] = &["test-support", "xtask", "bench"];

/// Third-party crates that only some of ours may use: sockets, drivers and brokers stay behind one door.
const LIMITS: &[(&str, &[&str])] = &[
    ("axum", &["gateway", "api", "server", "sandbox"]),
    ("rusqlite", &["store-sqlite"]),
    ("sqlx", &["store-postgres"]),
    ("rdkafka", &["events"]),
    ("redis", &["cache"]),
    ("hyper-rustls", &["gateway", "worker", "client", "server"]),
    // Its client is the HTTP client of the house; a server needs it too, to speak both versions of HTTP.
    ("hyper-util", &["gateway", "worker", "client", "server", "sandbox"]),
];

/// The lines between which `ARCHITECTURE.md` holds the table `| from | may use |`.
const MARKS: (&str, &str) = ("<!-- arrows:begin -->", "<!-- arrows:end -->");

type Uses = BTreeMap<String, BTreeSet<String>>;

/// Every broken rule about who uses whom.
pub fn broken(root: &Path) -> Result<Vec<String>> {
    let map = std::fs::read_to_string(root.join("ARCHITECTURE.md")).context("reading ARCHITECTURE.md")?;
    Ok(judge(&arrows(&map)?, &uses(root)?))
}

/// Reads the table of arrows: what is drawn there is what may be.
fn arrows(map: &str) -> Result<Uses> {
    let (_, rest) = map.split_once(MARKS.0).with_context(|| format!("ARCHITECTURE.md has no line {}", MARKS.0))?;
    let (table, _) = rest.split_once(MARKS.1).with_context(|| format!("ARCHITECTURE.md has no line {}", MARKS.1))?;
    let mut arrows = Uses::new();
    for row in table.lines().map(str::trim).filter(|row| row.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [from, to] = cells[..] else { bail!("ARCHITECTURE.md: `{row}` is not `| crate | what it may use |`") };
        let to = to.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        arrows.insert(from.to_owned(), to);
    }
    Ok(arrows)
}

/// What each crate of the workspace uses, dev-dependencies left out.
fn uses(root: &Path) -> Result<Uses> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .context("running cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).context("reading cargo metadata")?;
    let mut uses = Uses::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists packages")? {
        let name = package["name"].as_str().context("a package has a name")?;
        let dependencies = package["dependencies"].as_array().context("a package lists dependencies")?;
        // An optional tool is a contract suite behind a feature, which only other crates' tests switch on.
        let is_suite = |dependency: &&Value| {
            dependency["optional"] == true && dependency["name"].as_str().is_some_and(|name| TOOLS.contains(&name))
        };
        let normal = dependencies
            .iter()
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .filter(|dependency| !is_suite(dependency));
        let names = normal.filter_map(|dependency| dependency["name"].as_str()).map(str::to_owned);
        uses.insert(name.to_owned(), names.collect());
    }
    Ok(uses)
}

/// Holds what is used against what may be.
fn judge(arrows: &Uses, uses: &Uses) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, used) in uses {
        if !TOOLS.contains(&name.as_str()) {
            match arrows.get(name) {
                None => broken.push(format!("crate {name} is not in the arrows table of ARCHITECTURE.md")),
                Some(allowed) => broken.extend(
                    used.iter()
                        .filter(|to| uses.contains_key(*to) && !allowed.contains(*to))
                        .map(|to| format!("{name} -> {to} is not an arrow of ARCHITECTURE.md")),
                ),
            }
        }
        for (limited, allowed) in LIMITS {
            if used.contains(*limited) && !allowed.contains(&name.as_str()) && !TOOLS.contains(&name.as_str()) {
                broken.push(format!("{name} uses {limited}, which only {allowed:?} may"));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "words\n<!-- arrows:begin -->\n| from | may use |\n|---|---|\n| domain | |\n| wire | domain |\n\
                       | gateway | domain, wire |\n| worker | domain |\n<!-- arrows:end -->\nwords";

    fn found(name: &str, uses: &[&str]) -> Vec<String> {
        let arrows = arrows(MAP).expect("a table");
        let mut all: Uses = arrows.keys().map(|from| (from.clone(), BTreeSet::new())).collect();
        all.insert(name.to_owned(), uses.iter().map(|&to| to.to_owned()).collect());
        judge(&arrows, &all)
    }

    #[test]
    fn a_new_arrow_is_named() {
        assert_eq!(found("gateway", &["worker"]), ["gateway -> worker is not an arrow of ARCHITECTURE.md"]);
        assert_eq!(found("domain", &["wire"]), ["domain -> wire is not an arrow of ARCHITECTURE.md"]);
        assert!(found("gateway", &["wire", "domain", "axum", "serde"]).is_empty());
    }

    #[test]
    fn a_driver_outside_its_door_is_named() {
        assert_eq!(found("worker", &["axum"]).len(), 1);
        assert_eq!(found("gateway", &["rusqlite"]).len(), 1);
        assert_eq!(found("wire", &["hyper-util"]).len(), 1);
    }

    #[test]
    fn a_crate_without_a_line_is_named() {
        assert_eq!(found("new-thing", &[]).len(), 1);
        assert!(found("bench", &["gateway"]).is_empty(), "tools use what they need");
    }

    #[test]
    fn a_map_without_its_table_is_an_error() {
        assert!(arrows("no table").is_err());
        assert!(arrows("<!-- arrows:begin -->\n|a|b|\n|-|-|\n| one cell |\n<!-- arrows:end -->").is_err());
    }
}

//! Finds the fixtures and compares snapshots.

use bytes::Bytes;
use http::HeaderMap;
use std::path::{Path, PathBuf};
use wire::{Endpoint, Envelope, Exchange, ExchangeOptions, Upstream, providers};

/// A provider's folder.
pub struct Cell {
    pub folder: PathBuf,
    pub upstream: Upstream,
    pub models: Vec<String>,
}

/// The client side: a folder's name and its endpoint.
pub const CLIENTS: [(&str, Endpoint); 4] = [
    ("chat", Endpoint::ChatCompletions),
    ("completions", Endpoint::Completions),
    ("embeddings", Endpoint::Embeddings),
    ("messages", Endpoint::Messages),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    paths
}

pub fn name(path: &Path) -> String {
    path.file_stem().expect("name").to_string_lossy().into_owned()
}

/// Every provider that has a folder; every kind must have one.
pub fn cells() -> Vec<Cell> {
    let folders = sorted(&root()).into_iter().filter(|path| path.is_dir() && name(path) != "clients");
    let cells: Vec<Cell> = folders
        .map(|folder| {
            let full = folder.file_name().expect("name").to_string_lossy().into_owned();
            let (kind, catalogue) = full.split_once('@').unwrap_or((&full, ""));
            let provider = providers::find(kind).unwrap_or_else(|| panic!("no provider kind {kind}"));
            let models = std::fs::read_to_string(folder.join("models")).expect("a file `models`");
            let models = models.lines().map(str::to_owned).collect();
            Cell { upstream: Upstream::new(provider, catalogue), folder, models }
        })
        .collect();
    for provider in providers::ALL {
        let has = cells.iter().any(|cell| cell.upstream.provider.kind() == provider.kind());
        assert!(has, "fixtures/{} is missing", provider.kind());
    }
    cells
}

/// The scenes of a folder with an extension: name and bytes.
pub fn scenes(folder: &Path, extension: &str) -> Vec<(String, Bytes)> {
    let files = sorted(folder).into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    files.map(|path| (name(&path), Bytes::from(std::fs::read(&path).expect("readable")))).collect()
}

pub fn client_scenes(client: &str) -> Vec<(String, Bytes)> {
    scenes(&root().join("clients").join(client), "json")
}

/// Makes the exchange of a client's body.
pub fn exchange(cell: &Cell, endpoint: Endpoint, body: &Bytes, model: &str) -> Result<Exchange, domain::Fault> {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("authorization", "Bearer tk_never_forwarded"),
        ("anthropic-version", "2026-10-21"),
        ("anthropic-beta", "some-beta-2026-01-01"),
        ("openai-organization", "never-forwarded"),
    ] {
        headers.insert(name, value.parse().expect("header"));
    }
    let options = ExchangeOptions {
        ask_usage: true,
        max_output_tokens: Some(64_000),
        headers: &headers,
        query: Some("beta=true"),
        now_unix_s: 1_790_000_000,
    };
    let envelope = Envelope::read(endpoint, body)?;
    wire::exchange(endpoint, cell.upstream, &envelope, body, model, &options)
}

/// Compares with a snapshot, or writes it when `UPDATE_GOLDEN` is set.
pub fn check(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        std::fs::write(path, actual).expect("writable");
        return;
    }
    let expected = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}; write it with UPDATE_GOLDEN=1", path.display()));
    assert!(expected == actual, "{} differs:\n--- expected\n{expected}\n--- actual\n{actual}", path.display());
}
